/** Puts values into URLs. */
import { asText, type Value } from '../expr/value.js'

/** A value as one segment or parameter; dots alone would lead up the path, and are as good as absent. */
export function segment(value: Value | undefined): string | undefined {
  const text = asText(value)
  return text === undefined || /^\.{0,2}$/.test(text) ? undefined : encodeURIComponent(text)
}
