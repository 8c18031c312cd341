/** Values of expressions: text or bytes, and undefined for what is absent. */
import { utf8 } from '../bytes.js'

export type Value = string | Uint8Array

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/** The value as text; bytes that are not UTF-8 are as good as absent. */
export function asText(value: Value | undefined): string | undefined {
  if (typeof value !== 'object') return value
  try {
    return decoder.decode(value)
  } catch {
    return undefined
  }
}

/**
 * The value as bytes. Half of a surrogate pair, which JSON can spell, has no UTF-8, and an encoder
 * writes U+FFFD for each: two texts would have the same bytes, so such a text is as good as absent.
 */
export function asBytes(value: Value | undefined): Uint8Array | undefined {
  if (typeof value !== 'string') return value
  return /\p{Surrogate}/u.test(value) ? undefined : utf8(value)
}

/** The concatenation as text; undefined where any part is. */
export function join(...values: readonly (Value | undefined)[]): string | undefined {
  let text = ''
  for (const value of values) {
    const part = asText(value)
    if (part === undefined) return undefined
    text += part
  }
  return text
}

/** The concatenation as a list of byte strings, so that a body is not copied; undefined where any part is. */
export function parts(
  ...values: readonly (Value | undefined)[]
): readonly Uint8Array[] | undefined {
  const list: Uint8Array[] = []
  for (const value of values) {
    const part = asBytes(value)
    if (part === undefined) return undefined
    list.push(part)
  }
  return list
}

/**
 * The one value of a parameter; undefined for none and for several.
 *
 * Percent-decoding puts U+FFFD for bytes that are not UTF-8, so two requests would read alike: a
 * value that holds one is as good as absent.
 */
export function single(values: readonly string[]): string | undefined {
  const [value] = values
  return values.length === 1 && value?.includes('\ufffd') === false ? value : undefined
}
