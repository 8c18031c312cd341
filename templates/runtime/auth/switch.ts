/** The `switch` combinator: the first case whose conditions hold is binding. */
import type { MaybePromise } from '../crypto.js'
import type { Delivery } from '../delivery.js'
import type { Proof, ProofContext, Verdict } from '../proof.js'
import { missing } from './verdict.js'

export interface Case {
  readonly when: (delivery: Delivery, context: ProofContext) => MaybePromise<boolean>
  readonly proof: Proof
}

/** Without `otherwise`, a delivery that no case takes is refused. */
export function switchProof(cases: readonly Case[], otherwise?: Proof): Proof {
  const proofs = [
    ...cases.map(({ proof }) => proof),
    ...(otherwise === undefined ? [] : [otherwise]),
  ]
  return {
    present: (head) => proofs.some((proof) => proof.present(head)),
    configure: (options) => {
      for (const proof of proofs) proof.configure?.(options)
    },
    prepare: (secrets) => {
      for (const proof of proofs) proof.prepare(secrets)
    },
    verify: async (delivery, context): Promise<Verdict> => {
      // No second chance with another case: whoever sends could otherwise pick the weakest.
      for (const { when, proof } of cases) {
        if (await when(delivery, context)) return proof.verify(delivery, context)
      }
      return otherwise === undefined
        ? missing('the delivery is of none of the kinds that can be proven')
        : otherwise.verify(delivery, context)
    },
  }
}
