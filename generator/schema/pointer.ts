/** JSON pointers as RFC 6901 has them: `''` is the whole document, `/a~1b` the member `a/b`. */
import type { JsonValue } from './types.js'

const ARRAY_INDEX = /^(?:0|[1-9][0-9]*)$/

/** One member name as a segment of a pointer. */
export function escapeSegment(name: string): string {
  // Nearly all names are their own segments.
  if (!name.includes('/') && !name.includes('~')) return name
  return name.replaceAll('~', '~0').replaceAll('/', '~1')
}

/** The member name that a segment of a pointer stands for. */
export function unescapeSegment(segment: string): string {
  return segment.replaceAll('~1', '/').replaceAll('~0', '~')
}

/** The pointer extended by member names, which it escapes. */
export function joinPointer(pointer: string, ...names: readonly string[]): string {
  let joined = pointer
  for (const name of names) joined += `/${escapeSegment(name)}`
  return joined
}

/** The member names of a pointer, or `undefined` if it is none: it must be empty or begin with `/`. */
export function parsePointer(pointer: string): readonly string[] | undefined {
  if (pointer === '') return []
  if (!pointer.startsWith('/')) return undefined
  return pointer.slice(1).split('/').map(unescapeSegment)
}

/** The member of an array or object; `undefined` if it has none of that name of its own. */
export function memberOf(value: JsonValue, name: string): JsonValue | undefined {
  if (typeof value !== 'object' || value === null) return undefined
  if (Array.isArray(value)) return ARRAY_INDEX.test(name) ? value[Number(name)] : undefined
  // Sound: what is an object, not null and not an array is a JsonObject.
  return Object.hasOwn(value, name) ? (value as { [key: string]: JsonValue })[name] : undefined
}

/** The value at a pointer, or `undefined`. */
export function valueAt(value: JsonValue, pointer: string): JsonValue | undefined {
  const names = parsePointer(pointer)
  if (names === undefined) return undefined
  let current: JsonValue | undefined = value
  for (const name of names) {
    if (current === undefined) return undefined
    current = memberOf(current, name)
  }
  return current
}
