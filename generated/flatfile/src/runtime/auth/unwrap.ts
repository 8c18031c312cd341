/** Finds the event in the claims of a token. */
import { utf8 } from '../bytes.js'
import { steps, valueAt } from '../expr/json.js'
import { valueText } from '../expr/json-number.js'
import type { JsonText } from './jose.js'

/** The claims are the event. */
export function unwrapAll({ source }: JsonText): Uint8Array {
  return source
}

/** A claim is the event: an object or list as it was sent, or JSON in a string. */
export function unwrapAt(claims: JsonText, pointer: string): Uint8Array | undefined {
  const value = valueAt(claims.value, pointer)
  if (typeof value === 'string') return utf8(value)
  if (typeof value !== 'object' || value === null) return undefined
  const text = valueText(claims.source, steps(pointer))
  return text === undefined ? undefined : utf8(text)
}
