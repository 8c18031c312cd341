/** Writes a value into a URL. */
import { asText, type Value } from './value.js'

/** One segment of a path or one value of a query; absent where it would be read as a step in a path. */
export function uriSegment(value: Value | undefined): string | undefined {
  const text = asText(value)
  if (text === undefined || text === '' || /^\.{1,2}$/.test(text)) return undefined
  try {
    return encodeURIComponent(text)
  } catch {
    // Half of a surrogate pair is no text.
    return undefined
  }
}
