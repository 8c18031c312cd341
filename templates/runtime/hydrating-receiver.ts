/** Receivers whose handlers can fetch what an event is about: types, and nothing that executes. */
import type { Context, HandlerOptions, PayloadOf, Unsubscribe } from './events.js'
import type { Receiver } from './receiver-api.js'

/** What handlers of events with a resource get besides. */
export interface ResourceContext<T> extends Context {
  /**
   * Fetches what the event is about, and holds it to its schema. The handlers of one delivery share
   * one request; a failed one may be tried again.
   *
   * @throws {RequestFailed} `ERR_REQUEST` where the provider's API does not answer with success
   * @throws {PayloadMalformed} `ERR_PAYLOAD_MALFORMED` where the answer is not JSON
   * @throws {PayloadInvalid} `ERR_PAYLOAD_INVALID` where it breaks the schema of the resource
   */
  readonly fetchResource: () => Promise<T>
}

/** The context of handlers of these names: those without a resource have nothing to fetch. */
export type ContextOf<R, G, N extends PropertyKey> = [ResourceOf<R, G, N>] extends [never]
  ? Context
  : ResourceContext<ResourceOf<R, G, N>>

type ResourceOf<R, G, N> = N extends keyof R ? R[N] : N extends keyof G ? R[G[N] & keyof R] : never

/** A receiver whose handlers can fetch what their event is about: `R` maps wire names to resources. */
export interface HydratingReceiver<M, G, R> extends Omit<Receiver<M, G>, 'onEvent'> {
  /** As `onEvent` of every receiver; `ctx.fetchResource()` where the event has a resource. */
  readonly onEvent: <const N extends keyof M | keyof G>(
    name: N | readonly N[],
    handler: (payload: PayloadOf<M, G, N>, context: ContextOf<R, G, N>) => unknown,
    options?: HandlerOptions,
  ) => Unsubscribe
}
