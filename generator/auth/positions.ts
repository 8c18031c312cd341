/** What an expression may read, by where it stands: the code printed there has nothing else at hand. */
import { ExprError } from './expr-error.js'
import { filterRule } from './filters.js'
import type { Expr, Placeholder, Source } from './types.js'
import { placeholders } from './uses.js'

/**
 * `event`: what names an event. `pick`: where a signature or a time is taken from. `prefix`: what a
 * signature in the body begins with. `match`: which requests a handshake answers. `guard` and
 * `answer`: what else it demands, and its answer. `check` and `content`: what is proven.
 * `constant`: the answer to what was refused. `later`: a confirmation that the consumer sends.
 * `api`: a request about subscriptions. `token`: what a token has to say. `key`: which key is
 * meant; `tokenKey` and `messageKey`: the same of a token, and of a message signature.
 * `acknowledge`: the answer to what is done.
 */
export type Position =
  | 'event'
  | 'pick'
  | 'prefix'
  | 'match'
  | 'guard'
  | 'answer'
  | 'check'
  | 'content'
  | 'acknowledge'
  | 'constant'
  | 'later'
  | 'api'
  | 'token'
  | 'key'
  | 'tokenKey'
  | 'messageKey'

interface Rule {
  /** Of the sources that do not lie in the delivery, those at hand. */
  readonly sources: readonly Source[]
  /** Whether the code may wait for a hash. */
  readonly mayHash: boolean
  /** Whether there is no delivery to read. */
  readonly isAlone?: true
}

const CONTEXT: readonly Source[] = [
  'jose',
  'jwt',
  'keyid',
  'secret',
  'now',
  'var',
  'captured',
  'let',
  'param',
  'item',
]

const RULES: Readonly<Record<Position, Rule>> = {
  event: { sources: ['jwt', 'item'], mayHash: false },
  pick: { sources: ['item'], mayHash: false },
  prefix: { sources: ['item', 'secret'], mayHash: false },
  match: { sources: [], mayHash: false },
  guard: { sources: ['secret', 'now', 'let'], mayHash: true },
  answer: { sources: ['secret', 'now', 'let', 'captured'], mayHash: true },
  check: { sources: ['secret', 'now', 'item'], mayHash: true },
  content: { sources: ['secret', 'now', 'var', 'item'], mayHash: true },
  acknowledge: { sources: ['secret', 'now'], mayHash: true },
  constant: { sources: [], mayHash: false, isAlone: true },
  later: { sources: ['captured'], mayHash: false, isAlone: true },
  api: { sources: ['param'], mayHash: false, isAlone: true },
  token: { sources: ['secret', 'now', 'jose', 'item'], mayHash: true },
  key: { sources: ['secret', 'item'], mayHash: false },
  tokenKey: { sources: ['secret', 'jose', 'item'], mayHash: false },
  messageKey: { sources: ['secret', 'keyid', 'item'], mayHash: false },
}

/** @throws {ExprError} where the expression reads what there is not at its position */
export function checkPosition(expr: Expr, position: Position): void {
  for (const placeholder of placeholders(expr)) checkPlaceholder(placeholder, RULES[position])
}

function checkPlaceholder({ source, filters }: Placeholder, rule: Rule): void {
  const isMissing = CONTEXT.includes(source) || rule.isAlone === true
  if (isMissing && !rule.sources.includes(source)) {
    throw new ExprError(`the source "${source}" cannot be read here`)
  }
  const keyed = filters.find(({ secret }) => secret !== undefined)
  if (keyed !== undefined && !rule.sources.includes('secret')) {
    throw new ExprError(`the filter "${keyed.name}" cannot be used here`)
  }
  const hash = filters.find((filter) => filterRule(filter).slow === true)
  if (hash !== undefined && !rule.mayHash) {
    throw new ExprError(`the filter "${hash.name}" cannot be used here`)
  }
}
