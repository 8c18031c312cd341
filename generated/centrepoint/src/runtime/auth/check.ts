/** The `check` proof: one value of the delivery, compared in constant time. */
import type { MaybePromise } from '../crypto.js'
import type { Delivery, Head } from '../delivery.js'
import type { Proof, ProofContext } from '../proof.js'
import { accepted, invalid, missing } from './verdict.js'

export interface CheckRule {
  /** Whether the value is there at all; left out where the head cannot tell. */
  readonly isThere?: (head: Head) => boolean
  readonly holds: (delivery: Delivery, context: ProofContext) => MaybePromise<boolean>
}

export function check({ isThere, holds }: CheckRule): Proof {
  return {
    present: (head) => isThere === undefined || isThere(head),
    prepare: () => undefined,
    verify: async (delivery, context) => {
      if (await holds(delivery, context)) return accepted()
      if (isThere?.(delivery) === false)
        return missing('the value that proves the delivery is missing')
      return invalid('the value that proves the delivery is not the one expected')
    },
  }
}
