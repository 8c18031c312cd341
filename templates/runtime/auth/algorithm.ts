/** What a signature algorithm offers to the `signature` proof: types, and nothing that executes. */
import type { MaybePromise } from '../crypto.js'
import type { Delivery } from '../delivery.js'
import type { ProofContext } from '../proof.js'
import type { SecretSet } from '../secrets.js'

/** One way to read what was signed; undefined where a part of it is absent. */
export type Content = readonly Uint8Array[] | undefined

export interface Match {
  readonly secretId: string | undefined
}

/** What decides which key is meant, where there are several. */
export interface KeyRequest {
  readonly delivery: Delivery
  readonly context: ProofContext
}

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
