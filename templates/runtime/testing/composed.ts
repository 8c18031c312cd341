/** Writes a text that the receiver composes of several parts, such as a name of a header and a member. */
import type { Draft, Place, Write } from './draft.js'

/** A fixed text, a place, or parts that count only where all of them are there. */
export type ComposedPart = string | Place | readonly ComposedPart[]

/** What is to be written where. */
type Writing = readonly [place: Place, text: string]

/**
 * What a place says already stays; places without a value get what is left of the text. Nothing is
 * written where the parts that are there cannot lead to it.
 */
export function composed(parts: readonly ComposedPart[]): Write {
  return (draft, text) => {
    for (const [place, value] of solve(parts, text, draft) ?? []) place.write(draft, value)
  }
}

function solve(
  [part, ...rest]: readonly ComposedPart[],
  text: string,
  draft: Draft,
): readonly Writing[] | undefined {
  if (part === undefined) return text === '' ? [] : undefined
  if (typeof part === 'string') return behind(part, rest, text, draft)
  if (isOptional(part)) return solveOptional(part, rest, text, draft)
  const there = part.read(draft)
  if (there !== undefined) return behind(there, rest, text, draft)
  for (let length = 1; length <= text.length; length++) {
    const more = solve(rest, text.slice(length), draft)
    if (more !== undefined) return [[part, text.slice(0, length)], ...more]
  }
  return undefined
}

/** As the payload is: parts that it leaves out are put in only where the text has to have them. */
function solveOptional(
  part: readonly ComposedPart[],
  rest: readonly ComposedPart[],
  text: string,
  draft: Draft,
): readonly Writing[] | undefined {
  const whole = () => solve([...part, ...rest], text, draft)
  if (isThere(part, draft)) return whole()
  return solve(rest, text, draft) ?? whole()
}

function behind(
  front: string,
  rest: readonly ComposedPart[],
  text: string,
  draft: Draft,
): readonly Writing[] | undefined {
  return text.startsWith(front) ? solve(rest, text.slice(front.length), draft) : undefined
}

function isThere(parts: readonly ComposedPart[], draft: Draft): boolean {
  return parts.every((part) => {
    if (typeof part === 'string') return true
    return isOptional(part) || part.read(draft) !== undefined
  })
}

function isOptional(part: Place | readonly ComposedPart[]): part is readonly ComposedPart[] {
  return Array.isArray(part)
}
