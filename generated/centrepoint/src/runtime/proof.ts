/** What every proof of a delivery looks like to the receiver: types, and nothing that executes. */
import type { Delivery, Head } from './delivery.js'
import type { ReceiverOptions } from './options.js'
import type { Remote } from './remote.js'
import type { SecretSet } from './secrets.js'

/** Which parts of a delivery a scheme's proof authenticates. */
export interface Coverage {
  /**
   * Whether no other body passes. It does where a token holds the event: the body of the request is
   * then read by nobody, and `ctx.raw` is what the token holds.
   */
  readonly body: boolean
  readonly timestamp: boolean
  readonly type: boolean
  readonly id: boolean
}

/** What a proof may look at besides the delivery. */
export interface ProofContext {
  readonly secrets: SecretSet
  /** The receiver's clock, in milliseconds since the epoch. */
  readonly now: number
  /** What the consumer decided; each receiver has its own. */
  readonly options?: ReceiverOptions | undefined
  /** How keys and tokens are asked for over the network; by the platform's means unless given. */
  readonly remote?: Remote | undefined
  /** What the consumer gave for the scheme besides secrets, as its `settings` read it. */
  readonly settings?: unknown
}

export interface Accepted {
  readonly accepted: true
  /** Which secret matched; absent where the proof has none. */
  readonly secretId: string | undefined
  /** The JSON text of the claims, where a token proved the delivery. */
  readonly claims?: Uint8Array
  /** The JSON text of the event, where the proof holds it and not the body. */
  readonly event?: Uint8Array
  /** What the sender signs once only, where a message signature bears it. */
  readonly nonce?: string
}

export type RefusalCode = 'ERR_PROOF_MISSING' | 'ERR_PROOF_INVALID' | 'ERR_TIMESTAMP_OUT_OF_RANGE'

export interface Refused {
  readonly accepted: false
  readonly code: RefusalCode
  /** For the receiver's own log. Names fields and rules; never a secret, a signature or a payload. */
  readonly reason: string
  /** Where no secret made the signature: whether one made it for another body. For messages alone. */
  readonly isSigned?: (body: Uint8Array) => Promise<boolean>
}

export type Verdict = Accepted | Refused

export interface Proof {
  /**
   * Whether the delivery carries the proof, judged by method, URL and headers alone: an unsigned
   * delivery is refused before its body is read. True where the proof lies in the body.
   */
  readonly present: (head: Head) => boolean
  /**
   * Finds, when the receiver is created, what the proof misses in the consumer's options.
   *
   * @throws {TypeError} where it cannot work with them
   */
  readonly configure?: (options: ReceiverOptions) => void
  /**
   * Imports the keys from the secrets, so that an unusable one is found when the receiver is
   * created and not when the first delivery comes.
   *
   * @throws {SecretInvalid} `ERR_SECRET_INVALID`
   */
  readonly prepare: (secrets: SecretSet) => void
  readonly verify: (delivery: Delivery, context: ProofContext) => Verdict | Promise<Verdict>
}
