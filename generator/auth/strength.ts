/** Questions about what a proof is worth, whoever may choose among its parts. */
import { ALGORITHMS } from './algorithms.js'
import type { ProofPlan, SignaturePlan } from './types.js'
import { checkExpressions, secretsIn } from './uses.js'

/** Proofs of one strength may stand in for each other; the text names it for a message. */
export function strengthOf(plan: ProofPlan): string {
  switch (plan.kind) {
    case 'none':
      return 'nothing'
    case 'check':
      return isPublic(plan) ? 'a public value' : 'a token'
    case 'signature':
      return algorithmsOf(plan).every((name) => ALGORITHMS.get(name)?.weak === false)
        ? 'a signature'
        : 'a weak signature'
    case 'httpsig':
      return 'a signature'
    case 'transport':
      return isPublic(plan) ? 'a public value' : 'a connection'
    case 'custom':
      return `the function ${plan.name}`
    case 'jwt':
      return 'a signed token'
    case 'oauth2':
      return 'a token of the issuer'
    case 'allOf':
      return joined(plan.of, ' and ')
    case 'anyOf':
      return joined(plan.of, ' or ')
    case 'forEach':
      return strengthOf(plan.proof)
    case 'switch':
      return joined(branchesOf(plan), ' or ')
  }
}

/** Whether the proof can hold without proving anything: only for a consumer who accepts that. */
export function isUnsigned(plan: ProofPlan): boolean {
  return holds(plan, (leaf) => leaf.kind === 'none')
}

/** Whether the proof can hold without any secret: whoever knows the config can make it. */
export function isPublic(plan: ProofPlan): boolean {
  return holds(plan, (leaf) => {
    if (leaf.kind === 'check') return checkExpressions(leaf.rule).flatMap(secretsIn).length === 0
    if (leaf.kind === 'transport') return leaf.ip === undefined && leaf.clientCert === undefined
    if (leaf.kind === 'custom' || leaf.kind === 'httpsig') return false
    if (leaf.kind === 'jwt' || leaf.kind === 'oauth2') return false
    if (leaf.kind !== 'signature') return true
    return leaf.key === undefined && leaf.contents.flat().flatMap(secretsIn).length === 0
  })
}

/** Whether the event always comes out of a token, so that nothing reads the body of the request. */
export function isUnwrapped(plan: ProofPlan): boolean {
  if (plan.kind === 'allOf') return plan.of.some(isUnwrapped)
  if (plan.kind === 'anyOf') return plan.of.every(isUnwrapped)
  if (plan.kind === 'switch') return branchesOf(plan).every(isUnwrapped)
  return plan.kind === 'jwt' && plan.unwrap !== undefined
}

export function algorithmsOf({ algorithm }: SignaturePlan): readonly string[] {
  return typeof algorithm === 'string' ? [algorithm] : [...algorithm.map.values()]
}

/** What the weakest way through the combinators is: all parts of `allOf`, any part of the others. */
function holds(plan: ProofPlan, leafHolds: (leaf: ProofPlan) => boolean): boolean {
  if (plan.kind === 'allOf') return plan.of.every((part) => holds(part, leafHolds))
  if (plan.kind === 'anyOf') return plan.of.some((part) => holds(part, leafHolds))
  if (plan.kind === 'forEach') return holds(plan.proof, leafHolds)
  if (plan.kind === 'switch') return branchesOf(plan).some((part) => holds(part, leafHolds))
  return leafHolds(plan)
}

function branchesOf({ cases, otherwise }: Extract<ProofPlan, { kind: 'switch' }>) {
  return [...cases.map(({ proof }) => proof), ...(otherwise === undefined ? [] : [otherwise])]
}

function joined(plans: readonly ProofPlan[], word: string): string {
  return [...new Set(plans.map(strengthOf))].sort().join(word)
}
