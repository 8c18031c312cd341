/** Seeded schemas: mostly such as a provider could publish, some wrong, all small. */
import * as fc from 'fast-check'
import {
  DRAFTS,
  type Draft,
  type JsonSchema,
  type JsonValue,
} from '../../generator/schema/types.js'

/** What members are called: few names, so that payloads hit them; some that break careless code. */
export const NAMES = [
  'a',
  'b',
  'c',
  'a-b',
  'constructor',
  'toString',
  '$ref',
  '',
  '0',
  'é',
  '"',
  '*/',
]

const DEFINITIONS = ['a', 'Array', '__proto__'] as const

const TYPES = ['array', 'boolean', 'integer', 'null', 'number', 'object', 'string'] as const

const TEXTS = [
  '',
  'a',
  'ab',
  'A1',
  '\u{1f600}',
  '2020-01-01',
  '2020-01-01T00:00:00Z',
  '*/',
  `\`\${1}\``,
]

const PATTERNS = ['^a', 'b$', '^[a-z]*$', '\\d', '^\\p{L}+$', '[\\w-.]', '^.{2}$', '/`"']

const FORMATS = ['date', 'date-time', 'email', 'uri', 'uuid', 'ipv4', 'hostname', 'regex', 'nope']

const small = fc.integer({ min: 0, max: 3 })

/** Any payload: of the names, texts and numbers that the schemas speak of. */
export const payloads: fc.Arbitrary<JsonValue> = fc.letrec<{ value: JsonValue }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3, depthSize: 'small' },
    fc.constantFrom<JsonValue>(
      null,
      true,
      false,
      -1,
      0,
      0.07,
      0.3,
      1,
      1.5,
      2,
      3,
      4,
      19.99,
      ...TEXTS,
    ),
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(fc.constantFrom(...NAMES), tie('value'), { maxKeys: 4, noNullPrototype: true }),
  ),
})).value

const scalars = fc.constantFrom<JsonValue>(null, true, -1, 0, 1, 1.5, 2, 'a', 'ab', '', '*/')

type Members = Readonly<Record<string, fc.Arbitrary<JsonValue>>>

/** Keywords that make a schema of any draft, given schemas for inside. */
function keywords(inner: fc.Arbitrary<JsonValue>): Members {
  const map = (keys: readonly string[]) =>
    fc.dictionary(fc.constantFrom(...keys), inner, { maxKeys: 3, noNullPrototype: true })
  const list = fc.array(inner, { minLength: 1, maxLength: 3 })
  // Ajv takes the missing member called "" for none at all where it keeps no errors.
  const named = NAMES.filter((name) => name !== '')
  const texts = fc.uniqueArray(fc.constantFrom(...named), { minLength: 1, maxLength: 2 })
  return {
    type: fc.oneof(
      fc.constantFrom(...TYPES),
      fc.uniqueArray(fc.constantFrom(...TYPES), { minLength: 1, maxLength: 3 }),
    ),
    enum: fc.uniqueArray(scalars, { minLength: 1, maxLength: 4 }),
    properties: map(NAMES),
    patternProperties: map(['^a', '[bc]$', '\\d']),
    additionalProperties: inner,
    required: texts,
    minProperties: small,
    maxProperties: small,
    minItems: small,
    maxItems: small,
    uniqueItems: fc.boolean(),
    minLength: small,
    maxLength: small,
    pattern: fc.constantFrom(...PATTERNS),
    format: fc.constantFrom(...FORMATS),
    minimum: fc.integer({ min: -1, max: 2 }),
    maximum: fc.integer({ min: 0, max: 3 }),
    multipleOf: fc.constantFrom(1, 2, 0.5, 0.1, 0.01),
    allOf: list,
    anyOf: list,
    oneOf: list,
    not: inner,
    description: fc.constantFrom('*/ x', '@ts-nocheck', `\`\${1}\``, 'plain'),
    default: scalars,
  }
}

function newer(draft: Draft, inner: fc.Arbitrary<JsonValue>): Members {
  const list = fc.array(inner, { minLength: 1, maxLength: 3 })
  const isOld = draft === '04' || draft === '06' || draft === '07'
  const names = fc.constantFrom(...NAMES)
  const lists = draft === '2020-12' ? { prefixItems: list, items: inner } : {}
  const since2019 = isOld
    ? {}
    : {
        dependentRequired: fc.dictionary(names, fc.uniqueArray(names, { maxLength: 2 }), {
          maxKeys: 2,
          noNullPrototype: true,
        }),
        dependentSchemas: fc.dictionary(names, inner, { maxKeys: 2, noNullPrototype: true }),
        minContains: small,
        maxContains: small,
      }
  const since06 =
    draft === '04'
      ? { exclusiveMinimum: fc.boolean() }
      : {
          const: fc.oneof(scalars, payloads),
          contains: inner,
          propertyNames: inner,
          exclusiveMinimum: small,
        }
  const since07 =
    draft === '04' || draft === '06'
      ? {}
      : Object.fromEntries(['if', 'then', 'else'].map((keyword) => [keyword, inner]))
  const before2020 =
    draft === '2020-12' ? {} : { items: fc.oneof(inner, list), additionalItems: inner }
  return { ...since06, ...since07, ...since2019, ...before2020, ...lists }
}

/** One in thirty schemas has a keyword that its draft does not allow so. */
const wrong: Members = {
  type: fc.constantFrom<JsonValue>('strnig', 1, []),
  required: fc.constantFrom<JsonValue>('a', [1]),
  properties: fc.constantFrom<JsonValue>([], 'a', { a: 1 }),
  pattern: fc.constantFrom<JsonValue>('(', 'a++', 1),
  $ref: fc.constantFrom<JsonValue>('#/nowhere', 'no.json', 'https://x.example/', '#', 1),
  minLength: fc.constantFrom<JsonValue>(-1, '1'),
  enum: fc.constantFrom<JsonValue>([], 'a'),
  allOf: fc.constantFrom<JsonValue>([], {}),
  nullable: fc.constant(true),
  tsType: fc.constant('string}; declare const pwn: {x:number'),
}

function schemaOf(draft: Draft, depth: number): fc.Arbitrary<JsonValue> {
  const leaf: fc.Arbitrary<JsonValue> =
    draft === '04' ? fc.constant({}) : fc.constantFrom(true, false, {})
  if (depth === 0) return leaf
  const inner = schemaOf(draft, depth - 1)
  const store = draft === '2020-12' || draft === '2019-09' ? '$defs' : 'definitions'
  const reference = fc
    .constantFrom(...DEFINITIONS)
    .map((name): JsonValue => ({ $ref: `#/${store}/${name}` }))
  const own = { ...keywords(inner), ...newer(draft, inner) }
  return fc.oneof(
    { weight: 2, arbitrary: leaf },
    { weight: 4, arbitrary: reference },
    { weight: 24, arbitrary: someOf(own, 3) },
    { weight: 1, arbitrary: someOf({ ...own, ...wrong }, 4) },
  )
}

/** An object with up to `most` of the members. */
function someOf(members: Members, most: number): fc.Arbitrary<JsonValue> {
  const keys = Object.keys(members)
  return fc
    .uniqueArray(fc.constantFrom(...keys), { minLength: 1, maxLength: most })
    .chain((chosen) =>
      fc.record(Object.fromEntries(chosen.map((key) => [key, members[key] ?? fc.constant(true)])), {
        noNullPrototype: true,
      }),
    )
}

/** A schema of an event, and some payloads. */
export interface FuzzCase {
  readonly draft: Draft
  readonly schema: JsonSchema
  readonly payloads: readonly JsonValue[]
}

const URIS: Readonly<Record<Draft, string>> = {
  '04': 'http://json-schema.org/draft-04/schema#',
  '06': 'http://json-schema.org/draft-06/schema#',
  '07': 'http://json-schema.org/draft-07/schema#',
  '2019-09': 'https://json-schema.org/draft/2019-09/schema',
  '2020-12': 'https://json-schema.org/draft/2020-12/schema',
}

export const fuzzCases: fc.Arbitrary<FuzzCase> = fc.oneof(...DRAFTS.map(casesOf))

function casesOf(draft: Draft): fc.Arbitrary<FuzzCase> {
  const store = draft === '2020-12' || draft === '2019-09' ? '$defs' : 'definitions'
  const inner = schemaOf(draft, 2)
  const definitions = fc
    .tuple(...DEFINITIONS.map(() => inner))
    .map((schemas) => Object.fromEntries(DEFINITIONS.map((name, at) => [name, schemas[at] ?? {}])))
  return fc.record({
    draft: fc.constant(draft),
    schema: fc
      .tuple(someOf({ ...keywords(inner), ...newer(draft, inner) }, 5), definitions)
      .map(([own, known]) => ({ $schema: URIS[draft], ...Object(own), [store]: known })),
    payloads: fc.array(payloads, { minLength: 12, maxLength: 12 }),
  })
}
