/** Where in a delivery the tokens and signatures of a proof stand. */
import { partsOf } from './rules/leaves.js'
import type { CheckRule, Placeholder, ProofPlan } from './types.js'
import { placeholders } from './uses.js'

/** What proves by being there, unlike what is only signed by it. */
export function tokenPlaces(plan: ProofPlan): readonly Placeholder[] {
  const conditions = plan.kind === 'switch' ? plan.cases.flatMap(({ when }) => when) : []
  const own = partsOf(plan).length === 0 ? leafPlaces(plan) : partsOf(plan).flatMap(tokenPlaces)
  return [...conditions.flatMap(checkPlaces), ...own]
}

function leafPlaces(plan: ProofPlan): readonly Placeholder[] {
  if (plan.kind === 'check') return checkPlaces(plan.rule)
  if (plan.kind === 'oauth2') {
    return [{ kind: 'placeholder', source: 'header', arg: 'authorization', filters: [] }]
  }
  if (plan.kind === 'signature') return plan.signature.from.flatMap(placeholders)
  return plan.kind === 'jwt' ? plan.token.from.flatMap(placeholders) : []
}

/** What is compared with a secret, or with what a secret makes of the body. */
function checkPlaces({ value, test }: CheckRule): readonly Placeholder[] {
  if (test.kind !== 'oneOf') return []
  const all = [value, ...test.of].flatMap(placeholders)
  return all.some(isSecret) ? all.filter((part) => !isSecret(part)) : []
}

function isSecret({ source, filters }: Placeholder): boolean {
  return source === 'secret' || filters.some(({ secret }) => secret !== undefined)
}
