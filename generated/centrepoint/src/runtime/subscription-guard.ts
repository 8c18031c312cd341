/** Tells the sender when a subscription was ended, so that it stops. */
import type { Delivery } from './delivery.js'
import { ProofInvalid, SubscriptionEnded } from './errors.js'
import { callSecretStore } from './foreign-call.js'
import type { ProviderBase } from './provider.js'
import type { SecretStore } from './store.js'

export class SubscriptionGuard {
  readonly #keyOf: ProviderBase['subscription']
  readonly #store: SecretStore | undefined
  readonly #callSeconds: number | undefined

  constructor(provider: ProviderBase, store: SecretStore | undefined, callSeconds?: number) {
    this.#keyOf = provider.subscription
    this.#store = store
    this.#callSeconds = callSeconds
  }

  /**
   * Refuses what comes for a subscription that was ended. Called once the proof held: others do
   * not learn which ones there were.
   *
   * @throws {SubscriptionEnded} `ERR_SUBSCRIPTION_ENDED`
   * @throws {ProofInvalid} `ERR_PROOF_INVALID` where it names none, or two
   * @throws {SecretUnavailable} `ERR_SECRET_UNAVAILABLE` where the store fails or is late
   */
  async check(delivery: Delivery): Promise<void> {
    if (this.#store?.ended === undefined || this.#keyOf === undefined) return
    const key = this.#keyOf(delivery)
    if (key === undefined) {
      throw new ProofInvalid('the delivery does not say which subscription it came for')
    }
    if (await this.#isEnded(key)) throw new SubscriptionEnded('the subscription was ended')
  }

  async #isEnded(key: string): Promise<boolean> {
    return (await callSecretStore(() => this.#store?.ended?.(key), this.#callSeconds)) === true
  }
}
