/** What a durable queue has to offer: types, and nothing that executes. */
import type { MaybePromise } from './crypto.js'

/** Handles one envelope. Rejects where the engine has to try again, or give up. */
export type Consume = (envelope: string) => Promise<void>

/**
 * Hands deliveries from the receiver that took them to the one that handles them. Retries and dead
 * letters are the engine's; a `PermanentError` must not be tried again.
 */
export interface Queue {
  /** Resolves only once the engine has stored the envelope durably. */
  readonly enqueue: (envelope: string) => MaybePromise<unknown>
  /** Begins to hand over envelopes, each until `consume` resolves. */
  readonly work: (consume: Consume) => MaybePromise<unknown>
  /** Stops handing over, and waits for those that are under way. */
  readonly close: () => MaybePromise<unknown>
}
