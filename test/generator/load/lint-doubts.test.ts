/** Tests of generator/load/lint-doubts.ts, through whole loads. */
import { expect, test } from 'vitest'
import type { JsonSchema } from '../../../generator/schema/types.js'
import { load } from './folder.js'

const OBJECT = { type: 'object', properties: { n: {} } }

const doubtful: [schema: JsonSchema, want: string][] = [
  [{ enum: [1, 'a', 1] }, 'WARN_ENUM_DOUBLE acme/a.json#/enum'],
  [{ enum: [{ a: [1] }, { a: [1] }] }, 'WARN_ENUM_DOUBLE acme/a.json#/enum'],
  [{ nullable: true, allOf: [{}] }, 'WARN_NULLABLE_IGNORED acme/a.json#/nullable'],
  [{ type: 'integer', default: 'seven' }, 'WARN_DEFAULT_TYPE acme/a.json#/default'],
  [{ type: ['null', 'object'], default: [] }, 'WARN_DEFAULT_TYPE acme/a.json#/default'],
  [{ oneOf: [OBJECT, OBJECT] }, 'WARN_ONE_OF_AMBIGUOUS acme/a.json#/oneOf'],
  [false, 'WARN_SCHEMA_IMPOSSIBLE acme/a.json#'],
  [{ event: 'paid', id: 'in_1', data: { n: 1 } }, 'WARN_SCHEMA_SAMPLE acme/a.json#'],
  [
    { $schema: 'http://json-schema.org/draft-07/schema#', fields: {}, name: 'a' },
    'WARN_SCHEMA_SAMPLE acme/a.json#',
  ],
]
test.each(doubtful)('%j', async (schema, want) => {
  const { codes } = await load({ 'a.json': JSON.stringify(schema) })
  expect(codes).toEqual([want])
})

const fine: JsonSchema[] = [
  { enum: [1, '1', [1], { a: 1 }, { a: 2 }] },
  { type: 'string', nullable: true },
  { type: ['null', 'integer'], default: null },
  { type: 'object', default: {} },
  { oneOf: [OBJECT, { ...OBJECT, required: ['n'] }] },
  { oneOf: [OBJECT, { type: 'string' }] },
  { allOf: [OBJECT], properties: { a: {} } },
  true,
  {},
  { title: 'Paid', description: 'An invoice was paid', 'x-owner': 'billing' },
  { fields: {}, $ref: '#/definitions/a', definitions: { a: {} } },
  { properties: { a: {} } },
  { not: { properties: { a: {} } } },
]
test.each(fine)('%j is no matter of doubt', async (schema) => {
  const { codes } = await load({ 'a.json': JSON.stringify(schema) })
  expect(codes).toEqual([])
})
