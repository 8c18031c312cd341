/** The verdicts that proofs give. */
import type { Accepted, Refused } from '../proof.js'

export function accepted(secretId?: string | undefined): Accepted {
  return { accepted: true, secretId }
}

/** The proof is not there at all. */
export function missing(reason: string): Refused {
  return { accepted: false, code: 'ERR_PROOF_MISSING', reason }
}

/** The proof is there, and wrong. */
export function invalid(reason: string): Refused {
  return { accepted: false, code: 'ERR_PROOF_INVALID', reason }
}

/** The proof is right, and too old or too new. */
export function outOfRange(reason: string): Refused {
  return { accepted: false, code: 'ERR_TIMESTAMP_OUT_OF_RANGE', reason }
}
