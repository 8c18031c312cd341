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
    } else if (family !== another) {
      complain(place, `"anyOf" between different kinds of signature: ${family}, and ${another}`)
    }
  }
}

function complain(spot: Spot, message: string): void {
  spot.error('ERR_ANY_OF', message, 'tell the variants apart with "switch"')
}

/** `hmac`, `rsa`: what the algorithms of a proof have in common. */
function familyOf(plan: ProofPlan): string {
  const names = leavesOf(plan).flatMap((leaf) => {
    return leaf.kind === 'signature' ? algorithmsOf(leaf) : []
  })
  const families = names.map((name) => name.split('-')[0])
  return [...new Set(families)].sort().join(' or ')
}
