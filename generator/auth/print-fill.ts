/** Prints what a sender writes down before it signs: values that are signed and that nothing else sets. */
import { json } from '../print/literals.js'
import type { Code } from './code.js'
import { placeName, printPlace } from './print-place.js'
import type { Expr, ExprPart, Params, Placeholder } from './types.js'

/** A list of names has to name something that is there. */
const LISTED = { headers: 'content-type', form: '', query: '' } as const

export interface Filling {
  /** TypeScript expressions of type `Place`: each gets a random value. */
  readonly fill: readonly string[]
  readonly state: readonly (readonly [expr: Expr, text: string])[]
  /** Members of a token's header. */
  readonly jose: readonly (readonly [pointer: string, text: string])[]
}

/** Places that are written in another way are left out, by their names. */
export function planFilling(
  contents: readonly Expr[],
  written: readonly (string | undefined)[],
  code: Code,
): Filling {
  const lists = contents.flat().filter(isListed)
  const named = lists.map(({ names, of }) => [names, LISTED[of]] as const)
  const taken = new Set([...written, ...named.map(([names]) => placeName(names))])
  const required = contents.flatMap(requiredPlaceholders).filter(isInHead)
  const places = required.flatMap((one) => {
    if (isPart(one)) return [printPlace([writable(one)], code)]
    return taken.has(placeName([one])) ? [] : [printPlace([{ ...one, filters: [] }], code)]
  })
  return {
    fill: [...new Set(places)],
    state: named.filter(([names]) => !isJose(names)),
    jose: named.flatMap(([names, text]) => {
      const [part] = names
      return isJose(names) && part?.kind === 'placeholder' ? [[part.arg ?? '', text]] : []
    }),
  }
}

/** An array literal of writers with the text that each gets. */
export function printState(
  state: readonly (readonly [expr: Expr, text: string])[],
  code: Code,
): string {
  const all = state.map(([expr, text]) => {
    return `[${code.use('entry', 'testing/draft.js')}(${printPlace(expr, code)}), ${json(text)}]`
  })
  return `[${all.join(', ')}]`
}

function isListed(part: ExprPart): part is Params & { readonly names: Expr } {
  return part.kind === 'params' && part.names !== undefined
}

function isJose(expr: Expr): boolean {
  return expr.some((part) => part.kind === 'placeholder' && part.source === 'jose')
}

/** What stands in an optional group may as well be absent. */
function requiredPlaceholders(expr: Expr): readonly Placeholder[] {
  return expr.flatMap((part) => {
    if (part.kind !== 'placeholder') return []
    return part.of === undefined ? [part] : requiredPlaceholders(part.of)
  })
}

function isInHead({ source, arg }: Placeholder): boolean {
  return (source === 'header' || source === 'query') && arg !== undefined
}

/** One part of a value, whose others something else may write. */
function isPart({ filters }: Placeholder): boolean {
  return filters.some(({ name }) => name === 'split')
}

/** Without what is made of the value once it was taken off. */
function writable(part: Placeholder): Placeholder {
  const end = part.filters.findIndex(({ name }) => !['split', 'strip', 'trim'].includes(name))
  return end < 0 ? part : { ...part, filters: part.filters.slice(0, end) }
}
