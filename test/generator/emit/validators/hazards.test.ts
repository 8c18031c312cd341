/** Schemas and payloads that break naive validators. */
import { describe, expect, test } from 'vitest'
import type { Draft, JsonSchema, JsonValue } from '../../../../generator/schema/types.js'
import { runSchema } from './harness.js'

type Row = readonly [
  name: string,
  schema: JsonSchema,
  valid: readonly unknown[],
  invalid: readonly unknown[],
]

/** JSON text, for `__proto__` in an object literal is not a member. */
function parse(text: string): unknown {
  return JSON.parse(text)
}

const HOSTILE = [
  'quote"s',
  "quote's",
  'back`tick',
  'line\u2028end',
  // biome-ignore lint/suspicious/noTemplateCurlyInString: it must not become a template.
  'dollar${1+1}',
  'back\\slash',
  '*/ process.exit(97) /*',
  'new\nline',
  '"];return true;//',
  'const err0 = {};if(vErrors === null){vErrors = [err0];}else {vErrors.push(err0);}errors++;',
  'self.errors = vErrors;\nreturn errors === 0;',
  'unit0',
  'constant0',
  '\u0000',
  '\ud800',
  'half 😀 \udc00',
]

const NAMES = ['errors', 'vErrors', 'instancePath', 'schema0', 'require', 'validate0', 'self']

function objectOf(names: readonly string[], value: JsonValue): JsonValue {
  return Object.fromEntries(names.map((name) => [name, value]))
}

const rows: readonly Row[] = [
  ['an empty schema', {}, [null, 1, {}, []], []],
  ['true', true, [null, {}], []],
  ['false', false, [], [null, {}]],
  [
    'names that objects inherit are no properties',
    {
      type: 'object',
      required: ['constructor', 'valueOf'],
      properties: { toString: { type: 'string' } },
    },
    [parse('{"constructor":1,"valueOf":2}')],
    [{}, { constructor: 1 }, parse('{"constructor":1,"valueOf":2,"toString":3}')],
  ],
  [
    'a member called hasOwnProperty is data',
    {
      type: 'object',
      required: ['hasOwnProperty'],
      additionalProperties: false,
      properties: { hasOwnProperty: {} },
    },
    [parse('{"hasOwnProperty":"x"}')],
    [{}, parse('{"hasOwnProperty":1,"x":1}')],
  ],
  [
    'a member called __proto__',
    // Sound: parsed JSON.
    parse(
      '{"type":"object","properties":{"__proto__":{"type":"string"}},"required":["__proto__"]}',
    ) as JsonSchema,
    [parse('{"__proto__":"x"}')],
    [{}, parse('{"__proto__":1}')],
  ],
  [
    'a constant with a member called __proto__',
    parse('{"const":{"__proto__":{"a":1}}}') as JsonSchema,
    [parse('{"__proto__":{"a":1}}')],
    [{}, parse('{"__proto__":{"a":2}}')],
  ],
  ['an empty enum', { enum: [] }, [], [null, 'a', {}]],
  ['equal members of an enum', { enum: ['a', 'a'] }, ['a'], ['b']],
  ['nullable beside a type', { type: 'string', nullable: true }, ['a', null], [1]],
  ['nullable without a type', { nullable: true, enum: ['a'] }, ['a'], [null]],
  ['nullable: false beside null', { type: ['string', 'null'], nullable: false }, ['a', null], [1]],
  ['a pattern that compiles only without u', { pattern: '^[\\w-.]+$' }, ['a-b.c'], ['a b']],
  ['a pattern that needs u', { pattern: '^\\p{L}+$' }, ['né'], ['1']],
  [
    'a pattern with slashes, quotes and backticks',
    { pattern: '^/"`\\$\\{x\\}\'/$' },
    // biome-ignore lint/suspicious/noTemplateCurlyInString: it must not become a template.
    ['/"`${x}\'/'],
    ['x'],
  ],
  ['length counts code points', { maxLength: 2, minLength: 2 }, ['😀😀', 'ab'], ['😀', '😀😀😀']],
  ['formats that every value has', { format: 'password', type: 'string' }, ['x'], [1]],
  ['a format of numbers', { format: 'int32' }, [1, 'x', 2 ** 31 - 1], [1.5, 2 ** 31]],
  ['text from the schema stays text', { enum: HOSTILE }, HOSTILE, ['quote', '3']],
  [
    'hostile names stay names',
    {
      type: 'object',
      required: HOSTILE,
      properties: objectOf(HOSTILE, { const: 1 }),
      additionalProperties: false,
    } as JsonSchema,
    [objectOf(HOSTILE, 1)],
    [{}, objectOf(HOSTILE, 2), { ...(objectOf(HOSTILE, 1) as object), x: 1 }],
  ],
  [
    'names of the emitted code stay names',
    {
      type: 'object',
      required: NAMES,
      properties: objectOf(NAMES, { anyOf: [{ type: 'null' }, { const: 1 }] }),
    } as JsonSchema,
    [objectOf(NAMES, 1), objectOf(NAMES, null)],
    [{}, objectOf(NAMES, 2)],
  ],
  [
    'a oneOf that two branches match',
    {
      oneOf: [
        { required: ['n'], properties: { n: { type: 'number' } } },
        { required: ['n'], properties: { n: { type: 'integer' } } },
      ],
      type: 'object',
    },
    [{ n: 1.5 }],
    [{ n: 1 }, {}],
  ],
  [
    'branches told apart by a property',
    {
      oneOf: [
        {
          type: 'object',
          required: ['t'],
          properties: { t: { const: 'a' }, a: { type: 'number' } },
        },
        { type: 'object', required: ['t'], properties: { t: { enum: ['b', 'constructor'] } } },
      ],
    },
    [{ t: 'a', a: 1 }, { t: 'b' }, { t: 'constructor' }],
    [{ t: 'a', a: 'x' }, { t: 'c' }, {}, null, [], { t: 1 }],
  ],
  [
    'no coercion, no defaults',
    { type: 'object', properties: { n: { type: 'number', default: 1 } } },
    [{}],
    [{ n: '5' }],
  ],
]

describe.each(['07', '2020-12'] as const)('draft %s', (draft: Draft) => {
  test.each(rows)('%s', async (_name, schema, valid, invalid) => {
    const { check, explain } = await runSchema(schema, draft)
    for (const payload of valid) {
      expect(check(payload), JSON.stringify(payload)).toBe(true)
      expect(explain(payload)).toEqual([])
    }
    for (const payload of invalid) {
      expect(check(payload), JSON.stringify(payload)).toBe(false)
      expect(explain(payload)).not.toEqual([])
    }
  })
})

test('validation changes no payload', async () => {
  const schema = { type: 'object', properties: { n: { type: 'number', default: 1 } } }
  const { check, explain } = await runSchema(schema)
  const payload = Object.freeze({ n: '5' })
  expect([check(payload), explain(payload).length, payload]).toEqual([false, 1, { n: '5' }])
})

test('draft 04 has its own meaning of exclusiveMinimum', async () => {
  const { check } = await runSchema({ minimum: 0, exclusiveMinimum: true }, '04')
  expect([check(0), check(0.1)]).toEqual([false, true])
})

test('an unknown format is not checked', async () => {
  const { check } = await runSchema({ type: 'object', properties: { id: { format: 'ulid' } } })
  expect(check({ id: '!' })).toBe(true)
})

test('a payload too deep for the stack throws and is not called valid', async () => {
  const schema = { type: 'object', properties: { c: { $ref: '#/definitions/Event' } } }
  const { check } = await runSchema(schema)
  let payload: object = {}
  for (let level = 0; level < 100_000; level++) payload = { c: payload }
  expect(() => check(payload)).toThrow(RangeError)
})
