/** The encoding filters of the expression language. Each gives undefined for what is absent. */
import {
  decodeBase64,
  decodeBase64Url,
  decodeHex,
  encodeBase64,
  encodeBase64Url,
  encodeHex,
} from '../bytes.js'
import { asBytes, asText, type Value } from './value.js'

export function hex(value: Value | undefined): string | undefined {
  const bytes = asBytes(value)
  return bytes && encodeHex(bytes)
}

export function base64(value: Value | undefined): string | undefined {
  const bytes = asBytes(value)
  return bytes && encodeBase64(bytes)
}

export function base64url(value: Value | undefined): string | undefined {
  const bytes = asBytes(value)
  return bytes && encodeBase64Url(bytes)
}

export function fromHex(value: Value | undefined): Uint8Array | undefined {
  const text = asText(value)
  return text === undefined ? undefined : decodeHex(text)
}

export function fromBase64(value: Value | undefined): Uint8Array | undefined {
  const text = asText(value)
  return text === undefined ? undefined : decodeBase64(text)
}

export function fromBase64Url(value: Value | undefined): Uint8Array | undefined {
  const text = asText(value)
  return text === undefined ? undefined : decodeBase64Url(text)
}

export function fromUtf8(value: Value | undefined): Uint8Array | undefined {
  return asBytes(asText(value))
}

/** Base64 in lines (RFC 2045 section 6.8), as mail has it. */
export function fromMime(value: Value | undefined): Uint8Array | undefined {
  const text = asText(value)
  return text === undefined ? undefined : decodeBase64(text.replace(/\r?\n/g, ''))
}
