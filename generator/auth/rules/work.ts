/** Rule 5: how many signatures a single delivery can make the receiver compute. */
import type { Spot } from '../spot.js'
import type { ProofPlan } from '../types.js'
import { partsOf } from './leaves.js'

/** For each value of a secret: rotation multiplies it by two or three. */
const MAX_COMPUTATIONS = 16

export function checkWork(plan: ProofPlan, spot: Spot): void {
  const count = computations(plan)
  if (count <= MAX_COMPUTATIONS) return
  const message = `one delivery could ask for ${count} signatures to be computed: ${MAX_COMPUTATIONS} are the most`
  spot.error('ERR_PROOF_WORK', message, 'tell the variants apart with "switch"')
}

/** Of a switch only one case is looked at, and that is the one which costs most. */
function computations(plan: ProofPlan): number {
  if (plan.kind === 'signature') return plan.contents.length
  if (plan.kind === 'jwt') return plan.detached?.length ?? 1
  if (plan.kind === 'httpsig') return 1
  const each = partsOf(plan).map(computations)
  return plan.kind === 'switch' ? Math.max(0, ...each) : each.reduce((sum, one) => sum + one, 0)
}
