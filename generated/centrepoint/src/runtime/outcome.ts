/** What becomes of a delivery: types, and nothing that executes. */
import type { AnyWebhookError, PayloadInvalid } from './errors.js'
import type { EventOf, UnknownEvent } from './events.js'

/** What to send back. */
export interface Reply {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

/** The outcome of one delivery, and what the sender is told; of a batch the worst one. */
export type Receipt<M> =
  | {
      /** `ignored`: nobody handles it. */
      readonly outcome: 'handled' | 'ignored'
      readonly response: Reply
      readonly events: readonly EventOf<M>[]
      readonly error?: undefined
    }
  | {
      /**
       * `duplicate`: handled before. `stale`: a newer one was seen, and the receiver skips what is
       * older. `enqueued`: stored durably. `at-risk`: still being handled, for a sender that does
       * not try again.
       */
      readonly outcome: 'unknown' | 'duplicate' | 'stale' | 'enqueued' | 'at-risk'
      readonly response: Reply
      readonly events: readonly UnknownEvent[]
      readonly error?: undefined
    }
  | {
      readonly outcome: 'handshake'
      readonly response: Reply
      readonly handshake: string
      readonly events?: undefined
      readonly error?: undefined
    }
  | {
      /** The payload breaks its schema. Status 200 where `onInvalid` or a dead letter took it. */
      readonly outcome: 'invalid'
      readonly response: Reply
      readonly error: PayloadInvalid
      readonly events: readonly UnknownEvent[]
    }
  | {
      /** `rejected`: the sender's fault. `failed`: the receiver's own. `in-flight`: another attempt has it. */
      readonly outcome: 'rejected' | 'failed' | 'in-flight'
      readonly response: Reply
      readonly error: AnyWebhookError
      readonly events?: undefined
    }
  | {
      /** Handlers gave it up for good. */
      readonly outcome: 'given-up'
      readonly response: Reply
      readonly error: AnyWebhookError
      readonly events: readonly UnknownEvent[]
    }

/** A receipt whose event types only the consumer's side knows. */
export type AnyReceipt = Receipt<Record<string, unknown>>
