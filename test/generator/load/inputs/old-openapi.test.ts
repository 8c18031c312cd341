/** Schemas of OpenAPI 3.0, put into draft 2020-12: null, limits, and what is left alone. */
import { expect, test } from 'vitest'
import { modernise } from '../../../../generator/load/inputs/old-openapi.js'
import type { JsonValue } from '../../../../generator/schema/types.js'
import { load } from '../folder.js'

const NULL = { type: 'null' }

const cases: [name: string, schema: JsonValue, want: JsonValue][] = [
  ['a type', { type: 'string', nullable: true }, { type: ['string', 'null'] }],
  ['not nullable', { type: 'string', nullable: false }, { type: 'string' }],
  [
    'an enum lets null in as well',
    { type: 'string', nullable: true, enum: ['a'] },
    { type: ['string', 'null'], enum: ['a', null] },
  ],
  [
    'an enum that has null already',
    { type: 'string', nullable: true, enum: ['a', null] },
    { type: ['string', 'null'], enum: ['a', null] },
  ],
  [
    'a reference',
    { nullable: true, description: 'd', $ref: '#/x' },
    { description: 'd', anyOf: [{ $ref: '#/x' }, NULL] },
  ],
  [
    'allOf',
    { nullable: true, allOf: [{ $ref: '#/x' }] },
    { anyOf: [{ allOf: [{ $ref: '#/x' }] }, NULL] },
  ],
  ['oneOf', { nullable: true, oneOf: [{ type: 'string' }] }, { oneOf: [{ type: 'string' }, NULL] }],
  [
    'anyOf with a type',
    { nullable: true, type: 'object', anyOf: [{ required: ['a'] }] },
    { type: ['object', 'null'], anyOf: [{ required: ['a'] }, NULL] },
  ],
  ['without anything', { nullable: true }, {}],
  ['exclusive limits', { minimum: 0, exclusiveMinimum: true }, { exclusiveMinimum: 0 }],
  ['inclusive limits', { maximum: 9, exclusiveMaximum: false }, { maximum: 9 }],
  ['a flag without a limit', { exclusiveMinimum: true }, {}],
  ['limits of later drafts', { exclusiveMinimum: 3 }, { exclusiveMinimum: 3 }],
  [
    'deep inside',
    { properties: { a: { items: { type: 'string', nullable: true } } } },
    { properties: { a: { items: { type: ['string', 'null'] } } } },
  ],
  [
    'properties with the names of keywords',
    { properties: { nullable: { type: 'string' }, example: { type: 'string', nullable: true } } },
    { properties: { nullable: { type: 'string' }, example: { type: ['string', 'null'] } } },
  ],
  [
    'data is no schema',
    { example: { nullable: true }, default: { nullable: true }, enum: [{ nullable: true }] },
    { example: { nullable: true }, default: { nullable: true }, enum: [{ nullable: true }] },
  ],
]
test.each(cases)('%s', (_name, schema, want) => {
  expect(modernise(schema)).toEqual(want)
})

test('limits of draft 04 are written alike', () => {
  const schema = { minimum: 0, exclusiveMinimum: true, type: 'number', nullable: true }
  const want = { minimum: 0, exclusiveMinimum: true, type: ['number', 'null'] }
  expect(modernise(schema, '04')).toEqual(want)
})

test('a property called __proto__ stays one', () => {
  const schema = JSON.parse('{"properties":{"__proto__":{"nullable":true,"type":"string"}}}')
  const want = '{"properties":{"__proto__":{"type":["string","null"]}}}'
  expect(JSON.stringify(modernise(schema))).toBe(want)
})

test('AsyncAPI may have such schemas as well', async () => {
  const payload = {
    schemaFormat: 'application/vnd.oai.openapi;version=3.0.0',
    schema: { type: 'string', nullable: true },
  }
  const { documents, events } = await load({
    'asyncapi.json': { asyncapi: '3.0.0', components: { messages: { A: { payload } } } },
  })
  expect(events).toHaveLength(1)
  expect(documents.get('asyncapi.json')?.value).toMatchObject({
    components: { messages: { A: { payload: { schema: { type: ['string', 'null'] } } } } },
  })
})

test('files without a $schema beside such a document are parts of it', async () => {
  const content = { 'application/json': { schema: { $ref: 'part.json' } } }
  const { documents, codes } = await load({
    'openapi.json': {
      openapi: '3.0.3',
      'x-webhooks': { a: { post: { requestBody: { content } } } },
    },
    'part.json': { type: 'string', nullable: true },
  })
  expect(codes).toEqual([])
  expect(documents.get('part.json')?.value).toEqual({ type: ['string', 'null'] })
})
