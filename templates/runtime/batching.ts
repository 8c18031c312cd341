/** Receivers of a provider that sends several events in one delivery: what they unwrap are lists. */
import type { DeliveryInput } from './delivery-input.js'
import type { EventOf } from './events.js'
import type { HeadersInput } from './headers.js'

export type Batching<R, M> = Omit<R, 'unwrap' | 'unsafeParse' | 'open'> & {
  /**
   * Verifies, parses and validates all events of a delivery, and runs no handler.
   *
   * @throws {WebhookError} the reason why one of them is no known, valid event
   */
  readonly unwrap: (delivery: DeliveryInput) => Promise<readonly EventOf<M>[]>
  /**
   * Parses and validates without verifying: only for what comes from a queue that you trust.
   *
   * @throws {WebhookError} the reason why one of the events is no known, valid one
   */
  readonly unsafeParse: (text: string, headers?: HeadersInput) => Promise<readonly EventOf<M>[]>
  /**
   * Opens an envelope, parses and validates, and runs no handler.
   *
   * @throws {WebhookError} `ERR_ENVELOPE`, or the reason why one is no known, valid event
   * @throws {TypeError} without an envelope key
   */
  readonly open: (envelope: string) => Promise<readonly EventOf<M>[]>
}

/** The receiver, typed as what it is. */
export function batching<R, M>(receiver: R): Batching<R, M> {
  // Sound: of a provider that has a `batch`, receivers give lists.
  return receiver as unknown as Batching<R, M>
}
