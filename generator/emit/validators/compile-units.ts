/** Compiles every unit to its two functions. */
import type { Diagnostics } from '../../diagnostics.js'
import { GeneratorBug } from '../../errors.js'
import type { Key, Memo } from '../../memo/memo.js'
import { isObject, type JsonValue } from '../../schema/types.js'
import { type AjvFunction, compileUnit } from './compile-unit.js'
import { type Compiler, createCompiler, type Needs } from './compiler.js'
import { toCheck, toExplain } from './modes.js'
import { selectBranches } from './select-branches.js'
import type { CompiledFunction, FunctionBody, Mode, Unit } from './types.js'

/** Functions by mode and name of their unit. */
export type CompiledUnits = Readonly<Record<Mode, ReadonlyMap<string, CompiledFunction>>>

/** What runs share of a unit's two functions. */
type Functions = Readonly<Record<Mode, FunctionBody>>

/** How many units are compiled before others have their turn. */
const UNITS_AT_A_TIME = 16

interface Tools {
  readonly diagnostics: Diagnostics
  readonly memo: Memo
  readonly compilers: CompilerPool
}

/** Is told how many functions are compiled, of how many: there may be thousands. */
export type OnCompiled = (done: number, total: number) => void

/** A unit that does not compile is reported, and lacks in the result. */
export async function compileUnits(
  units: ReadonlyMap<string, Unit>,
  diagnostics: Diagnostics,
  memo: Memo,
  onCompiled: OnCompiled = () => {},
): Promise<CompiledUnits> {
  const tools: Tools = { diagnostics, memo, compilers: new CompilerPool() }
  const failed = new Set<Unit['origin']>()
  const check = new Map<string, CompiledFunction>()
  const explain = new Map<string, CompiledFunction>()
  let done = 0
  for (const [name, unit] of units) {
    onCompiled(done++, units.size)
    // A tolerant unit fails for the reason for which its strict one has failed.
    if (unit.origin !== undefined && failed.has(unit.origin)) continue
    const forms = {
      check: selectBranches(unit, units, 'check'),
      explain: selectBranches(unit, units, 'explain'),
    }
    const key = keyOf(forms)
    // What another thread has made meanwhile is to be heard of.
    if (explain.size % UNITS_AT_A_TIME === 0) await new Promise(setImmediate)
    const known = memo.find<Functions>(key)
    const functions = known ?? (await compileForms(forms, unit, tools))
    if (functions === undefined) {
      failed.add(unit.origin)
      continue
    }
    if (known === undefined) memo.keep(key, functions)
    check.set(name, { unit, ...functions.check })
    explain.set(name, { unit, ...functions.explain })
  }
  return { check, explain }
}

/** The schemas call other units by their names, and say nothing else of them. */
function keyOf({ check, explain }: Readonly<Record<Mode, Unit>>): Key {
  const { draft, schema } = explain
  const other = check.schema === schema ? '' : JSON.stringify(check.schema)
  return ['unit', draft, JSON.stringify(schema), other]
}

async function compileForms(
  forms: Readonly<Record<Mode, Unit>>,
  unit: Unit,
  { compilers, diagnostics }: Tools,
): Promise<Functions | undefined> {
  const compile = async (form: Unit) =>
    compileOrReport(form, await compilers.for(form), diagnostics)
  const explaining = await compile(forms.explain)
  if (explaining === undefined) return undefined
  // Where no branch is selected, both are made of the same function.
  const checking = forms.check === unit ? explaining : await compile(forms.check)
  return checking && { check: toCheck(checking), explain: toExplain(explaining) }
}

class CompilerPool {
  readonly #compilers = new Map<string, Promise<Compiler>>()

  for({ draft, schema }: Unit): Promise<Compiler> {
    const needs: Needs = { draft, ownProperties: namesInherited(schema) }
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
