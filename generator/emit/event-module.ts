/** Prints how the validators of an event or a resource load. */
import type { Catalog } from '../catalog/types.js'
import { json } from '../print/literals.js'
import { toleranceOf } from './tolerance/tolerance.js'
import { type Strictness, validatorPath } from './validators/paths.js'

/** Which validators an SDK's types describe: whatever they take is of the type. */
export function describedStrictness({ validation }: Pick<Catalog, 'validation'>): Strictness {
  return validation === 'tolerant' ? 'tolerant' : 'strict'
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

/** An `EventModule` as an expression. `held` is the strictness whose `check` is at hand already. */
export function printEventModule(
  catalog: Catalog,
  described: Described,
  from: './' | '../',
  held?: Strictness,
): string {
  const printBoth = (strictness: Strictness) => {
    const path = `${from}${validatorPath(described.stem, strictness)}`
    const check = `async () => (await import(${json(`${path}.js`)})).check`
    return `check: ${held === strictness ? '() => check' : check},
explain: async () => (await import(${json(`${path}.explain.js`)})).explain,`
  }
  const tolerant = isLoosened(catalog, described)
    ? `\ntolerant: {\n${printBoth('tolerant')}\n},`
    : ''
  return `{\n${printBoth('strict')}${tolerant}\n}`
}
