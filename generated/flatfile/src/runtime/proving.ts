/** Proves deliveries for whoever reads or stores them without `receive`, and is no laxer than it. */
import { admit, notAllowed } from './admission.js'
import type { Authenticated } from './authenticator.js'
import { createDelivery, type Delivery } from './delivery.js'
import { type DeliveryInput, readBody, readHead } from './delivery-input.js'
import { EventUnknown, HandshakeFailed } from './errors.js'
import type { HandshakeStage } from './handshakes.js'
import type { Limits } from './limits.js'
import type { Stages } from './pipeline.js'

/**
 * Holds a delivery to all that `receive` holds it to, up to its payload: limits, proof, subscription
 * and account, and with `admits` method and content type, which say nothing about the proof. Requests
 * of handshakes are refused, as only `receive` answers them.
 *
 * Where strangers may choose words that the receiver signs for a handshake, the delivery has to be an
 * event that can be read and has a name: words alone must not pass for a delivery.
 *
 * @throws {WebhookError} the reason why `receive` would refuse it
 */
export async function prove(
  stages: Stages & { readonly limits: Limits },
  input: DeliveryInput,
  admits = true,
): Promise<Authenticated & { readonly now: number }> {
  const { account, authenticator, clock, handshakes, limits, provider, reader } = stages
  const head = readHead(input, [], limits)
  const delivery = createDelivery(head, readBody(input.body, limits.bodyBytes))
  const refuse = (stage: HandshakeStage, seen: Delivery) => {
    if (!handshakes.isAsked(stage, seen)) return
    throw new HandshakeFailed('the delivery asks for a handshake, which only receive answers')
  }
  refuse('head', delivery)
  if (admits) admit(head, provider, handshakes)
  refuse('body', delivery)
  if (!authenticator.isPresent(head)) throw authenticator.missing(head)
  const now = clock()
  const verified = await authenticator.authenticate(delivery, now)
  const { delivery: proven } = verified
  refuse('signed', proven)
  if (admits && !provider.methods.includes(proven.method)) throw notAllowed(provider)
  await stages.subscription.check(proven)
  if (provider.batch === undefined) await account.check(proven)
  else if (account.isDemanded)
    for (const one of reader.events(proven)) await account.check(one.delivery)
  if (handshakes.signsForAnybody) {
    for (const { name, payload } of reader.events(proven)) {
      payload()
      if (name === undefined) throw new EventUnknown('the delivery names no event')
    }
  }
  return { ...verified, now }
}
