/** What an expression may read, by where it stands: the code printed there has nothing else at hand. */
import { ExprError } from './expr-error.js'
import { filterRule } from './filters.js'
import type { Expr, Placeholder, Source } from './types.js'
import { placeholders } from './uses.js'

/**
 * `event`: what names an event. `pick`: where a signature or a time is taken from. `match`: which
 * requests a handshake answers. `answer`: its answer. `check` and `content`: what is proven.
 */
export type Position = 'event' | 'pick' | 'match' | 'answer' | 'check' | 'content'

interface Rule {
  /** Of the sources that do not lie in the delivery, those at hand. */
  readonly sources: readonly Source[]
  /** Whether the code may wait for a hash. */
  readonly mayHash: boolean
}

const CONTEXT: readonly Source[] = ['secret', 'now', 'var']

const RULES: Readonly<Record<Position, Rule>> = {
  event: { sources: [], mayHash: false },
  pick: { sources: [], mayHash: false },
  match: { sources: [], mayHash: false },
  answer: { sources: ['secret', 'now'], mayHash: false },
  check: { sources: ['secret', 'now'], mayHash: true },
  content: { sources: CONTEXT, mayHash: true },
}

/** @throws {ExprError} where the expression reads what there is not at its position */
export function checkPosition(expr: Expr, position: Position): void {
  for (const placeholder of placeholders(expr)) checkPlaceholder(placeholder, RULES[position])
}

function checkPlaceholder({ source, filters }: Placeholder, rule: Rule): void {
  if (CONTEXT.includes(source) && !rule.sources.includes(source)) {
    throw new ExprError(`the source "${source}" cannot be read here`)
  }
  const hash = filters.find((filter) => filterRule(filter).slow === true)
  if (hash !== undefined && !rule.mayHash) {
    throw new ExprError(`the filter "${hash.name}" cannot be used here`)
  }
}
