/** What each rule makes of a schema, as TypeScript. */
import { expect, test } from 'vitest'
import { emitPayloadTypes } from '../../../../generator/emit/payload-types.js'
import type { JsonSchema } from '../../../../generator/schema/types.js'
import { definitionsOf } from '../validators/harness.js'
import { typeErrors } from './compile.js'

/** The declaration of `Event` on one line, comments and the banner left out. */
async function print(schema: JsonSchema, others: Readonly<Record<string, JsonSchema>> = {}) {
  const [file] = await emitPayloadTypes({
    definitions: definitionsOf({ Event: schema, ...others }),
  })
  const text = String(file?.content).replace(/\/\*\*[\s\S]*?\*\//g, '')
  const declaration = /export (?:interface Event|type Event =) [\s\S]*?(?=\nexport |$)/.exec(
    text,
  )?.[0]
  return declaration
    ?.replace(/^export (?:interface|type) Event (?:= )?/, '')
    .replace(/\s+/g, ' ')
    .trim()
}

const ANY_OTHER = 'unknown[] | string | number | boolean | null'

type Row = readonly [rule: string, schema: JsonSchema, want: string]

const rows: readonly Row[] = [
  ['`{}` is unknown', {}, 'unknown'],
  ['`true` is unknown', true, 'unknown'],
  ['`false` is never', false, 'never'],
  ['an integer is a number', { type: 'integer' }, 'number'],
  ['several types are a union', { type: ['string', 'null'] }, '(string | null)'],
  ['nullable adds null beside a type', { type: 'string', nullable: true }, '(string | null)'],
  ['nullable without a type adds nothing', { nullable: true, const: 1 }, '1'],
  ['constants are literals', { const: { a: [1, null] } }, '{ a: [1, null] }'],
  ['enums are literals', { enum: ['a', 1, null, 'a'] }, '"a" | 1 | null'],
  ['a type leaves out the literals of other kinds', { type: 'string', enum: ['a', null] }, '"a"'],
  ['no literal of the type is left', { type: 'string', enum: [1] }, 'never'],
  ['an empty enum is never', { enum: [] }, 'never'],
  ['format and length say nothing', { type: 'string', format: 'date', minLength: 2 }, 'string'],
  ['not, if and contains say nothing', { not: { type: 'string' }, if: {}, else: false }, 'unknown'],
  ['a default is not a type', { default: 1 }, 'unknown'],
  ['any object', { type: 'object' }, '{ [k: string]: unknown }'],
  ['any list', { type: 'array' }, 'unknown[]'],
  ['items', { type: 'array', items: { type: ['string', 'null'] } }, '(string | null)[]'],
  ['no items', { type: 'array', items: false }, 'never[]'],
  [
    'required and optional members',
    { type: 'object', required: ['a'], properties: { a: { type: 'string' }, 'b-c': {} } },
    '({ a: string "b-c"?: unknown } & More)',
  ],
  [
    'a closed object has no index signature',
    { type: 'object', properties: { a: {} }, additionalProperties: false },
    '{ a?: unknown }',
  ],
  [
    'an index signature beside members is unknown',
    {
      type: 'object',
      properties: { a: { type: 'string' } },
      additionalProperties: { type: 'number' },
    },
    '{ a?: string [k: string]: unknown }',
  ],
  [
    'an index signature alone is exact',
    { type: 'object', additionalProperties: { type: 'number' } },
    '{ [k: string]: number }',
  ],
  [
    'patterns are an index signature',
    {
      type: 'object',
      patternProperties: { a: { type: 'number' }, b: { type: 'string' } },
      additionalProperties: false,
    },
    '{ [k: string]: number | string }',
  ],
  [
    'a name that is required and not declared',
    { type: 'object', required: ['a'] },
    '({ a: unknown } & More)',
  ],
  [
    'a name that is required and cannot be',
    { type: 'object', required: ['a'], properties: {}, additionalProperties: false },
    '{ a: never }',
  ],
  [
    'a property that can never be',
    { type: 'object', properties: { a: false } },
    '({ a?: never } & More)',
  ],
  [
    'an optional member that every object inherits',
    { type: 'object', properties: { constructor: { type: 'string' } } },
    '({ constructor?: unknown } & More)',
  ],
  [
    'a required member that every object inherits',
    { type: 'object', properties: { constructor: { type: 'string' } }, required: ['constructor'] },
    '({ constructor: string } & More)',
  ],
  [
    'without a type, other kinds pass',
    { properties: { a: { type: 'string' } } },
    `(({ a?: string } & More) | ${ANY_OTHER})`,
  ],
  [
    'unevaluatedProperties alone closes',
    { type: 'object', properties: { a: {} }, unevaluatedProperties: false },
    '{ a?: unknown }',
  ],
  [
    'unevaluatedProperties beside others says nothing',
    { type: 'object', unevaluatedProperties: false, anyOf: [{ properties: { a: {} } }] },
    '({ [k: string]: unknown } & { a?: unknown } & More)',
  ],
  ['a reference is a name', { $ref: '#/definitions/User' }, 'User'],
  [
    'siblings of a reference count',
    { $ref: '#/definitions/User', properties: { x: { type: 'string' } } },
    '({ x?: string } & More & User)',
  ],
  [
    'members of allOf know what the others allow',
    {
      allOf: [{ $ref: '#/definitions/User' }, { properties: { x: { const: 1 } }, required: ['x'] }],
    },
    '(User & { x: 1 } & More)',
  ],
  [
    'branches know the type around them',
    { type: 'string', anyOf: [{ minLength: 1 }, { pattern: 'a' }] },
    'string',
  ],
  [
    'anyOf and oneOf are unions',
    { oneOf: [{ type: 'string' }, { $ref: '#/definitions/User' }] },
    '(string | User)',
  ],
  ['a branch that takes anything', { anyOf: [{ type: 'string' }, {}] }, 'unknown'],
  [
    'required alone in branches',
    {
      type: 'object',
      properties: { a: {}, b: {} },
      anyOf: [{ required: ['a'] }, { required: ['b'] }],
    },
    '({ a?: unknown b?: unknown } & More & (({ a: unknown } & More) | ({ b: unknown } & More)))',
  ],
  ['a contradiction', { allOf: [{ type: 'string' }, { type: 'number' }] }, 'never'],
  [
    'a list that refers to itself',
    { type: 'array', items: { $ref: '#/definitions/Event' } },
    'Event[]',
  ],
  [
    'a closed tuple',
    {
      type: 'array',
      items: [{ type: 'string' }, { type: 'number' }],
      additionalItems: false,
      minItems: 2,
    },
    '[string, number]',
  ],
  [
    'an open tuple with optional places',
    { type: 'array', items: [{ type: 'string' }], additionalItems: { type: 'boolean' } },
    '[]|[string, ...(boolean)[]]',
  ],
]

const USER: JsonSchema = { type: 'object', properties: { id: {} }, additionalProperties: false }

test.each(rows)('%s', async (_rule, schema, want) => {
  expect(await print(schema, { User: USER })).toBe(want)
})

test('members that a schema allows in silence can be written, and cannot be read', async () => {
  const user = { type: 'object', properties: { name: { type: 'string' } }, required: ['name'] }
  const definitions = definitionsOf({
    Event: { ...user, properties: { ...user.properties, by: { $ref: '#/definitions/User' } } },
    User: user,
    Closed: { ...user, additionalProperties: false },
  })
  const [file] = await emitPayloadTypes({ definitions })
  const lines = [
    `export const event: Event = { name: 'a', more: 1, by: { name: 'b', more: [2] } }`,
    'export const read = ({ name, by }: Event): (string | undefined)[] => [name, by?.name]',
    `export const wrong: Event = { name: 1, more: 1 }`,
    `export const lacking: Event = { more: 1 }`,
    `export const closed: Closed = { name: 'a', more: 1 }`,
    'export const misspelt = (given: Event) => [given.nmae, given.by?.nmae]',
  ]
  const errors = await typeErrors(new Map([['types', [...lines, file?.content].join('\n')]]))
  expect(errors.map((error) => /ts:\d+ \w+ \S+/.exec(error)?.[0])).toEqual([
    "ts:3 Type 'number'",
    "ts:4 Type '{",
    'ts:5 Object literal',
    "ts:6 Property 'nmae'",
    "ts:6 Property 'nmae'",
  ])
})

test('prefixItems is the tuple of the newest draft', async () => {
  const schema = { type: 'array', prefixItems: [{ type: 'string' }], items: { type: 'boolean' } }
  const [file] = await emitPayloadTypes({
    definitions: definitionsOf({ Event: schema }, '2020-12'),
  })
  expect(file?.content).toContain('export type Event = []|[string, ...(boolean)[]]')
})

test('an enum of more than 2,000 values is the type of its values, and says so', async () => {
  const values = Array.from({ length: 2001 }, (_, index) => `value${index}`)
  const [file] = await emitPayloadTypes({ definitions: definitionsOf({ Event: { enum: values } }) })
  expect(file?.content).toContain('One of 2001 values, too many to list')
  expect(file?.content).toContain('export type Event = string\n')
})

test('4^12 combinations are an intersection of unions that the compiler takes', async () => {
  const facets = Array.from({ length: 12 }, (_, facet) => ({
    oneOf: [0, 1, 2, 3].map((value) => ({
      properties: { [`f${facet}`]: { const: value } },
      required: [`f${facet}`],
    })),
  }))
  const definitions = definitionsOf({ Event: { type: 'object', allOf: facets } })
  const [file] = await emitPayloadTypes({ definitions })
  const payload = JSON.stringify(Object.fromEntries(facets.map((_, facet) => [`f${facet}`, 3])))
  const use = `${file?.content}\nconst raw = ${payload} as const\nexport const event: Event = raw`
  expect(await typeErrors(new Map([['types', use]]))).toEqual([])
  expect(String(file?.content).length).toBeLessThan(10_000)
})

test('a thousand levels are a type that ends in unknown', async () => {
  let schema: JsonSchema = { type: 'string' }
  for (let level = 0; level < 1000; level++) schema = { type: 'object', properties: { c: schema } }
  const [file] = await emitPayloadTypes({ definitions: definitionsOf({ Event: schema }) })
  expect(file?.content).toContain('c?: unknown')
  expect(await typeErrors(new Map([['types', String(file?.content)]]))).toEqual([])
})
