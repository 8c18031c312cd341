/** Bytes and their texts: strict decoders that refuse what they could only guess. */

const HEX = '0123456789abcdef'
const BASE64 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'
const BASE64URL = `${BASE64.slice(0, 62)}-_`

const NO_DIGIT = 255
const HEX_VALUES = digitValues(HEX, HEX.toUpperCase())
const BASE64_VALUES = digitValues(BASE64)
const BASE64URL_VALUES = digitValues(BASE64URL)

const encoder = new TextEncoder()
const decoder = new TextDecoder()

const HEX_DIGITS = encoder.encode(HEX)
const BASE64_DIGITS = encoder.encode(BASE64)
const BASE64URL_DIGITS = encoder.encode(BASE64URL)

/** Encodes text as UTF-8. */
export function utf8(text: string): Uint8Array {
  return encoder.encode(text)
}

/** Encodes text as Latin-1, one byte a character; `undefined` where it holds any other. */
export function encodeLatin1(text: string): Uint8Array | undefined {
  const bytes = new Uint8Array(text.length)
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index)
    if (unit > 255) return undefined
    bytes[index] = unit
  }
  return bytes
}

/** Copies what the view shows, whatever kind of view it is. */
export function copyBytes(view: ArrayBufferView): Uint8Array {
  // Not `slice()`: a Buffer's shares the memory that it was to copy.
  return new Uint8Array(new Uint8Array(view.buffer, view.byteOffset, view.byteLength))
}

/** Joins the parts into one new array. */
export function concat(parts: readonly Uint8Array[]): Uint8Array {
  const joined = new Uint8Array(parts.reduce((length, part) => length + part.length, 0))
  let offset = 0
  for (const part of parts) {
    joined.set(part, offset)
    offset += part.length
  }
  return joined
}

/** Decodes hexadecimal digits of either case; `undefined` for anything else, and for no digits. */
export function decodeHex(text: string): Uint8Array | undefined {
  if (text.length === 0 || text.length % 2 !== 0) return undefined
  const bytes = new Uint8Array(text.length / 2)
  for (let index = 0; index < bytes.length; index++) {
    const high = HEX_VALUES[text.charCodeAt(2 * index)] ?? NO_DIGIT
    const low = HEX_VALUES[text.charCodeAt(2 * index + 1)] ?? NO_DIGIT
    if (high === NO_DIGIT || low === NO_DIGIT) return undefined
    bytes[index] = high * 16 + low
  }
  return bytes
}

/**
 * Decodes base64 with its padding (RFC 4648, section 4); `undefined` for anything else.
 *
 * Bits that the last digit has to spare must be zero: each value has one text only.
 */
export function decodeBase64(text: string): Uint8Array | undefined {
  return decodeSixBits(text, BASE64_VALUES, false)
}

/**
 * Decodes base64url, bare or correctly padded (RFC 4648, section 5); `undefined` for anything else.
 *
 * JOSE forbids the padding (RFC 7515, section 2): who reads a token refuses `=` beforehand.
 */
export function decodeBase64Url(text: string): Uint8Array | undefined {
  return decodeSixBits(text, BASE64URL_VALUES, true)
}

/** Encodes as lower-case hexadecimal digits. */
export function encodeHex(bytes: Uint8Array): string {
  const text = new Uint8Array(bytes.length * 2)
  let length = 0
  for (const byte of bytes) {
    text[length++] = HEX_DIGITS[byte >> 4] ?? 0
    text[length++] = HEX_DIGITS[byte & 15] ?? 0
  }
  return decoder.decode(text)
}

/** Encodes as base64 with padding. */
export function encodeBase64(bytes: Uint8Array): string {
  const digits = encodeSixBits(bytes, BASE64_DIGITS)
  return digits.padEnd(Math.ceil(digits.length / 4) * 4, '=')
}

/** Encodes as base64url without padding. */
export function encodeBase64Url(bytes: Uint8Array): string {
  return encodeSixBits(bytes, BASE64URL_DIGITS)
}

function digitValues(...alphabets: readonly string[]): Uint8Array {
  const values = new Uint8Array(128).fill(NO_DIGIT)
  for (const alphabet of alphabets) {
    for (let value = 0; value < alphabet.length; value++) {
      values[alphabet.charCodeAt(value)] = value
    }
  }
  return values
}

function decodeSixBits(
  text: string,
  values: Uint8Array,
  bareAllowed: boolean,
): Uint8Array | undefined {
  const padding = text.endsWith('==') ? 2 : text.endsWith('=') ? 1 : 0
  const digits = text.length - padding
  if (digits === 0 || digits % 4 === 1) return undefined
  const isPadded = (digits + padding) % 4 === 0
  if (!isPadded && !(bareAllowed && padding === 0)) return undefined
  const bytes = new Uint8Array(Math.floor((digits * 3) / 4))
  let bits = 0
  let pending = 0
  let length = 0
  for (let index = 0; index < digits; index++) {
    const value = values[text.charCodeAt(index)] ?? NO_DIGIT
    if (value === NO_DIGIT) return undefined
    bits = ((bits << 6) | value) & 0xfff
    pending += 6
    if (pending < 8) continue
    pending -= 8
    bytes[length++] = bits >> pending
  }
  return (bits & ((1 << pending) - 1)) === 0 ? bytes : undefined
}

function encodeSixBits(bytes: Uint8Array, digits: Uint8Array): string {
  const text = new Uint8Array(Math.ceil((bytes.length * 4) / 3))
  let length = 0
  let bits = 0
  let pending = 0
  for (const byte of bytes) {
    bits = ((bits << 8) | byte) & 0xfff
    for (pending += 8; pending >= 6; ) {
      pending -= 6
      text[length++] = digits[(bits >> pending) & 63] ?? 0
    }
  }
  if (pending > 0) text[length] = digits[(bits << (6 - pending)) & 63] ?? 0
  // Ten times as fast as joining characters, where a body is a megabyte.
  return decoder.decode(text)
}
