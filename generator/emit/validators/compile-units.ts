/** Compiles every unit to its two functions. */
import type { Diagnostics } from '../../diagnostics.js'
import { GeneratorBug } from '../../errors.js'
import { isObject, type JsonValue } from '../../schema/types.js'
import { type AjvFunction, compileUnit } from './compile-unit.js'
import { type Compiler, createCompiler, type Needs } from './compiler.js'
import { toCheck, toExplain } from './modes.js'
import { selectBranches } from './select-branches.js'
import type { CompiledFunction, Mode, Unit } from './types.js'

/** Functions by mode and name of their unit. */
export type CompiledUnits = Readonly<Record<Mode, ReadonlyMap<string, CompiledFunction>>>

/** A unit that does not compile is reported, and lacks in the result. */
export async function compileUnits(
  units: ReadonlyMap<string, Unit>,
  diagnostics: Diagnostics,
): Promise<CompiledUnits> {
  const compilers = new CompilerPool()
  const failed = new Set<Unit['origin']>()
  const check = new Map<string, CompiledFunction>()
  const explain = new Map<string, CompiledFunction>()
  for (const [name, unit] of units) {
    // A tolerant unit fails for the reason for which its strict one has failed.
    if (unit.origin !== undefined && failed.has(unit.origin)) continue
    const naming = selectBranches(unit, units, 'explain')
    const compiled = compileOrReport(naming, await compilers.for(naming), diagnostics)
    if (compiled === undefined) {
      failed.add(unit.origin)
      continue
    }
    // Where no branch is selected, both are made of the same function.
    explain.set(name, toExplain(compiled))
    const selecting = selectBranches(unit, units, 'check')
    const fast =
      selecting === unit
        ? compiled
        : compileOrReport(selecting, await compilers.for(selecting), diagnostics)
    if (fast !== undefined) check.set(name, toCheck(fast))
  }
  return { check, explain }
}

class CompilerPool {
  readonly #compilers = new Map<string, Promise<Compiler>>()

  for({ draft, schema, tracking }: Unit): Promise<Compiler> {
    const needs: Needs = { draft, ownProperties: namesInherited(schema), tracking }
    const key = JSON.stringify(needs)
    const known = this.#compilers.get(key)
    if (known !== undefined) return known
    const created = createCompiler(needs)
    this.#compilers.set(key, created)
    return created
  }
}

function compileOrReport(
  unit: Unit,
  compiler: Compiler,
  diagnostics: Diagnostics,
): AjvFunction | undefined {
  try {
    return compileUnit(unit, compiler)
  } catch (error) {
    if (error instanceof GeneratorBug || !(error instanceof Error)) throw error
    const place = unit.origin && { file: unit.origin.file, pointer: `#${unit.origin.pointer}` }
    if (error instanceof RangeError) {
      const message = `the schema of ${unit.name} is too large or too deep to compile`
      diagnostics.error('ERR_SCHEMA_TOO_DEEP', message, place, 'move inner parts to $defs')
    } else {
      const message = `the schema of ${unit.name} does not compile: ${error.message}`
      diagnostics.error('ERR_SCHEMA_UNCOMPILABLE', message, place)
    }
    return undefined
  }
}

/** Whether a name in the schema is one that every object inherits, such as `constructor`. */
function namesInherited(schema: JsonValue): boolean {
  if (typeof schema === 'string') return schema in Object.prototype
  if (Array.isArray(schema)) return schema.some(namesInherited)
  if (!isObject(schema)) return false
  return Object.entries(schema).some(
    ([name, value]) => name in Object.prototype || namesInherited(value),
  )
}
