/** A proof that the consumer judges by a function of its own: types, and nothing that executes. */
import type { MaybePromise } from './crypto.js'
import type { Delivery } from './delivery.js'
import type { SecretSet } from './secrets.js'

export interface CustomContext {
  readonly secrets: SecretSet
  /** The receiver's clock, in milliseconds since the epoch. */
  readonly now: number
}

/** Accepts by `true` alone, or by naming the secret that matched. */
export type CustomVerdict = boolean | { readonly secretId: string }

/**
 * Judges a delivery, for instance by asking the provider. What is not accepted is refused. A throw,
 * whatever is thrown, and silence for `limits.callSeconds` mean that nobody could judge: the sender
 * gets a 503 and tries again.
 */
export type CustomProof = (
  delivery: Delivery,
  context: CustomContext,
) => MaybePromise<CustomVerdict>
