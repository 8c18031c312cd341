/** Bytes to values: the one hardened parse of a body, after which nothing reads its bytes as text. */
import { PayloadMalformed } from './errors.js'

// `ignoreBOM` keeps a byte order mark in the text, where JSON refuses it: verified and parsed bytes are the same.
const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

// How `__proto__` may be spelt with escapes: at least one of its letters is one of these.
const ESCAPED_LETTER = /\\u00(?:5[fF]|6[fF]|7[024])/

// A number can be too large for a double by its exponent, or by its digits: see `hasLongNumber`.
const LARGE_EXPONENT = /\d[eE]\+?\d{3}/
/** With an exponent of two digits, fewer digits than these stay below 10^308. */
const LONG_NUMBER = 200

/** Every field costs a comparison or two: more than any provider sends. */
const MAX_FIELDS = 10_000

/**
 * Decodes UTF-8 and loses nothing.
 *
 * @throws {PayloadMalformed} `ERR_PAYLOAD_MALFORMED`
 */
export function decodeText(bytes: Uint8Array): string {
  try {
    return decoder.decode(bytes)
  } catch {
    throw new PayloadMalformed('the body is not valid UTF-8')
  }
}

/**
 * Parses the bytes of a JSON body.
 *
 * @throws {PayloadMalformed} `ERR_PAYLOAD_MALFORMED`
 */
export function parsePayload(bytes: Uint8Array): unknown {
  return parseJson(decodeText(bytes))
}

/**
 * Parses JSON text. A `__proto__` key is refused wherever it is: it is harmless here, and poison
 * for the first handler that copies the payload by assignment. So is a number beyond what a double
 * holds, which the language would read as `Infinity`.
 *
 * @throws {PayloadMalformed} `ERR_PAYLOAD_MALFORMED`
 */
export function parseJson(text: string): unknown {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    // The engine's message quotes the payload, so it is no cause to keep.
    throw new PayloadMalformed('the body is not valid JSON')
  }
  if (maySpellProto(text) && hasProtoKey(value)) {
    throw new PayloadMalformed('the body has a key named __proto__')
  }
  if (mayOverflow(text) && holdsInfinity(value)) {
    throw new PayloadMalformed('the body has a number that is too large for a double')
  }
  return value
}

/**
 * Decodes form fields, as `application/x-www-form-urlencoded`.
 *
 * @throws {PayloadMalformed} `ERR_PAYLOAD_MALFORMED` where the bytes are not UTF-8, or too many fields
 */
export function parseForm(bytes: Uint8Array): URLSearchParams {
  const text = decodeText(bytes)
  if (hasTooManyFields(text)) {
    throw new PayloadMalformed(`the body has more than ${MAX_FIELDS} fields`)
  }
  // Without the `&`, URLSearchParams would drop a `?` that begins the body.
  return new URLSearchParams(`&${text}`)
}

// Before they are taken apart: whoever calls can make a proof read them.
function hasTooManyFields(text: string): boolean {
  let count = 1
  for (let at = text.indexOf('&'); at >= 0 && count <= MAX_FIELDS; at = text.indexOf('&', at + 1)) {
    count += 1
  }
  return count > MAX_FIELDS
}

function maySpellProto(text: string): boolean {
  return text.includes('__proto__') || (text.includes('\\u00') && ESCAPED_LETTER.test(text))
}

function mayOverflow(text: string): boolean {
  return LARGE_EXPONENT.test(text) || hasLongNumber(text)
}

// In as many digits in a row, one stands at a multiple of their number: the others need no look.
function hasLongNumber(text: string): boolean {
  for (let at = LONG_NUMBER - 1; at < text.length; at += LONG_NUMBER) {
    if (!isDigit(text, at)) continue
    let first = at
    while (at - first < LONG_NUMBER && isDigit(text, first - 1)) first--
    let last = at
    while (last - first < LONG_NUMBER && isDigit(text, last + 1)) last++
    if (last - first + 1 >= LONG_NUMBER) return true
  }
  return false
}

function isDigit(text: string, at: number): boolean {
  const unit = text.charCodeAt(at)
  return unit >= 0x30 && unit <= 0x39
}

function holdsInfinity(root: unknown): boolean {
  const pending = [root]
  while (pending.length > 0) {
    const value = pending.pop()
    if (value === Number.POSITIVE_INFINITY || value === Number.NEGATIVE_INFINITY) return true
    if (typeof value !== 'object' || value === null) continue
    for (const child of Object.values(value)) pending.push(child)
  }
  return false
}

// With a list and not by recursion: the payload says how deep it is.
function hasProtoKey(root: unknown): boolean {
  const pending = [root]
  while (pending.length > 0) {
    const value = pending.pop()
    if (typeof value !== 'object' || value === null) continue
    if (!Array.isArray(value) && Object.hasOwn(value, '__proto__')) return true
    for (const child of Object.values(value)) pending.push(child)
  }
  return false
}
