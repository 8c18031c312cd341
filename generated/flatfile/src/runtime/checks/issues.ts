/** Collects what a payload breaks, and says it in words. Only `explain` modules import this. */

/** The facts of one broken rule, as far as its message needs them. */
export type Params = Readonly<Record<string, unknown>>

export interface Failure {
  /** JSON pointer into the payload. */
  readonly pointer: string
  readonly keyword: string
  readonly params: Params
}

/** A failure as the receiver shows it. */
export interface Explained {
  readonly pointer: string
  readonly keyword: string
  readonly message: string
}

/** Adds a failure; `null` stands for a list that is still empty. */
export function failed(
  failures: Failure[] | null,
  pointer = '',
  keyword = '',
  params: Params = {},
): Failure[] {
  const failure = { pointer, keyword, params }
  if (failures === null) return [failure]
  failures.push(failure)
  return failures
}

/** Puts the failures of a shared definition behind those found so far. */
export function joined(failures: Failure[] | null, others: readonly Failure[]): Failure[] {
  if (failures === null) return [...others]
  // A new list for each item of an array would be copied as often as there are items.
  for (const other of others) failures.push(other)
  return failures
}

/** The failures with their messages. They hold names and limits of the schema, no value of the payload. */
export function explained(failures: readonly Failure[] | null): readonly Explained[] {
  return (failures ?? []).map(({ pointer, keyword, params }) => ({
    pointer,
    keyword,
    message: describe(keyword, params),
  }))
}

function describe(keyword: string, params: Params): string {
  return MESSAGES.get(keyword)?.(params) ?? `must pass "${keyword}" keyword validation`
}

type Message = (params: Params) => string

const comparison: Message = ({ comparison, limit }) => `must be ${comparison} ${limit}`

function atLeast(things: string): Message {
  return ({ limit }) => `must NOT have fewer than ${limit} ${things}`
}

function atMost(things: string): Message {
  return ({ limit }) => `must NOT have more than ${limit} ${things}`
}

const dependency: Message = ({ property, depsCount, deps }) =>
  `must have ${depsCount === 1 ? 'property' : 'properties'} ${deps} when property ${property} is present`

const contains: Message = ({ minContains, maxContains }) =>
  maxContains === undefined
    ? `must contain at least ${minContains} valid item(s)`
    : `must contain at least ${minContains} and no more than ${maxContains} valid item(s)`

const MESSAGES: ReadonlyMap<string, Message> = new Map<string, Message>([
  ['additionalItems', atMost('items')],
  ['additionalProperties', () => 'must NOT have additional properties'],
  ['anyOf', () => 'must match a schema in anyOf'],
  ['const', () => 'must be equal to constant'],
  ['contains', contains],
  ['dependencies', dependency],
  ['dependentRequired', dependency],
  ['enum', () => 'must be equal to one of the allowed values'],
  ['exclusiveMaximum', comparison],
  ['exclusiveMinimum', comparison],
  ['false schema', () => 'boolean schema is false'],
  ['format', ({ format }) => `must match format "${format}"`],
  ['if', ({ failingKeyword }) => `must match "${failingKeyword}" schema`],
  ['items', atMost('items')],
  ['maxItems', atMost('items')],
  ['maxLength', atMost('characters')],
  ['maxProperties', atMost('properties')],
  ['maximum', comparison],
  ['minItems', atLeast('items')],
  ['minLength', atLeast('characters')],
  ['minProperties', atLeast('properties')],
  ['minimum', comparison],
  ['multipleOf', ({ multipleOf }) => `must be multiple of ${multipleOf}`],
  ['not', () => 'must NOT be valid'],
  ['oneOf', () => 'must match exactly one schema in oneOf'],
  ['pattern', ({ pattern }) => `must match pattern "${pattern}"`],
  ['propertyNames', () => 'property name must be valid'],
  ['required', ({ missingProperty }) => `must have required property '${missingProperty}'`],
  ['type', ({ type }) => `must be ${type}`],
  ['unevaluatedItems', atMost('items')],
  ['unevaluatedProperties', () => 'must NOT have unevaluated properties'],
  [
    'uniqueItems',
    ({ i, j }) => `must NOT have duplicate items (items ## ${j} and ${i} are identical)`,
  ],
])
