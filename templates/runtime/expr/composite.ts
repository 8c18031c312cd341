/** Takes only objects and arrays for bodies of events. */
import type { Delivery } from '../delivery.js'
import { PayloadMalformed } from '../errors.js'

/**
 * Reads a payload out of a body that is no bare word: a handshake of this provider signs words for
 * whoever asks, and `true` or a number is JSON as well.
 *
 * @throws {PayloadMalformed} `ERR_PAYLOAD_MALFORMED`
 */
export function composite(read: (delivery: Delivery) => unknown): (delivery: Delivery) => unknown {
  return (delivery) => {
    const body = delivery.json()
    if (typeof body === 'object' && body !== null) return read(delivery)
    throw new PayloadMalformed('the body is neither an object nor an array')
  }
}
