/** Puts functions and what they stand on into one module. */
import { GeneratorBug } from '../../errors.js'
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

export function writeModule(draft: ModuleDraft, names: FunctionNames, mode: Mode): ValidatorModule {
  const scope = new ModuleScope(draft.path, names, mode)
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
  readonly #names: FunctionNames
  readonly #mode: Mode
  readonly #imports = new Map<string, Set<string>>()
  readonly #constants = new Map<string, string>()
  readonly #counts = new Map<string, number>()

  constructor(path: string, names: FunctionNames, mode: Mode) {
    this.#path = path
    this.#names = names
    this.#mode = mode
  }

  write({ unit, text, strings, calls, constants }: CompiledFunction): string {
    const own = functionName(unit.name, this.#mode)
    const named = text.replace(PLACEHOLDER, (placeholder) => {
      if (placeholder === 'self') return own
      const index = Number(placeholder.replace(/\D+/, ''))
      return placeholder.startsWith('unit')
        ? this.#call(calls[index])
        : this.#constant(constants[index])
    })
    if (this.#mode === 'explain') this.#importUsed(named, 'issues', ['failed', 'joined'])
    return unmaskStrings(named, strings).trimEnd()
  }

  /** The statement that makes the event's function the module's own. */
  entry(unit: string): string {
    const target = this.#call(unit)
    if (this.#mode === 'check') return `const check = ${target}`
    this.#import(this.#runtime('issues'), 'explained')
    return `const explain = (data) => explained(${target}(data, ""))`
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
    const home = unit === undefined ? undefined : this.#names.get(unit)
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
      if (masked.includes(` ${name}(`)) this.#import(this.#runtime(file), name)
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
