/** The types of events and of those who handle them: nothing that executes. */
import type { MaybePromise } from './crypto.js'
import type { AnyWebhookError } from './errors.js'
import type { HeaderView } from './headers.js'
import type { Coverage } from './proof.js'
import type { Issue } from './validation.js'

/** One event of the map `M`; a union over several names, which narrows by `name`. */
export type EventOf<M, N extends keyof M = keyof M> = {
  [K in N]: {
    readonly name: K
    /** The provider's id of the event, where it sends one. */
    readonly id: string | undefined
    readonly payload: M[K]
  }
}[N]

/** What a handler of these names gets. A literal name wins over a group of the same spelling. */
export type PayloadOf<M, G, N extends keyof M | keyof G> = N extends keyof M
  ? M[N]
  : N extends keyof G
    ? M[G[N] & keyof M]
    : never

/** A genuine event whose type this SDK does not know, or that has none. */
export interface UnknownEvent {
  readonly name: string | undefined
  readonly id: string | undefined
  readonly payload: unknown
}

/** A genuine event whose payload breaks its schema. */
export interface InvalidEvent {
  readonly name: string
  readonly id: string | undefined
  readonly payload: unknown
  /** The first hundred broken rules. */
  readonly issues: readonly Issue[]
  /** How many there are; 10,000 where they are as many or more. */
  readonly count: number
}

/** What validation let pass and the schema does not say. It never holds a value of the payload. */
export interface Drift {
  /** The event that drifts from its schema. */
  readonly name: string
  /** What the pointers lead into: the event's own payload, or what it is about. */
  readonly subject: 'payload' | 'resource'
  /**
   * `drift`: tolerant validation takes it. `mismatch`: it breaks the schema, and was handed over as
   * the receiver reports (`validation: 'report'`); the issues are then those of tolerant validation.
   */
  readonly level: 'drift' | 'mismatch'
  /** The first hundred rules that strict validation finds broken. */
  readonly issues: readonly Issue[]
  /** How many it finds; 10,000 where they are as many or more. */
  readonly count: number
}

/** What a handler may want to know besides the event. */
export interface Context {
  readonly name: string | undefined
  readonly id: string | undefined
  readonly headers: HeaderView
  /**
   * The bytes that the event was read from: the body as it was sent. Where the proof holds the event,
   * as a token may, they are what that proof covers, and the body is not to be had, as anybody may
   * have written it. Where `coverage.body` is false and the event is in the body, nothing vouches
   * for these bytes but the connection, and nothing more for the event. Behind a queue, fields of a
   * form that a proof reads are missing.
   */
  readonly raw: Uint8Array
  /** Which secret matched; absent where the proof has none. */
  readonly secretId: string | undefined
  /** Whose delivery it is, as the option `tenant` says; absent without it. */
  readonly tenant: string | undefined
  readonly receivedAt: Date
  readonly coverage: Coverage
  /** Aborts when the sender stops waiting, or is gone where the platform tells. */
  readonly signal: AbortSignal
  /** Whether a newer event about the same thing was seen; never where nothing orders them. */
  readonly stale: boolean
  /**
   * Whether the payload passed validation: false only where the receiver reports what breaks the
   * schema, and for `onInvalid`. Absent where nothing was validated: unknown events, and `off`.
   */
  readonly valid: boolean | undefined
  /**
   * Chooses the answer to the sender, once for each delivery; a duplicate gets the same. Text goes
   * out as it is, anything else as JSON. It is sent only if no handler fails.
   *
   * @throws {TypeError} the second time, where nobody waits for an answer, or where it is no success
   */
  readonly reply: (body: unknown, init?: ReplyInit) => void
  readonly platform: readonly unknown[]
}

/** What an answer has besides its body. */
export interface ReplyInit {
  /** From 200 to 299; 200 unless given. */
  readonly status?: number | undefined
  readonly headers?: Readonly<Record<string, string>> | undefined
}

// A handler may return anything: it is awaited, and then ignored.
export type Handler<P> = (payload: P, context: Context) => unknown
export type AnyHandler<M> = (event: EventOf<M>, context: Context) => unknown
export type UnknownHandler = (event: UnknownEvent, context: Context) => unknown
/** Answers `'ack'` where it took the event: the sender then gets a 200 and not a 422. */
export type InvalidHandler = (
  event: InvalidEvent,
  context: Context,
  // biome-ignore lint/suspicious/noConfusingVoidType: a handler without a return statement is one
) => MaybePromise<'ack' | 'reject' | undefined | void>
/** Observes; nothing that it does changes the answer. */
export type ErrorHandler = (error: AnyWebhookError, context: Context | undefined) => unknown

/** Observes; it is not waited for, and nothing that it does changes the answer. */
export type DriftHandler = (drift: Drift) => unknown

export interface HandlerOptions {
  /**
   * How reports and the store of handled events call the handler; by default the function's own
   * name. With a store it must not change, or the handler runs again for what it has handled; and
   * where the store outlives the process, one handler of an event at most may have none.
   */
  readonly name?: string | undefined
  /** Unsubscribes when it aborts. */
  readonly signal?: AbortSignal | undefined
  /** Runs for one event and unsubscribes, whether it succeeds or not. */
  readonly once?: boolean | undefined
}

export type Unsubscribe = () => void
