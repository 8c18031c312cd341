/** What the consumer decides when it creates a receiver. */
import type { MaybePromise } from './crypto.js'
import type { CustomProof } from './custom-proof.js'
import type { Head } from './delivery.js'
import type { HydrateOptions } from './hydration.js'
import type { LimitOptions } from './limits.js'
import type { SecretInput } from './secrets.js'
import type { SecretStore } from './store.js'
import type { TransportFacts, TrustedProxies } from './transport.js'

/** The platform's `fetch`, or one with its shape. */
export type Fetch = typeof globalThis.fetch

/** What a scheme takes besides secrets: where tokens are asked about, and what they must say. */
export type Setting =
  | string
  | number
  | readonly string[]
  | { readonly [name: string]: SecretInput | Setting | undefined }

/** What the consumer gives for a scheme, by name. */
export type SchemeInputs = Readonly<Record<string, SecretInput | Setting | undefined>>

/** The account that deliveries must be meant for, a list of them, or a judgement. */
export type AccountRule =
  | string
  | readonly string[]
  | ((account: string, head: Head) => MaybePromise<boolean>)

/** Where reports go; `console` is one. */
export interface Logger {
  readonly warn: (message: string, ...details: readonly unknown[]) => void
  readonly error: (message: string, ...details: readonly unknown[]) => void
}

export interface ReceiverOptions {
  /** The short form, for a scheme with one secret: the first scheme listed. */
  readonly secret?: SecretInput | undefined
  /** Secrets by name; they choose the scheme that takes them. */
  readonly secrets?: SchemeInputs | undefined
  /** The chosen scheme by name, with its secrets; several only with `accept: 'any'`. */
  readonly auth?: Readonly<Record<string, SchemeInputs | undefined>> | undefined
  /** `'any'`: one proof of several is enough, for the time of a migration. */
  readonly accept?: 'any' | undefined
  /** Takes deliveries that prove nothing, where the provider cannot sign. */
  readonly acceptUnsigned?: boolean | undefined
  readonly validation?: 'strict' | 'off' | undefined
  readonly limits?: LimitOptions | undefined
  /** In milliseconds since the epoch; `Date.now` by default. */
  readonly clock?: (() => number) | undefined
  /**
   * Tells what the platform knows of a request's connection, where the proof asks and no adapter
   * can tell. It is called with the request and what the platform passes beside it.
   */
  readonly transport?:
    | ((request: unknown, ...platform: readonly unknown[]) => TransportFacts)
    | undefined
  /** The proxies whose headers say how the sender connected to them. */
  readonly trustedProxies?: TrustedProxies | undefined
  /** The proofs that the consumer judges itself, by the names that the provider gives them. */
  readonly custom?: Readonly<Record<string, CustomProof>> | undefined
  /** Scheme, host and mount prefix under which the provider reaches the receiver. */
  readonly publicUrl?: string | undefined
  /** Refuses events that were signed for somebody else, where the provider says for whom. */
  readonly account?: AccountRule | undefined
  /** Keeps the secrets that the provider hands over. */
  readonly secretStore?: SecretStore | undefined
  /** How to answer handshakes that leave a choice: mode by name. */
  readonly handshakes?: Readonly<Record<string, string | undefined>> | undefined
  /** Sends the requests that the receiver makes itself; the platform's `fetch` by default. */
  readonly fetch?: Fetch | undefined
  /** How the provider's API knows who asks for what an event is about. */
  readonly hydrate?: HydrateOptions | undefined
  /**
   * Where keys are fetched from in place of the provider's own origin: its sandbox, or a server on
   * a loopback address in a test. From origin to origin, such as
   * `{ 'https://api.example.com': 'https://sandbox.example.com' }`.
   */
  readonly keyOrigins?: Readonly<Record<string, string>> | undefined
  /**
   * Gets a line for each delivery that was refused or failed. Without one, and without an
   * `onError` handler, failures go to `console`: they must not vanish.
   */
  readonly logger?: Logger | undefined
}
