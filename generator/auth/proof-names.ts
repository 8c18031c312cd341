/** Which headers and parameters a proof cannot do without, for the words of a refusal. */
import { partsOf } from './rules/leaves.js'
import type { Expr, Pick, ProofPlan } from './types.js'

/** One way in which a delivery may be proven: names of headers, and of parameters behind a `?`. */
export type Way = readonly string[]

/** Longer lists would help nobody, and every SDK would carry them. */
const MOST_WAYS = 8

/** The ways, each without the names that it can do without. */
export function waysOf(plan: ProofPlan): readonly Way[] {
  const parts = partsOf(plan)
  if (parts.length === 0) return [[...new Set(leafNames(plan))]]
  const all = parts.map(waysOf)
  const found = plan.kind === 'allOf' ? all.reduce(crossed, [[]]) : all.flat()
  return found.slice(0, MOST_WAYS)
}

function crossed(left: readonly Way[], right: readonly Way[]): readonly Way[] {
  return left.flatMap((a) => right.map((b) => [...new Set([...a, ...b])])).slice(0, MOST_WAYS)
}

function leafNames(plan: ProofPlan): readonly string[] {
  switch (plan.kind) {
    case 'signature': {
      const { contents, signature, timestamp } = plan
      // Of several variants none is needed for itself.
      const [content = [], ...others] = contents
      const signed = others.length === 0 ? content.flatMap(needed) : []
      const time = timestamp === undefined ? [] : picked(timestamp.pick)
      return [...picked(signature), ...time, ...signed]
    }
    case 'jwt':
      return picked(plan.token)
    case 'check':
      return plan.rule.test.kind === 'absent' ? [] : needed(plan.rule.value)
    case 'oauth2':
      return ['Authorization']
    case 'httpsig':
      return ['Signature-Input', 'Signature']
    default:
      return []
  }
}

function picked({ from }: Pick): readonly string[] {
  const [only = [], ...others] = from
  return others.length === 0 ? needed(only) : []
}

/** Optional parts aside. */
function needed(expr: Expr): readonly string[] {
  return expr.flatMap((part) => {
    if (part.kind !== 'placeholder' || part.arg === undefined) return []
    if (part.source === 'header') return [part.arg]
    return part.source === 'query' ? [`?${part.arg}`] : []
  })
}
