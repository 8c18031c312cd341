/** Reads events that stand as text inside of something else: a field of a form, a member, a claim. */
import { PayloadMalformed } from '../errors.js'
import { decodeText, parsePayload } from '../payload.js'
import { valueAt } from './json.js'
import { asBytes, type Value } from './value.js'

/** A part of the JSON that is carried. @throws {PayloadMalformed} `ERR_PAYLOAD_MALFORMED` */
export function carriedJson(value: Value | undefined, pointer: string): unknown {
  return valueAt(parsePayload(carriedBytes(value)), pointer)
}

/** The text itself. @throws {PayloadMalformed} `ERR_PAYLOAD_MALFORMED` */
export function carriedText(value: Value | undefined): string {
  return decodeText(carriedBytes(value))
}

/** @throws {PayloadMalformed} `ERR_PAYLOAD_MALFORMED` where nothing is carried */
export function carriedBytes(value: Value | undefined): Uint8Array {
  const bytes = asBytes(value)
  if (bytes === undefined) throw new PayloadMalformed('the delivery carries no event')
  return bytes
}

/**
 * What is too long for a word that a handshake of this provider signs for whoever asks.
 *
 * @throws {PayloadMalformed} `ERR_PAYLOAD_MALFORMED`
 */
export function beyondWords<T extends Value>(value: T | undefined, longest: number): T | undefined {
  if (value !== undefined && value.length <= longest) {
    throw new PayloadMalformed('what the body carries is too short for an event')
  }
  return value
}
