/** Rule 4: a proof for each element is not for each element of each element. */
import type { Spot } from '../spot.js'
import type { ProofPlan } from '../types.js'
import { partsOf } from './leaves.js'

/** Reports a `forEach` within the proof of another: `{item:…}` would mean two things, and the work multiply. */
export function checkForEach(proof: ProofPlan, spot: Spot): void {
  if (!holdsForEach(proof)) return
  const message = 'a "forEach" within the proof of another'
  spot.error('ERR_FOR_EACH', message, 'prove each list by itself: two "forEach" in an "allOf"')
}

function holdsForEach(plan: ProofPlan): boolean {
  return plan.kind === 'forEach' || partsOf(plan).some(holdsForEach)
}
