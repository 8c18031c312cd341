/** Tests of generator/load/meta.ts and meta-issues.ts. */
import { describe, expect, test } from 'vitest'
import { checkAgainstMeta } from '../../../generator/load/meta.js'
import { DRAFTS, type Draft, type JsonValue } from '../../../generator/schema/types.js'

const TYPES = 'one of "array", "boolean", "integer", "null", "number", "object", "string"'

test.each(DRAFTS)('draft %s: each violation once, where it is', async (draft) => {
  const schema = {
    type: 'objekt',
    properties: { x: { type: 'str', minLength: '3' }, y: { items: { type: 'q' } } },
    required: 'id',
  }
  expect(await checkAgainstMeta(schema, draft)).toEqual([
    { pointer: '/properties/x/minLength', message: '"minLength" must be an integer' },
    { pointer: '/properties/x/type', message: `"type" must be ${TYPES} or an array` },
    { pointer: '/properties/y/items/type', message: `"type" must be ${TYPES} or an array` },
    { pointer: '/required', message: '"required" must be an array' },
    { pointer: '/type', message: `"type" must be ${TYPES} or an array` },
  ])
})

describe('sentences', () => {
  const cases: [schema: JsonValue, draft: Draft, pointer: string, message: string][] = [
    [{ properties: [{ name: 'x' }] }, '2020-12', '/properties', '"properties" must be an object'],
    [{ items: 5 }, '07', '/items', '"items" must be an object or a boolean or an array'],
    [{ type: ['string', 'x'] }, '07', '/type/1', `item 1 of "type" must be ${TYPES}`],
    [
      { type: ['string', 'string'] },
      '07',
      '/type',
      '"type" must NOT have duplicate items (items ## 0 and 1 are identical)',
    ],
    [{ multipleOf: 0 }, '07', '/multipleOf', '"multipleOf" must be > 0'],
    [{ anyOf: [{ type: 3 }] }, '2019-09', '/anyOf/0/type', `"type" must be ${TYPES} or an array`],
    [{ anyOf: [{}, 4] }, '2020-12', '/anyOf/1', 'item 1 of "anyOf" must be an object or a boolean'],
    [{ dependencies: { a: 5 } }, '04', '/dependencies/a', '"a" must be an object or an array'],
    [
      { additionalProperties: 3 },
      '04',
      '/additionalProperties',
      '"additionalProperties" must be a boolean or an object',
    ],
    [{ required: [] }, '04', '/required', '"required" must NOT have fewer than 1 items'],
    [{ exclusiveMinimum: true }, '06', '/exclusiveMinimum', '"exclusiveMinimum" must be a number'],
    [{ $id: 'a#b' }, '2020-12', '/$id', '"$id" must match pattern "^[^#]*#?$"'],
    [true, '04', '', 'the schema must be an object'],
    [{ enum: 5 }, '07', '/enum', '"enum" must be an array'],
    [{ enum: [] }, '04', '/enum', '"enum" must NOT have fewer than 1 items'],
  ]
  test.each(cases)('%j in draft %s', async (schema, draft, pointer, message) => {
    expect(await checkAgainstMeta(schema, draft)).toEqual([{ pointer, message }])
  })
})

const valid: [schema: JsonValue, draft: Draft][] = [
  [{ minimum: 0, exclusiveMinimum: true, id: 'x' }, '04'],
  [{ required: [], enum: [], $id: 'check_run$created' }, '07'],
  [{ enum: [1, 1] }, '06'],
  [{ not: { enum: [] } }, '07'],
  [{ items: [{}], additionalItems: false }, '2019-09'],
  [{ prefixItems: [true], pattern: '(?i)x', nullable: true, 'x-y': [1] }, '2020-12'],
]
test.each(valid)('%j is valid in draft %s', async (schema, draft) => {
  expect(await checkAgainstMeta(schema, draft)).toEqual([])
})
