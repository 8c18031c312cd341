/** Collects what a payload breaks, and says it in words. Only `explain` modules import this. */

/** The facts of one broken rule, as far as its message needs them. */
export type Params = Readonly<Record<string, unknown>>

/** A failure as the receiver shows it. */
export interface Explained {
  /** JSON pointer into the payload. */
  readonly pointer: string
  readonly keyword: string
  readonly message: string
}

/** A payload may break its rules in each item of a list as long as a body may be. */
const MOST_ISSUES = 100
/** Explanations end their loops where they have found as many (`generator/emit/validators/loops.ts`). */
const MOST_COUNTED = 10_000
/** Names come from the payload, and one may be as long as a body. */
const MOST_CHARACTERS = 4096

interface Failure {
  readonly pointer: string
  readonly keyword: string
  readonly params: Params
}

/** The failures found so far: all of them count, the first of them are kept. */
export class Failures {
  readonly #kept: Failure[] = []
  #length = 0

  get length(): number {
    return this.#length
  }

  /** Takes the last ones back, where a value that fails one branch of a union passes another. */
  set length(length: number) {
    this.#length = length
    if (this.#kept.length > length) this.#kept.length = length
  }

  get kept(): readonly Failure[] {
    return this.#kept
  }

  add(pointer: string, keyword: string, params: Params): void {
    this.#length++
    if (this.#kept.length < MOST_ISSUES) this.#kept.push({ pointer, keyword, params })
  }

  join(others: Failures): void {
    const free = MOST_ISSUES - this.#kept.length
    for (const failure of others.#kept.slice(0, free)) this.#kept.push(failure)
    this.#length += others.#length
  }
}

/** Adds a failure; `null` stands for a list that is still empty. */
export function failed(
  failures: Failures | null,
  pointer = '',
  keyword = '',
  params: Params = {},
): Failures {
  const list = failures ?? new Failures()
  list.add(pointer, keyword, params)
  return list
}

/** Puts the failures of a shared definition behind those found so far. */
export function joined(failures: Failures | null, others: Failures): Failures {
  const list = failures ?? new Failures()
  list.join(others)
  return list
}

/** The name of a property as a pointer has it. */
export function escaped(name: string): string {
  return name.replaceAll('~', '~0').replaceAll('/', '~1')
}

/** The failures with their messages. They hold names and limits of the schema, no value of the payload. */
export function explained(failures: Failures | null): {
  readonly issues: readonly Explained[]
  readonly count: number
} {
  if (failures === null) return { issues: [], count: 0 }
  const issues = failures.kept.map(({ pointer, keyword, params }) => ({
    pointer: shortened(pointer),
    keyword,
    message: describe(keyword, params),
  }))
  return { issues, count: Math.min(failures.length, MOST_COUNTED) }
}

/** A pointer that is too long leads to the innermost value around its own that it can lead to. */
function shortened(pointer: string): string {
  if (pointer.length <= MOST_CHARACTERS) return pointer
  return pointer.slice(0, pointer.lastIndexOf('/', MOST_CHARACTERS))
}

function describe(keyword: string, params: Params): string {
  return MESSAGES.get(keyword)?.(params) ?? `must pass "${keyword}" keyword validation`
}

type Message = (params: Params) => string

/** A name comes from the payload: without line breaks, and no longer than any that a schema has. */
const MOST_OF_NAME = 100

function named(text: string, name: unknown): string {
  if (typeof name !== 'string') return text
  const short = name.length > MOST_OF_NAME ? `${name.slice(0, MOST_OF_NAME)}…` : name
  return `${text}: ${JSON.stringify(short)}`
}

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
  [
    'additionalProperties',
    ({ additionalProperty }) => named('must NOT have additional properties', additionalProperty),
  ],
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
  ['propertyNames', ({ propertyName }) => named('property name must be valid', propertyName)],
  ['required', ({ missingProperty }) => `must have required property '${missingProperty}'`],
  ['type', ({ type }) => `must be ${type}`],
  ['unevaluatedItems', atMost('items')],
  [
    'unevaluatedProperties',
    ({ unevaluatedProperty }) => named('must NOT have unevaluated properties', unevaluatedProperty),
  ],
  [
    'uniqueItems',
    ({ i, j }) => `must NOT have duplicate items (items ## ${j} and ${i} are identical)`,
  ],
])
