/** What becomes of a delivery: types, and nothing that executes. */
import type { AnyWebhookError, PayloadInvalid } from './errors.js'
import type { EventOf, UnknownEvent } from './events.js'

/** What to send back. */
export interface Reply {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

/** The outcome of one delivery, and what the sender is told. */
export type Receipt<M> =
  | {
      readonly outcome: 'handled' | 'ignored'
      readonly response: Reply
      readonly events: readonly EventOf<M>[]
      readonly error?: undefined
    }
  | {
      readonly outcome: 'unknown'
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
      /** The payload breaks its schema. Status 200 where `onInvalid` took it. */
      readonly outcome: 'invalid'
      readonly response: Reply
      readonly error: PayloadInvalid
      readonly events: readonly UnknownEvent[]
    }
  | {
      /** `rejected`: the sender's fault. `failed`: the receiver's own. */
      readonly outcome: 'rejected' | 'failed'
      readonly response: Reply
      readonly error: AnyWebhookError
      readonly events?: undefined
    }
