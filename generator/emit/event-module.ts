/** Prints how the validators of an event or a resource load. */
import type { Catalog } from '../catalog/types.js'
import { json } from '../print/literals.js'
import { toleranceOf } from './tolerance/tolerance.js'
import { type Strictness, validatorPath } from './validators/paths.js'

/** Which validators an SDK's types describe: whatever they take is of the type. */
export function describedStrictness({ validation }: Pick<Catalog, 'validation'>): Strictness {
  return validation === 'tolerant' || validation === 'report' ? 'tolerant' : 'strict'
}

/** Whose payload it is, by the definition that describes it and the stem of its modules. */
export interface Described {
  readonly definition: string
  readonly stem: string
}

/** Whether tolerant validators take more than strict ones, and so exist. */
export function isLoosened(catalog: Catalog, { definition }: Described): boolean {
  return toleranceOf(catalog).identifierOf(definition) !== definition
}

/** How modules are loaded; unless said otherwise, as in the sources, to be formatted. */
export interface LoadForm {
  readonly indent?: string
  /** In front of each line but the first. */
  readonly margin?: string
  /** The promise of the module with that path, which has no extension. */
  readonly load?: (path: string) => string
  /** The `check` that is at hand already. */
  readonly heldCheck?: string
}

export interface EventModuleForm extends LoadForm {
  readonly from: './' | '../'
  /** The strictness whose `check` is at hand already. */
  readonly held?: Strictness
}

/** An `EventModule` as an expression. */
export function printEventModule(
  catalog: Catalog,
  described: Described,
  form: EventModuleForm,
): string {
  const { from, held, indent = '', margin = '', load = printImport, heldCheck = 'check' } = form
  const inner = margin + indent
  const printBoth = (strictness: Strictness, front: string) => {
    const path = `${from}${validatorPath(described.stem, strictness)}`
    const check =
      held === strictness ? `() => ${heldCheck}` : `async () => (await ${load(path)}).check`
    const explain = `async () => (await ${load(`${path}.explain`)}).explain`
    return [`${front}check: ${check},`, `${front}explain: ${explain},`]
  }
  const tolerant = isLoosened(catalog, described)
    ? [`${inner}tolerant: {`, ...printBoth('tolerant', inner + indent), `${inner}},`]
    : []
  return ['{', ...printBoth('strict', inner), ...tolerant, `${margin}}`].join('\n')
}

/** How CommonJS loads a module when it is needed. */
export function printRequire(path: string): string {
  return `Promise.resolve().then(() => require(${json(`${path}.cjs`)}))`
}

function printImport(path: string): string {
  return `import(${json(`${path}.js`)})`
}
