/** What a signature algorithm offers to the proofs that sign: types, and nothing that executes. */
import type { MaybePromise } from '../crypto.js'
import type { Delivery } from '../delivery.js'
import type { ProofContext } from '../proof.js'
import type { SecretSet } from '../secrets.js'

/** One way to read what was signed; undefined where a part of it is absent. */
export type Content = readonly Uint8Array[] | undefined

export interface Match {
  readonly secretId: string | undefined
}

/** What decides which key is meant, where there are several. Anybody could have written it until the signature holds. */
export interface KeyRequest {
  readonly delivery: Delivery
  readonly context: KeyContext
}

export interface KeyContext extends ProofContext {
  /** The header of the token that is on trial. */
  readonly jose?: {
    readonly value: Readonly<Record<string, unknown>>
    readonly source: Uint8Array
  }
  /** The key that the message signature on trial names. */
  readonly keyId?: string | undefined
}

/** Reads the id of a key from a delivery; undefined where it names none. */
export type KeyIdReader = (delivery: Delivery, context: KeyContext) => string | undefined

export interface Algorithm {
  /** Imports the keys. @throws {SecretInvalid} `ERR_SECRET_INVALID` */
  readonly prepare: (secrets: SecretSet) => void
  /** The secret whose signature of one of the contents is among the candidates. */
  readonly match: (
    secrets: SecretSet,
    contents: readonly Content[],
    candidates: readonly Uint8Array[],
    request: KeyRequest,
  ) => MaybePromise<Match | undefined>
}

/** The one algorithm of a scheme, or the choice among those that its sender may name. */
export type AlgorithmChoice =
  | Algorithm
  | {
      readonly all: readonly Algorithm[]
      readonly choose: (delivery: Delivery) => Algorithm | undefined
    }
