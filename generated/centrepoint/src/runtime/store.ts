/** What the consumer's store of captured secrets has to offer: types, and nothing that executes. */
import type { MaybePromise } from './crypto.js'
import type { SecretValues } from './secrets.js'

/** Keeps the secrets that providers hand over, by registration. */
export interface SecretStore {
  /** Whether a registration was asked for and is not complete: only then is a first secret taken. */
  readonly pending: (key: string) => MaybePromise<boolean>
  readonly get: (name: string, key: string) => MaybePromise<SecretValues | undefined>
  /**
   * Stores a value in the place of `replaces`, which is absent where there is to be none yet.
   * Anything but `true` says that something else is there, and that nothing was stored.
   */
  readonly put: (
    name: string,
    key: string,
    value: string,
    replaces?: string,
  ) => MaybePromise<boolean>
  /** Whether the subscription was ended: what still comes for it is answered with 410. */
  readonly ended?: (key: string) => MaybePromise<boolean>
}

/** A store that subscriptions can prepare for what will come. */
export interface RegistrationStore extends SecretStore {
  /** Marks a registration as pending; one that was ended begins anew. */
  readonly arm: (key: string) => MaybePromise<void>
  /** Takes back what `arm` did, where the registration did not come about. */
  readonly disarm: (key: string) => MaybePromise<void>
  /** Remembers that the subscription was ended. Its secrets stay, to know late deliveries by. */
  readonly end: (key: string) => MaybePromise<void>
}
