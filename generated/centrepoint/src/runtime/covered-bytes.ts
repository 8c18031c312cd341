/** The bytes that stand for an event: what handlers get as `raw`, and what copies are known by. */
import { utf8 } from './bytes.js'
import type { Delivery } from './delivery.js'
import type { Coverage } from './proof.js'
import type { ProviderBase } from './provider.js'

/**
 * The body, unless the event stands elsewhere and no proof covers the body: then anybody may have
 * written that, and it is the text that holds the event, or nothing. `body` is what a copy has of it.
 */
export function coveredBytes(
  { carrier }: ProviderBase,
  delivery: Delivery,
  coverage: Coverage,
  body: Uint8Array = delivery.body,
): Uint8Array {
  if (carrier === undefined || coverage.body) return body
  return utf8(carrier(delivery) ?? '')
}
