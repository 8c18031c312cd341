/** What becomes of events that will never succeed: types, and nothing that executes. */
import type { MaybePromise } from './crypto.js'
import type { Issue } from './validation.js'

/** An event that was given up. It holds no secret and no proof; its body may be personal data. */
export interface DeadLetter {
  readonly provider: string
  /** `permanent`: a handler threw a `PermanentError`. `invalid`: the payload breaks its schema. */
  readonly reason: 'permanent' | 'invalid'
  readonly name: string | undefined
  readonly id: string | undefined
  readonly secretId: string | undefined
  /** Whose delivery it is, where the receiver has tenants. */
  readonly tenant: string | undefined
  readonly receivedAt: Date
  /** The bytes of `ctx.raw`, without the fields of a form that a proof reads. */
  readonly raw: Uint8Array
  /** The first hundred broken rules, where the payload is invalid. */
  readonly issues: readonly Issue[]
  /** The handlers that gave up. */
  readonly handlers: readonly string[]
  /** What `receive` replays; absent where the receiver has no `envelope` key. */
  readonly envelope: string | undefined
}

export interface DeadLetterSink {
  /** Stores the letter. Where it rejects, the sender has to try again. */
  readonly put: (letter: DeadLetter) => MaybePromise<unknown>
  /** Whether events that break their schema are taken as well; not unless given. */
  readonly invalid?: boolean | undefined
}
