/** The `anyOf` combinator: one of several equivalent proofs has to hold. */
import { SecretInvalid } from '../errors.js'
import type { Proof, Verdict } from '../proof.js'
import type { SecretSet } from '../secrets.js'
import { missing } from './verdict.js'

export interface Branch {
  /** Every secret that the branch needs: without one of them the branch drops out. */
  readonly secrets: readonly string[]
  readonly proof: Proof
}

export function anyOf(branches: readonly Branch[]): Proof {
  return {
    present: (head) => branches.some(({ proof }) => proof.present(head)),
    configure: (options) => {
      for (const { proof } of branches) proof.configure?.(options)
    },
    prepare: (secrets) => {
      const left = remaining(branches, secrets)
      if (left.length > 0) for (const { proof } of left) proof.prepare(secrets)
      else throw new SecretInvalid(`give at least one of ${namesOf(branches)}`)
    },
    verify: async (delivery, context): Promise<Verdict> => {
      let refusal: Verdict = missing('the delivery carries none of the proofs')
      const left = remaining(branches, context.secrets)
      // Nobody of that name: as much work as for somebody, as the time of a refusal must not say
      // who exists. Nothing is accepted.
      const isNobody = left.length === 0
      for (const { proof } of isNobody ? branches : left) {
        const verdict = await proof.verify(delivery, context)
        if (verdict.accepted && !isNobody) return verdict
        if (!verdict.accepted && verdict.code !== 'ERR_PROOF_MISSING') refusal = verdict
      }
      return refusal
    },
  }
}

function remaining(branches: readonly Branch[], secrets: SecretSet): readonly Branch[] {
  return branches.filter((branch) => branch.secrets.every((name) => secrets.get(name).length > 0))
}

function namesOf(branches: readonly Branch[]): string {
  return [...new Set(branches.flatMap(({ secrets }) => secrets))].join(', ')
}
