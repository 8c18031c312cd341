/** What a receiver offers: types, and nothing that executes. */
import type { Verified } from './authenticator.js'
import type { DeadLetter } from './dead-letter.js'
import type { DeliveryInput } from './delivery-input.js'
import type {
  AnyHandler,
  DriftHandler,
  ErrorHandler,
  EventOf,
  Handler,
  HandlerOptions,
  InvalidHandler,
  PayloadOf,
  UnknownHandler,
  Unsubscribe,
} from './events.js'
import type { HeadersInput } from './headers.js'
import type { Receipt } from './outcome.js'
import type { PlatformRequest } from './platform-request.js'

/**
 * Receives the webhooks of one provider: `M` maps wire names to payloads, `G` maps groups to the
 * names in them. All members are bound, so they can be taken out and passed around.
 */
export interface Receiver<M, G = Record<never, never>> {
  /**
   * Registers a handler for an event, a group, or a list of them.
   *
   * Handlers of one event run one after another, in the order registered; a failure does not stop
   * the rest, and makes the sender try again.
   *
   * @throws {TypeError} where a name does not exist
   */
  readonly onEvent: <const N extends keyof M | keyof G>(
    name: N | readonly N[],
    handler: Handler<PayloadOf<M, G, N>>,
    options?: HandlerOptions,
  ) => Unsubscribe
  /** Registers a handler for every event that the SDK knows. */
  readonly onAny: (handler: AnyHandler<M>, options?: HandlerOptions) => Unsubscribe
  /** Registers a handler for genuine events that the SDK does not know. */
  readonly onUnknown: (handler: UnknownHandler, options?: HandlerOptions) => Unsubscribe
  /** Registers a handler for genuine events that break their schema. */
  readonly onInvalid: (handler: InvalidHandler, options?: HandlerOptions) => Unsubscribe
  /** Registers an observer of everything that was refused or failed. */
  readonly onError: (handler: ErrorHandler, options?: HandlerOptions) => Unsubscribe
  /**
   * Registers an observer of what tolerant validation lets pass although the schema does not say it:
   * the sign that the SDK should be generated anew. Without one, nothing looks for it.
   */
  readonly onDrift: (handler: DriftHandler, options?: HandlerOptions) => Unsubscribe

  /** Answers a Fetch-API request; what the platform passes beside it is `ctx.platform`. */
  readonly fetch: (request: Request, ...platform: readonly unknown[]) => Promise<Response>
  /**
   * Takes a delivery that was read already, to its end; or a dead letter, once more through the
   * handlers that gave up. Never throws.
   */
  readonly receive: (delivery: DeliveryInput | Pick<DeadLetter, 'envelope'>) => Promise<Receipt<M>>
  /** Takes a platform's request to its end: what adapters are made of. Never throws. */
  readonly serve: (request: PlatformRequest) => Promise<Receipt<M>>

  /**
   * Verifies the proof, whatever the body is, and refuses all that `receive` refuses before it looks
   * at the payload, for the same reason:
   *
   * - more header lines or bytes than `limits` allow: `ERR_HEADERS_TOO_MANY`, `ERR_BODY_TOO_LARGE`
   * - no proof, or one that does not hold: `ERR_PROOF_MISSING`, `ERR_PROOF_INVALID`,
   *   `ERR_TIMESTAMP_OUT_OF_RANGE`
   * - a subscription that was ended, another account: `ERR_SUBSCRIPTION_ENDED`, `ERR_ACCOUNT`
   *
   * A request that asks for a handshake is refused with `ERR_HANDSHAKE`: only `receive` answers it.
   * Where a handshake signs words for anybody, what cannot be read as an event with a name is refused
   * as well, with `ERR_PAYLOAD_MALFORMED` or `ERR_EVENT_UNKNOWN`: a stranger may have chosen those
   * words. Method and content type prove nothing, and are not looked at; `limits.concurrency` and
   * `close` do not count here.
   *
   * @throws {WebhookError} the reason why it is refused
   */
  readonly verify: (delivery: DeliveryInput) => Promise<Verified>
  /**
   * Verifies as `verify` does, refuses methods and content types that bring no events
   * (`ERR_METHOD`, `ERR_CONTENT_TYPE`), parses and validates, and runs no handler.
   *
   * @throws {WebhookError} the reason why it is no known, valid event
   */
  readonly unwrap: (delivery: DeliveryInput) => Promise<EventOf<M>>
  /**
   * Parses and validates without verifying: only for what comes from a queue that you trust.
   * Headers are needed where the provider names its events there.
   *
   * @throws {WebhookError} the reason why it is no known, valid event
   */
  readonly unsafeParse: (text: string, headers?: HeadersInput) => Promise<EventOf<M>>
  /** The wire names that have a handler: what to subscribe to at the provider. */
  readonly events: () => readonly (keyof M)[]

  /**
   * Verifies a delivery as `verify` does, and seals it for a queue of your own. Needs `envelope`.
   *
   * @throws {WebhookError} the reason why its proof does not hold
   * @throws {TypeError} without an envelope key
   */
  readonly seal: (delivery: DeliveryInput) => Promise<string>
  /**
   * Opens an envelope, parses and validates, and runs no handler.
   *
   * @throws {WebhookError} `ERR_ENVELOPE`, or the reason why it is no known, valid event
   * @throws {TypeError} without an envelope key
   */
  readonly open: (envelope: string) => Promise<EventOf<M>>
  /** Takes what is in an envelope to its end, as `receive` does. Never throws. */
  readonly consume: (envelope: string) => Promise<Receipt<M>>
  /**
   * Begins to handle what the queue holds.
   *
   * @throws {TypeError} without `queue` and `envelope`
   */
  readonly work: () => Promise<void>
  /**
   * Takes nothing more, and waits for the handlers that still run: a sender that comes meanwhile is
   * told to come again. Resolves to whether all were done in time; 30 seconds unless given.
   */
  readonly close: (options?: { readonly timeoutSeconds?: number }) => Promise<boolean>
}
