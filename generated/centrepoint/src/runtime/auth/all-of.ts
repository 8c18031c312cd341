/** The `allOf` combinator: every proof has to hold. */
import type { Accepted, Proof, Verdict } from '../proof.js'
import { accepted } from './verdict.js'

export function allOf(proofs: readonly Proof[]): Proof {
  return {
    present: (head) => proofs.every((proof) => proof.present(head)),
    configure: (options) => {
      for (const proof of proofs) proof.configure?.(options)
    },
    prepare: (secrets) => {
      for (const proof of proofs) proof.prepare(secrets)
    },
    verify: async (delivery, context): Promise<Verdict> => {
      let all: Accepted = accepted()
      for (const proof of proofs) {
        const verdict = await proof.verify(delivery, context)
        if (!verdict.accepted) return verdict
        all = { ...all, ...verdict, secretId: verdict.secretId ?? all.secretId }
      }
      return all
    },
  }
}
