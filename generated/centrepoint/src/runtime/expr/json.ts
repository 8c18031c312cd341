/** Reads values out of JSON for an expression. */
import type { Delivery } from '../delivery.js'
import { parsePayload } from '../payload.js'
import { type JsonSource, valueText } from './json-number.js'
import { asBytes, type Value } from './value.js'

/** The value at a pointer of the body; absent where the body is no JSON. */
export function bodyJson(delivery: Delivery, pointer: string): string | undefined {
  try {
    return textAt(delivery.json(), pointer, delivery.text)
  } catch {
    return undefined
  }
}

/** The value at a pointer of a text that is itself JSON. */
export function jsonAt(value: Value | undefined, pointer: string): string | undefined {
  const bytes = asBytes(value)
  if (bytes === undefined) return undefined
  try {
    return textAt(parsePayload(bytes), pointer, bytes)
  } catch {
    return undefined
  }
}

/**
 * Strings as they are, booleans as words, numbers with the digits of the source. `null`, objects
 * and arrays are absent: there is no one way to write them down again.
 */
export function textAt(root: unknown, pointer: string, source: JsonSource): string | undefined {
  const value = valueAt(root, pointer)
  if (typeof value === 'string') return value
  if (typeof value === 'boolean') return String(value)
  return typeof value === 'number' ? valueText(source, steps(pointer)) : undefined
}

/** The value at a pointer, walking own members only; undefined where there is none. */
export function valueAt(root: unknown, pointer: string): unknown {
  let value = root
  for (const step of steps(pointer)) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, step)) return undefined
    // `length` is an own property of a list as well, and no element.
    if (Array.isArray(value) && !/^\d+$/.test(step)) return undefined
    // Sound: an own property of an object, checked in the line above.
    value = (value as Record<string, unknown>)[step]
  }
  return value
}

/** RFC 6901 section 4. */
export function steps(pointer: string): readonly string[] {
  return pointer
    .split('/')
    .slice(1)
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'))
}
