/** Tests of generator/schema/walk.ts. */
import { describe, expect, test } from 'vitest'
import { DRAFTS, type Draft, type JsonSchema } from '../../../generator/schema/types.js'
import { mapSubschemas, subschemas } from '../../../generator/schema/walk.js'

function paths(schema: JsonSchema, draft: Draft): string[] {
  return [...subschemas(schema, draft)].map(({ path }) => path.join('/'))
}

const everywhere: [name: string, schema: JsonSchema, want: string[]][] = [
  ['a boolean', true, []],
  ['a map of schemas', { properties: { a: {}, not: {} } }, ['properties/a', 'properties/not']],
  ['a list of schemas', { allOf: [{}, true] }, ['allOf/0', 'allOf/1']],
  ['one schema', { not: {} }, ['not']],
  [
    'both names for definitions',
    { definitions: { a: {} }, $defs: { b: {} } },
    ['definitions/a', '$defs/b'],
  ],
  [
    'dependencies, of which only some are schemas',
    { dependencies: { a: ['b'], c: {} } },
    ['dependencies/c'],
  ],
  ['data', { const: { not: {} }, enum: [{}], default: {}, examples: [{}] }, []],
  ['unknown keywords', { 'x-foo': { properties: { a: {} } }, components: {} }, []],
  ['keywords of the wrong shape', { properties: [{}], allOf: {}, not: 'x', anyOf: ['y'] }, []],
]
describe.each(DRAFTS)('draft %s', (draft) => {
  test.each(everywhere)('%s', (_name, schema, want) => {
    expect(paths(schema, draft)).toEqual(want)
  })
})

const byDraft: [keyword: string, schema: JsonSchema, drafts: Draft[]][] = [
  ['contains', { contains: {} }, ['06', '07', '2019-09', '2020-12']],
  ['propertyNames', { propertyNames: {} }, ['06', '07', '2019-09', '2020-12']],
  ['if', { if: {} }, ['07', '2019-09', '2020-12']],
  ['then', JSON.parse('{"then":{}}'), ['07', '2019-09', '2020-12']],
  ['else', { else: {} }, ['07', '2019-09', '2020-12']],
  ['dependentSchemas', { dependentSchemas: { a: {} } }, ['2019-09', '2020-12']],
  ['unevaluatedItems', { unevaluatedItems: {} }, ['2019-09', '2020-12']],
  ['unevaluatedProperties', { unevaluatedProperties: {} }, ['2019-09', '2020-12']],
  ['contentSchema', { contentSchema: {} }, ['2019-09', '2020-12']],
  ['prefixItems', { prefixItems: [{}] }, ['2020-12']],
  ['items as a list', { items: [{}] }, ['04', '06', '07', '2019-09']],
  ['items as a schema', { items: {} }, [...DRAFTS]],
  ['additionalItems', { additionalItems: {} }, ['04', '06', '07', '2019-09']],
]
test.each(byDraft)('%s holds schemas in the drafts that have it', (_keyword, schema, drafts) => {
  expect(DRAFTS.filter((draft) => paths(schema, draft).length === 1)).toEqual(drafts)
})

describe('mapSubschemas', () => {
  test('replaces direct subschemas and keeps all else, in its order', () => {
    const schema: JsonSchema = {
      title: 't',
      properties: { b: { type: 'string' }, a: { properties: { deep: {} } } },
      const: { properties: { a: 1 } },
      items: [{}, true],
      dependencies: { x: ['y'], z: {} },
    }
    const mapped = mapSubschemas(schema, '07', (_schema, path) => ({ $comment: path.join('/') }))
    expect(JSON.stringify(mapped)).toBe(
      JSON.stringify({
        title: 't',
        properties: { b: { $comment: 'properties/b' }, a: { $comment: 'properties/a' } },
        const: { properties: { a: 1 } },
        items: [{ $comment: 'items/0' }, { $comment: 'items/1' }],
        dependencies: { x: ['y'], z: { $comment: 'dependencies/z' } },
      }),
    )
  })

  test('keeps a boolean, and what is no schema where one should stand', () => {
    const same = (schema: JsonSchema): JsonSchema => schema
    expect(mapSubschemas(false, '07', same)).toBe(false)
    expect(mapSubschemas({ not: 'x', allOf: {} }, '07', () => true)).toEqual({
      not: 'x',
      allOf: {},
    })
  })

  test('gives the schema itself back where no subschema changes', () => {
    const inner = { type: 'string' }
    const schema: JsonSchema = { title: 't', properties: { a: inner }, allOf: [inner, true] }
    expect(mapSubschemas(schema, '07', (same) => same)).toBe(schema)
    expect(mapSubschemas(schema, '07', (one) => (one === true ? false : one))).toEqual({
      ...schema,
      allOf: [inner, false],
    })
  })

  test('keeps members called __proto__ as members and leaves prototypes alone', () => {
    const schema = JSON.parse('{"__proto__":{"x":1},"properties":{"__proto__":{"type":"string"}}}')
    const mapped = mapSubschemas(schema, '07', (inner) => inner)
    expect(JSON.stringify(mapped)).toBe(JSON.stringify(schema))
    expect(Object.getPrototypeOf(mapped)).toBe(Object.prototype)
  })
})
