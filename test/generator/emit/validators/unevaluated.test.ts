/** What `unevaluated*` leaves alone, where the official test suite does not ask. */
import { expect, test } from 'vitest'
import type { Draft, JsonSchema, JsonValue } from '../../../../generator/schema/types.js'
import { definitionsOf, inputOf, runSchema, runValidators } from './harness.js'

type Row = readonly [
  name: string,
  schema: JsonSchema,
  valid: readonly JsonValue[],
  invalid: readonly JsonValue[],
]

const CLOSED = { unevaluatedProperties: false }

const rows: readonly Row[] = [
  [
    // Ajv's own code fails here with a TypeError when a payload comes.
    'patterns beside a choice',
    { ...CLOSED, patternProperties: { '^a': true }, anyOf: [{ properties: { b: true } }, true] },
    [{ a1: 1, b: 1 }, {}],
    [{ c: 1 }],
  ],
  [
    'a choice inside a condition',
    {
      ...CLOSED,
      if: { required: ['k'], anyOf: [{ properties: { k: { const: 1 } } }, { required: ['b'] }] },
      else: { properties: { e: true } },
    },
    [{ k: 1 }, { e: 1 }, {}],
    [
      { k: 1, b: 1 },
      { k: 2, b: 1 },
      { k: 1, e: 1 },
    ],
  ],
  [
    'a branch that is closed itself',
    {
      ...CLOSED,
      oneOf: [
        { ...CLOSED, properties: { a: { type: 'string' } }, required: ['a'] },
        { required: ['b'] },
      ],
    },
    [{ a: 'x' }],
    [{ a: 'x', c: 1 }, { b: 1 }],
  ],
  [
    'a member that every object inherits',
    {
      ...CLOSED,
      dependentSchemas: { constructor: { properties: { constructor: true, a: true } } },
    },
    [{ constructor: 1, a: 1 }, {}],
    [{ a: 1 }, { toString: 1 }],
  ],
  [
    'names that a schema demands of others',
    { properties: { a: true }, unevaluatedProperties: { type: 'string' } },
    [{ a: 1, b: 'x' }],
    [{ b: 1 }],
  ],
  [
    'items that one of several conditions finds',
    {
      unevaluatedItems: false,
      prefixItems: [true],
      allOf: [{ contains: { type: 'string' } }],
      anyOf: [{ minItems: 3, contains: { type: 'null' } }, true],
    },
    [
      [1, 'a'],
      [1, 'a', null],
      [1, 'a', 'b', null],
    ],
    [[1, null, 'a', 2], [1, 2, 'a'], [1]],
  ],
]

test.each(rows)('%s', async (_name, schema, valid, invalid) => {
  const { check, explain } = await runSchema(schema, '2020-12')
  expect(valid.map((value) => [value, check(value), explain(value)])).toEqual(
    valid.map((value) => [value, true, []]),
  )
  expect(invalid.map((value) => [value, check(value), explain(value).length > 0])).toEqual(
    invalid.map((value) => [value, false, true]),
  )
})

test('the error names the keyword, once for each member and once for a list', async () => {
  const { explain } = await runSchema({ ...CLOSED, unevaluatedItems: false }, '2020-12')
  const closed = { pointer: '', keyword: 'unevaluatedProperties' }
  expect(explain({ a: 1, b: 2 })).toMatchObject([closed, closed])
  expect(explain([1, 2])).toEqual([
    { pointer: '', keyword: 'unevaluatedItems', message: 'must NOT have more than 0 items' },
  ])
})

test('what a definition of an older draft sees counts', async () => {
  const drafts: Readonly<Record<string, Draft>> = { Event: '2020-12', Old: '07' }
  const definitions = definitionsOf({
    Event: { $ref: '#/definitions/Old', unevaluatedProperties: false, unevaluatedItems: false },
    Old: { properties: { a: true }, items: [true, true] },
  }).map((one) => ({ ...one, draft: drafts[one.identifier] ?? one.draft }))
  const check = (await runValidators(inputOf(definitions, ['Event']))).get('event')?.check
  expect([{ a: 1 }, [1, 2], { b: 1 }, [1, 2, 3]].map((value) => check?.(value))).toEqual([
    ...[true, true],
    ...[false, false],
  ])
})
