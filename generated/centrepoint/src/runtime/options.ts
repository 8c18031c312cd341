/** What the consumer decides when it creates a receiver. */
import type { SecretInput, SecretInputs } from './secrets.js'

/** Where reports go; `console` is one. */
export interface Logger {
  readonly warn: (message: string, ...details: readonly unknown[]) => void
  readonly error: (message: string, ...details: readonly unknown[]) => void
}

export interface ReceiverOptions {
  /** The short form, for a scheme with one secret: the first scheme listed. */
  readonly secret?: SecretInput | undefined
  /** Secrets by name; they choose the scheme that takes them. */
  readonly secrets?: SecretInputs | undefined
  /** The chosen scheme by name, with its secrets; several only with `accept: 'any'`. */
  readonly auth?: Readonly<Record<string, SecretInputs | undefined>> | undefined
  /** `'any'`: one proof of several is enough, for the time of a migration. */
  readonly accept?: 'any' | undefined
  /** Takes deliveries that prove nothing, where the provider cannot sign. */
  readonly acceptUnsigned?: boolean | undefined
  readonly validation?: 'strict' | 'off' | undefined
  readonly limits?: { readonly bodyBytes?: number | undefined } | undefined
  /** In milliseconds since the epoch; `Date.now` by default. */
  readonly clock?: (() => number) | undefined
  /** Scheme, host and mount prefix under which the provider reaches the receiver. */
  readonly publicUrl?: string | undefined
  /**
   * Gets a line for each delivery that was refused or failed. Without one, and without an
   * `onError` handler, failures go to `console`: they must not vanish.
   */
  readonly logger?: Logger | undefined
}
