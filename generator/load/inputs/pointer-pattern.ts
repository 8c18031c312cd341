/** Pointers behind globs, whose steps may be patterns: the places of a document that they lead to. */
import picomatch from 'picomatch'
import { joinPointer, memberOf, parsePointer } from '../../schema/pointer.js'
import type { JsonValue } from '../../schema/types.js'

export interface PointedPlace {
  readonly pointer: string
  readonly value: JsonValue
  /** The name that the last pattern of the pointer took; none where no step is a pattern. */
  readonly matched: string | undefined
}

const PATTERN = /[*?[\]{}()!+@]/

/** In the order of the document; none where the pointer leads nowhere. */
export function placesAt(root: JsonValue, pointer: string): readonly PointedPlace[] {
  let found: readonly PointedPlace[] = [{ pointer: '', value: root, matched: undefined }]
  for (const step of parsePointer(pointer) ?? []) {
    found = found.flatMap((holder) => membersOf(holder, step))
  }
  return found
}

/** Whether the last step of a pointer is a pattern and no name. */
export function endsInPattern(root: JsonValue, pointer: string): boolean {
  const last = parsePointer(pointer)?.at(-1) ?? ''
  return PATTERN.test(last) && placesAt(root, pointer).every(({ matched }) => matched !== undefined)
}

function membersOf(
  { pointer, value, matched }: PointedPlace,
  step: string,
): readonly PointedPlace[] {
  const own = memberOf(value, step)
  // A name that looks like a pattern, such as `orders/{id}`, is a name first.
  if (own !== undefined) return [{ pointer: joinPointer(pointer, step), value: own, matched }]
  if (!PATTERN.test(step) || typeof value !== 'object' || value === null) return []
  const matches = matcherOf(step)
  return Object.entries(value).flatMap(([name, member]) =>
    matches(name)
      ? [{ pointer: joinPointer(pointer, name), value: member as JsonValue, matched: name }]
      : [],
  )
}

function matcherOf(step: string): (name: string) => boolean {
  try {
    // Names are no paths: a star takes slashes and line breaks, and a dot in front is a letter.
    return picomatch(step, { bash: true, dot: true, flags: 's' })
  } catch {
    return () => false
  }
}
