/** Schemas that would need a value without end. */
import { expect, test } from 'vitest'
import { load } from './folder.js'

const self = { $ref: '#' }
const object = (more: object) => ({ type: 'object', ...more })

const rows: readonly (readonly [name: string, schema: object, want: readonly string[]])[] = [
  [
    'a required property',
    object({ required: ['next'], properties: { next: self } }),
    ['#/properties/next'],
  ],
  [
    'elements of a list that must not be empty',
    { type: 'array', minItems: 1, items: self },
    ['#/items'],
  ],
  [
    'two schemas that require each other',
    {
      allOf: [{ $ref: '#/$defs/a' }],
      $defs: {
        a: object({ required: ['b'], properties: { b: { $ref: '#/$defs/b' } } }),
        b: object({ required: ['a'], properties: { a: { $ref: '#/$defs/a' } } }),
      },
    },
    ['#/$defs/a/properties/b'],
  ],
  ['a property that may be absent', object({ properties: { next: self } }), []],
  ['a list that may be empty', { type: 'array', items: self }, []],
  [
    'one that may be null',
    object({ nullable: true, required: ['a'], properties: { a: self } }),
    [],
  ],
  [
    'one of several types',
    { type: ['object', 'null'], required: ['a'], properties: { a: self } },
    [],
  ],
  ['no type at all', { required: ['a'], properties: { a: self } }, []],
  [
    'one of several branches',
    object({ required: ['a'], properties: { a: { anyOf: [self, { type: 'null' }] } } }),
    [],
  ],
]

test.each(rows)('%s', async (_name, schema, want) => {
  const { list } = await load({ 'a.json': schema })
  expect(list.map(({ code, pointer }) => `${code} ${pointer}`)).toEqual(
    want.map((pointer) => `WARN_SCHEMA_ENDLESS ${pointer}`),
  )
})
