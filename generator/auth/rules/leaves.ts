/** The proofs inside the combinators. */
import type { ProofPlan } from '../types.js'

/** The proofs that a combinator holds; none, where it is no combinator. */
export function partsOf(plan: ProofPlan): readonly ProofPlan[] {
  if (plan.kind === 'allOf' || plan.kind === 'anyOf') return plan.of
  if (plan.kind === 'forEach') return [plan.proof]
  if (plan.kind !== 'switch') return []
  return [
    ...plan.cases.map(({ proof }) => proof),
    ...(plan.otherwise === undefined ? [] : [plan.otherwise]),
  ]
}

/** Every proof that is no combinator. */
export function leavesOf(plan: ProofPlan): readonly ProofPlan[] {
  const parts = partsOf(plan)
  return parts.length === 0 ? [plan] : parts.flatMap(leavesOf)
}
