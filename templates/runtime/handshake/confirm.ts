/** Confirms a registration at once, by a request to where the handshake points. */
import type { MaybePromise } from '../crypto.js'
import type { Delivery } from '../delivery.js'
import { type OutboundRequest, send } from '../outbound/send.js'
import type { ProofContext } from '../proof.js'
import type { HandshakeStep } from '../provider.js'

/**
 * A step that sends the request and waits for its success.
 *
 * @throws {RequestFailed} `ERR_REQUEST`, so that the sender tries again
 */
export function confirm(
  request: (delivery: Delivery, context: ProofContext) => MaybePromise<OutboundRequest>,
): HandshakeStep {
  return async (delivery, { context, fetch }) => {
    await send(await request(delivery, context), fetch)
  }
}
