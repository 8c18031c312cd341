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
   * @throws {PayloadInvalid} `ERR_PAYLOAD_INVALID` where it breaks the schema of the resource, unless
   *   the receiver reports that
   */
  readonly fetchResource: () => Promise<T>
}

/** The context of handlers of these names: all of them need a resource, or there may be none to fetch. */
export type ContextOf<M, G, R, N> =
  NamesOf<M, G, N> extends keyof R ? ResourceContext<R[NamesOf<M, G, N> & keyof R]> : Context

type NamesOf<M, G, N> = N extends keyof M ? N : N extends keyof G ? G[N] : never

/** A receiver whose handlers can fetch what their event is about: `R` maps wire names to resources. */
export interface HydratingReceiver<M, G, R> extends Omit<Receiver<M, G>, 'onEvent'> {
  /** As `onEvent` of every receiver; `ctx.fetchResource()` where each of the events has a resource. */
  readonly onEvent: <const N extends keyof M | keyof G>(
    name: N | readonly N[],
    handler: (payload: PayloadOf<M, G, N>, context: ContextOf<M, G, R, N>) => unknown,
    options?: HandlerOptions,
  ) => Unsubscribe
}
