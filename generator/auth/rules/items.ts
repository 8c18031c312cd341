/** Rule 4: an element is read where a `forEach` says of which list, and nowhere else. */
import { expressionsOf } from '../compile.js'
import type { Spot } from '../spot.js'
import type { Expr, ProofPlan } from '../types.js'
import { checkExpressions, placeholders } from '../uses.js'
import { partsOf } from './leaves.js'

export function checkItems(plan: ProofPlan, spot: Spot): void {
  const [item] = outside(plan)
    .flatMap(placeholders)
    .filter(({ source }) => source === 'item')
  if (item === undefined) return
  const message = `{item:${item.arg}} is read where there is no list`
  spot.error('ERR_ITEM', message, 'say of which list: "forEach": "/pointer"')
}

/** The expressions that stand in no `forEach`. */
function outside(plan: ProofPlan): readonly Expr[] {
  if (plan.kind === 'forEach') return []
  const parts = partsOf(plan)
  if (parts.length === 0) return expressionsOf(plan)
  const conditions = plan.kind === 'switch' ? plan.cases.flatMap(({ when }) => when) : []
  return [...conditions.flatMap(checkExpressions), ...parts.flatMap(outside)]
}
