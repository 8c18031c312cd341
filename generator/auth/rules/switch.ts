/** Rule 2: whoever sends picks the case of a `switch` too, so the weakest one is what it is worth. */
import type { Spot } from '../spot.js'
import { isPublic, strengthOf } from '../strength.js'
import type { ProofPlan, SwitchPlan } from '../types.js'
import { partsOf } from './leaves.js'

export function checkSwitch(plan: SwitchPlan, spot: Spot): void {
  const strengths = [...new Set(partsOf(plan).map(worthOf))]
  if (strengths.length < 2) return
  const message = `the sender chooses between proofs of different strength: ${strengths.join(', and ')}`
  const hint =
    'where a webhook is set up for one of them, make them "schemes": the consumer chooses'
  spot.warning('WARN_SWITCH', message, hint)
}

/** What anybody can make adds nothing to what stands beside it. */
function worthOf(plan: ProofPlan): string {
  if (plan.kind !== 'allOf') return strengthOf(plan)
  const secret = plan.of.filter((part) => !isPublic(part))
  const [only] = secret
  return only !== undefined && secret.length === 1 ? worthOf(only) : strengthOf(plan)
}
