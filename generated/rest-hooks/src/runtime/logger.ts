/** What the receiver logs: types, and nothing that executes. */
import type { ErrorCode } from './error-codes.js'
import type { LoggedCause } from './log-details.js'

/** Stable names: alerts may hang on them. */
export type LogEvent =
  /** Handled, ignored, unknown, a duplicate, stale, enqueued, or answered as a handshake. */
  | 'delivery.done'
  /** Refused: the sender's fault, or another attempt's turn. */
  | 'delivery.rejected'
  /** Failed on the receiver's side, or given up by a handler. */
  | 'delivery.failed'
  /** The first payload of an event that breaks its schema where nobody watches drift: handed over. */
  | 'payload.mismatch'
  /** Genuine, and nothing in it says which event it is: no handler of an event gets it. */
  | 'delivery.unnamed'
  /** Answered before it was handled, as the sender does not try again. */
  | 'delivery.at_risk'
  /** Answered with 503 at the deadline; its handlers still run. */
  | 'delivery.late'
  /** Handlers that went on after the answer have failed, or are done. */
  | 'delivery.late_failed'
  | 'delivery.late_done'
  /** An event went to the dead letters. */
  | 'dead_letter.stored'
  /** A handler was registered after the first delivery had come. */
  | 'handler.late'
  | 'receiver.closing'
  | 'receiver.closed'

/** What is said of it. Never a payload, a secret, a signature or the value of a header. */
export interface LogDetails {
  readonly provider: string
  readonly outcome?: string | undefined
  readonly code?: ErrorCode | undefined
  readonly message?: string | undefined
  /** Of the event. */
  readonly name?: string | undefined
  readonly id?: string | undefined
  readonly secretId?: string | undefined
  /** Whose delivery it is, once its proof held. */
  readonly tenant?: string | undefined
  /** Where a delivery came that failed or was refused, without the query; whoever sends chose it. */
  readonly path?: string | undefined
  /** What the error was caused by, the outermost first: as discreet as the code that threw it. */
  readonly cause?: readonly LoggedCause[] | undefined
}

/** Where log lines go; `console` is one. */
export interface Logger {
  readonly debug?: ((event: LogEvent, details: LogDetails) => void) | undefined
  readonly warn: (event: LogEvent, details: LogDetails) => void
  readonly error: (event: LogEvent, details: LogDetails) => void
}
