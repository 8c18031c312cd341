/** Compact JOSE tokens (RFC 7515 section 7.1), taken apart strictly and before anything is trusted. */
import { decodeBase64Url, utf8 } from '../bytes.js'
import { parsePayload } from '../payload.js'
import { hasDuplicateKeys } from './unique-keys.js'

/** A JSON object, and the text that it was read from. */
export interface JsonText {
  readonly value: Readonly<Record<string, unknown>>
  readonly source: Uint8Array
}

export interface Token {
  readonly header: JsonText
  /** The first two parts as they were sent: what the signature is over. */
  readonly encodedHeader: string
  readonly encodedPayload: string
  readonly signature: Uint8Array
}

/** Longer texts are no tokens: the cap bounds the work that an unsigned delivery can ask for. */
const MAX_TOKEN_LENGTH = 262_144
const MAX_HEADER_LENGTH = 32_768

/** The three parts of a signed token; undefined for anything else, an unsigned one among it. */
export function readToken(text: string): Token | undefined {
  if (text.length > MAX_TOKEN_LENGTH) return undefined
  const [encodedHeader = '', encodedPayload, encodedSignature, ...others] = text.split('.', 4)
  if (encodedPayload === undefined || encodedSignature === undefined || others.length > 0) {
    return undefined
  }
  if (encodedHeader.length > MAX_HEADER_LENGTH) return undefined
  const header = readObject(decodePart(encodedHeader))
  const signature = decodePart(encodedSignature)
  if (header === undefined || signature === undefined) return undefined
  return { header, encodedHeader, encodedPayload, signature }
}

/** Base64url as JOSE has it: without padding (RFC 7515 section 2). */
export function decodePart(text: string): Uint8Array | undefined {
  return text.includes('=') ? undefined : decodeBase64Url(text)
}

/**
 * A JSON object in which every key stands once: two readers of a token must not see two tokens.
 * Undefined for anything else.
 */
export function readObject(source: Uint8Array | undefined): JsonText | undefined {
  if (source === undefined) return undefined
  let value: unknown
  try {
    value = parsePayload(source)
  } catch {
    return undefined
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined
  if (hasDuplicateKeys(source)) return undefined
  // Sound: an object that is no list has members by name, and each is read as unknown.
  return { value: value as JsonText['value'], source }
}

/**
 * Whether the receiver understands what the header says must be understood (RFC 7515 section
 * 4.1.11): nothing, or `b64` where an unencoded payload is expected (RFC 7797).
 */
export function isUnderstood({ value }: JsonText, isEncoded: boolean): boolean {
  const critical = Object.hasOwn(value, 'crit') ? value['crit'] : undefined
  const b64 = Object.hasOwn(value, 'b64') ? value['b64'] : undefined
  if (isEncoded) return critical === undefined && (b64 === undefined || b64 === true)
  return Array.isArray(critical) && critical.length === 1 && critical[0] === 'b64' && b64 === false
}

/** What the signature of a detached payload is over, part by part. */
export function detachedInput(
  encodedHeader: string,
  content: readonly Uint8Array[],
): readonly Uint8Array[] {
  return [utf8(`${encodedHeader}.`), ...content]
}
