/** Rule 4: a proof for each element is not for each element of each element. */
import type { Spot } from '../spot.js'
import type { ForEachPlan, ProofPlan } from '../types.js'
import { leavesOf, partsOf } from './leaves.js'

/** Reports what would mean two things, multiply the work, or not be what it looks like. */
export function checkForEach({ pointer, proof, readsElements }: ForEachPlan, spot: Spot): void {
  if (holdsForEach(proof)) {
    const message = 'a "forEach" within the proof of another'
    spot.error('ERR_FOR_EACH', message, 'prove each list by itself: two "forEach" in an "allOf"')
  } else if (!readsElements) {
    const message = `the proof reads nothing of the elements of "${pointer}": it proves the request, once for all of them`
    const hint =
      'where each element carries its own proof, read it by {item:/…}; where the list may be empty, leave "forEach" out'
    spot.at('forEach').warning('WARN_FOR_EACH', message, hint)
  } else if (leavesOf(proof).some((leaf) => leaf.kind === 'jwt' && leaf.unwrap !== undefined)) {
    const message = '"unwrap" within a "forEach": only one of several tokens could be the event'
    spot.error('ERR_FOR_EACH', message, 'prove the token beside the list: both in an "allOf"')
  }
}

function holdsForEach(plan: ProofPlan): boolean {
  return plan.kind === 'forEach' || partsOf(plan).some(holdsForEach)
}
