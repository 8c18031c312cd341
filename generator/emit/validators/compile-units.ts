/** Compiles every unit to its two functions. */
import type { Diagnostics } from '../../diagnostics.js'
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
  const check = new Map<string, CompiledFunction>()
  const explain = new Map<string, CompiledFunction>()
  for (const [name, unit] of units) {
    const compiled = compileOrReport(unit, await compilers.for(unit), diagnostics)
    if (compiled === undefined) continue
    explain.set(name, toExplain(compiled))
    const selecting = selectBranches(unit, units)
    const fast =
      selecting === unit ? compiled : compileUnit(selecting, await compilers.for(selecting))
    check.set(name, toCheck(fast))
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
    if (!(error instanceof RangeError)) throw error
    const message = `the schema of ${unit.name} is too large or too deep to compile`
    diagnostics.error('ERR_SCHEMA_TOO_DEEP', message, {}, 'move inner parts to $defs')
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
