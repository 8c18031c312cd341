/** Percent-encoding as senders do it, and undone. */
import { asText, type Value } from './value.js'

/** RFC 3986 with the few marks that `encodeURIComponent` leaves as they are. */
export function encodeUri(text: string): string {
  return encodeURIComponent(text)
}

/** As forms are encoded (URL Standard section 5.2): a blank is `+`. */
export function encodeForm(text: string): string {
  return new URLSearchParams([[text, '']]).toString().slice(0, -1)
}

/** Every escape undone, or only those of the characters given; absent where one is malformed. */
export function percentDecode(value: Value | undefined, only?: string): string | undefined {
  const text = asText(value)
  if (text === undefined) return undefined
  try {
    if (only === undefined) return decodeURIComponent(text)
    return text.replace(/(?:%[0-9a-f]{2})+/gi, (run) => decodeOnly(run, only))
  } catch {
    return undefined
  }
}

/** Decodes a run of escapes character by character, and keeps those that are not meant as sent. */
function decodeOnly(run: string, only: string): string {
  const texts: string[] = []
  let at = 0
  for (const character of decodeURIComponent(run)) {
    const end = at + encodedLength(character)
    texts.push(only.includes(character) ? character : run.slice(at, end))
    at = end
  }
  return texts.join('')
}

/** Three characters for each byte of UTF-8. */
function encodedLength(character: string): number {
  const point = character.codePointAt(0) ?? 0
  return 3 * (point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4)
}
