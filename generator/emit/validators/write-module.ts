/** Puts functions and what they stand on into one module. */
import { GeneratorBug } from '../../errors.js'
import { countSteps } from './count-steps.js'
import { unmaskStrings } from './masked-code.js'
import type { CompiledFunction, Constant, Mode, ModuleImport, ValidatorModule } from './types.js'

/** A module before it is written. */
export interface ModuleDraft {
  readonly path: string
  readonly functions: CompiledFunction[]
  /** The unit that the module's `check` or `explain` is for; absent in a shared module. */
  readonly root: string | undefined
}

/** For the name of each unit, the module that holds its function. */
export type FunctionNames = ReadonlyMap<string, { readonly path: string }>

const PLACEHOLDER = /(?<![.\w$])(self|unit\d+|constant\d+)\b/g

/** What a module has to know of all the others. */
export interface ModuleContext {
  readonly names: FunctionNames
  readonly mode: Mode
  /** Functions that come to themselves again, and those that they call: they count their steps. */
  readonly counting: ReadonlySet<string>
  /** Functions that count or lead to one that does. */
  readonly leading: ReadonlySet<string>
}

/** What counts steps, of `templates/runtime/checks/steps.ts`. */
const COUNTERS = ['keysOf', 'readText', 'readWhole', 'searchText', 'step']

export function writeModule(draft: ModuleDraft, context: ModuleContext): ValidatorModule {
  const { mode } = context
  const scope = new ModuleScope(draft.path, context)
  const functions = draft.functions.map((compiled) => scope.write(compiled))
  const own = draft.functions.map(({ unit }) => functionName(unit.name, mode))
  const entry = draft.root === undefined ? [] : [scope.entry(draft.root)]
  return {
    path: draft.path,
    imports: scope.imports(),
    body: [...scope.constants(), ...functions, ...entry].join('\n'),
    exports: draft.root === undefined ? own : [mode],
  }
}

/** `checkPush` or `explainPush`. */
function functionName(unit: string, mode: Mode): string {
  return `${mode}${unit}`
}

/** The names of one module: what it imports, and the constants it declares. */
class ModuleScope {
  readonly #path: string
  readonly #context: ModuleContext
  readonly #mode: Mode
  readonly #imports = new Map<string, Set<string>>()
  readonly #constants = new Map<string, string>()
  readonly #counts = new Map<string, number>()

  constructor(path: string, context: ModuleContext) {
    this.#path = path
    this.#context = context
    this.#mode = context.mode
  }

  write(compiled: CompiledFunction): string {
    const { unit, strings, calls, constants } = compiled
    const isCounted = this.#context.counting.has(unit.name)
    const text = isCounted ? countSteps(compiled, this.#mode) : compiled.text
    const own = functionName(unit.name, this.#mode)
    const named = text.replace(PLACEHOLDER, (placeholder) => {
      if (placeholder === 'self') return own
      const index = Number(placeholder.replace(/\D+/, ''))
      return placeholder.startsWith('unit')
        ? this.#call(calls[index])
        : this.#constant(constants[index])
    })
    if (this.#mode === 'explain') this.#importUsed(named, 'issues', ['escaped', 'failed', 'joined'])
    if (isCounted) this.#importUsed(named, 'steps', COUNTERS)
    return unmaskStrings(named, strings).trimEnd()
  }

  /** The statement that makes the event's function the module's own. */
  entry(unit: string): string {
    const target = this.#call(unit)
    const isCounted = this.#context.leading.has(unit)
    if (isCounted) this.#import(this.#runtime('steps'), 'begin')
    if (this.#mode === 'check') {
      return isCounted
        ? `const check = (data) => {\nbegin();\nreturn ${target}(data);\n}`
        : `const check = ${target}`
    }
    this.#import(this.#runtime('issues'), 'explained')
    const explained = `explained(${target}(data, ""))`
    return isCounted
      ? `const explain = (data) => {\nbegin();\nreturn ${explained};\n}`
      : `const explain = (data) => ${explained}`
  }

  imports(): readonly ModuleImport[] {
    return [...this.#imports]
      .map(([from, names]) => ({ from, names: [...names].sort() }))
      .sort((a, b) => (a.from < b.from ? -1 : 1))
  }

  constants(): readonly string[] {
    return [...this.#constants].map(([code, name]) => `const ${name} = ${code}`)
  }

  #call(unit: string | undefined): string {
    const home = unit === undefined ? undefined : this.#context.names.get(unit)
    if (unit === undefined || home === undefined) throw new GeneratorBug('a call leads nowhere')
    const name = functionName(unit, this.#mode)
    if (home.path !== this.#path) this.#import(this.#relative(home.path), name)
    return name
  }

  #constant(constant: Constant | undefined): string {
    if (constant === undefined) throw new GeneratorBug('a constant of a validator is missing')
    if (constant.kind === 'import') {
      this.#import(this.#runtime(constant.file), constant.name)
      return constant.name
    }
    for (const { file, name } of constant.imports ?? []) this.#import(this.#runtime(file), name)
    const known = this.#constants.get(constant.code)
    if (known !== undefined) return known
    const count = this.#counts.get(constant.prefix) ?? 0
    this.#counts.set(constant.prefix, count + 1)
    const name = `${constant.prefix}${count}`
    this.#constants.set(constant.code, name)
    return name
  }

  #import(from: string, name: string): void {
    const names = this.#imports.get(from) ?? new Set()
    this.#imports.set(from, names.add(name))
  }

  #importUsed(masked: string, file: string, names: readonly string[]): void {
    for (const name of names) {
      if (new RegExp(`(?<![\\w$.])${name}\\(`).test(masked)) this.#import(this.#runtime(file), name)
    }
  }

  #runtime(file: string): string {
    return this.#relative(`src/runtime/checks/${file}.js`)
  }

  #relative(target: string): string {
    const from = this.#path.split('/').slice(0, -1)
    const to = target.split('/')
    while (from.length > 0 && from[0] === to[0]) {
      from.shift()
      to.shift()
    }
    return `${from.map(() => '../').join('') || './'}${to.join('/')}`
  }
}
