/** What the consumer gives as secrets, resolved for one delivery. */

/** One value of a secret; a rotating secret has several. */
export interface Secret {
  /** What `ctx.secretId` reports when this value matched. Never the value itself. */
  readonly id: string
  readonly value: string | Uint8Array
}

export interface SecretSet {
  /** Every value of the secret, in the order given; empty where an optional one was left out. */
  readonly get: (name: string) => readonly Secret[]
}
