/** Rule 2: whoever sends picks the branch of an `anyOf`, so all of them have to be worth the same. */
import type { Spot } from '../spot.js'
import { algorithmsOf, strengthOf } from '../strength.js'
import type { ProofPlan } from '../types.js'
import { leavesOf } from './leaves.js'

export function checkAnyOf([first, ...others]: readonly ProofPlan[], spot: Spot): void {
  if (first === undefined) return
  for (const [index, other] of others.entries()) {
    const place = spot.at(index + 1)
    const [wanted, given] = [strengthOf(first), strengthOf(other)]
    const [family, another] = [familyOf(first), familyOf(other)]
    if (given !== wanted) {
      complain(place, `"anyOf" between proofs of different strength: ${wanted}, and ${given}`)
    } else if (family !== another && !isToldByKey(first, other)) {
      complain(place, `"anyOf" between different kinds of signature: ${family}, and ${another}`)
    }
  }
}

function complain(spot: Spot, message: string): void {
  spot.error('ERR_ANY_OF', message, 'tell the variants apart with "switch"')
}

/** Whether no key serves both proofs: then the consumer's secret picks the branch, and no sender. */
function isToldByKey(first: ProofPlan, other: ProofPlan): boolean {
  const [a, b] = [prefixesOf(first), prefixesOf(other)]
  if (a === undefined || b === undefined) return false
  return (a.only ?? b.only) !== undefined && (a.only === b.except || a.except === b.only)
}

function prefixesOf(plan: ProofPlan) {
  return plan.kind === 'signature' && plan.key?.kind === 'secret' ? plan.key : undefined
}

/** `hmac`, `rsa`: what the algorithms of a proof have in common. */
function familyOf(plan: ProofPlan): string {
  const families = leavesOf(plan)
    .flatMap(namesOf)
    .map((name) => FAMILIES[name.slice(0, 2)] ?? name.split('-')[0])
  return [...new Set(families)].sort().join(' or ')
}

/** The algorithms of tokens, by how RFC 7518 begins their names. */
const FAMILIES: Readonly<Record<string, string>> = {
  HS: 'hmac',
  RS: 'rsa',
  PS: 'rsa',
  ES: 'ecdsa',
  Ed: 'ed25519',
}

function namesOf(leaf: ProofPlan): readonly string[] {
  if (leaf.kind === 'signature') return algorithmsOf(leaf)
  if (leaf.kind === 'jwt') return leaf.algorithms
  return leaf.kind === 'httpsig' ? leaf.algorithms.map(([, own]) => own) : []
}
