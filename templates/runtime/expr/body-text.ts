/** Takes a body for what it is: text. */
import type { Delivery } from '../delivery.js'
import { decodeText } from '../payload.js'

/** The body as text, which may be empty. @throws {PayloadMalformed} `ERR_PAYLOAD_MALFORMED` */
export function bodyText({ text }: Delivery): string {
  return decodeText(text)
}
