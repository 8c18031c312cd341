/** Finds the part of a body that the schemas describe. */
import type { Delivery } from '../delivery.js'
import { valueAt } from './json.js'

/**
 * Undefined where the body has no such part: whether that matters depends on the event.
 *
 * @throws {PayloadMalformed} `ERR_PAYLOAD_MALFORMED` where the body is no JSON
 */
export function payloadAt(delivery: Delivery, pointer: string): unknown {
  return valueAt(delivery.json(), pointer)
}
