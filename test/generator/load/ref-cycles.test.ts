/** Tests of generator/load/ref-cycles.ts, through whole loads. */
import { expect, test } from 'vitest'
import { type Content, load } from './folder.js'

type Files = Record<string, Content>

const LEADS = 'the reference leads back to itself and can never be decided: '
const D7 = 'http://json-schema.org/draft-07/schema#'

const endless: [name: string, files: Files, at: string, path: string][] = [
  ['itself', { 'a.json': { $ref: '#' } }, 'a.json#', '# -> #'],
  [
    'two references',
    { 'a.json': { $defs: { A: { $ref: '#/$defs/B' }, B: { $ref: '#/$defs/A' } } } },
    'a.json#/$defs/A',
    '#/$defs/A -> #/$defs/B -> #/$defs/A',
  ],
  [
    'allOf',
    {
      'a.json': {
        $defs: { A: { allOf: [{}, { $ref: '#/$defs/B' }] }, B: { allOf: [{ $ref: '#/$defs/A' }] } },
      },
    },
    'a.json#/$defs/A/allOf/1',
    '#/$defs/A -> #/$defs/A/allOf/1 -> #/$defs/B -> #/$defs/B/allOf/0 -> #/$defs/A',
  ],
  [
    'files',
    { 'a.json': { $ref: 'b.json' }, 'b.json': { $ref: 'a.json' } },
    'a.json#',
    'acme/a.json# -> acme/b.json# -> acme/a.json#',
  ],
  [
    'anyOf',
    { 'a.json': { anyOf: [{ type: 'null' }, { $ref: '#' }] } },
    'a.json#/anyOf/1',
    '# -> #/anyOf/1 -> #',
  ],
  ['oneOf', { 'a.json': { oneOf: [{ $ref: '#' }] } }, 'a.json#/oneOf/0', '# -> #/oneOf/0 -> #'],
  ['not', { 'a.json': { not: { $ref: '#' } } }, 'a.json#/not', '# -> #/not -> #'],
  ['if', { 'a.json': { if: { $ref: '#' } } }, 'a.json#/if', '# -> #/if -> #'],
  [
    'then',
    { 'a.json': JSON.parse('{"if":{},"then":{"$ref":"#"}}') },
    'a.json#/then',
    '# -> #/then -> #',
  ],
  ['else', { 'a.json': { if: {}, else: { $ref: '#' } } }, 'a.json#/else', '# -> #/else -> #'],
  [
    'dependentSchemas',
    { 'a.json': { dependentSchemas: { x: { $ref: '#' } } } },
    'a.json#/dependentSchemas/x',
    '# -> #/dependentSchemas/x -> #',
  ],
  [
    'dependencies',
    { 'a.json': { $schema: D7, dependencies: { x: { $ref: '#' } } } },
    'a.json#/dependencies/x',
    '# -> #/dependencies/x -> #',
  ],
  [
    'a dynamic reference',
    { 'a.json': { $dynamicAnchor: 'x', allOf: [{ $dynamicRef: '#x' }] } },
    'a.json#/allOf/0',
    '# -> #/allOf/0 -> #',
  ],
]
test.each(endless)('no end: %s', async (_name, files, at, path) => {
  const { list } = await load(files)
  expect(list).toMatchObject([{ code: 'ERR_REF_CYCLE', message: LEADS + path }])
  expect(`${list[0]?.file}${list[0]?.pointer}`).toBe(`acme/${at}`)
})

const ending: [name: string, schema: Content][] = [
  ['properties', { properties: { a: { $ref: '#' } } }],
  ['items', { items: { $ref: '#' } }],
  ['additionalProperties', { additionalProperties: { $ref: '#' } }],
  ['propertyNames', { propertyNames: { $ref: '#' } }],
  ['contains', { contains: { anyOf: [{ $ref: '#' }] } }],
  [
    'one definition by two ways',
    {
      allOf: [{ $ref: '#/$defs/q' }, { $ref: '#/$defs/r' }],
      $defs: { q: { $ref: '#/$defs/s' }, r: { $ref: '#/$defs/s' }, s: {} },
    },
  ],
  [
    'a definition that nests where it is defined',
    { $ref: '#/$defs/q', $defs: { q: { properties: { x: { $ref: '#' } } } } },
  ],
]
test.each(ending)('an end: %s', async (_name, schema) => {
  expect((await load({ 'a.json': schema })).codes).toEqual([])
})

test('each cycle is reported once, from the same place whatever the order', async () => {
  const { list } = await load({
    'a.json': {
      allOf: [{ $ref: '#/$defs/C' }, { $ref: '#/$defs/D' }],
      $defs: {
        A: { $ref: '#/$defs/B' },
        B: { $ref: '#/$defs/C' },
        C: { $ref: '#/$defs/A' },
        D: { $ref: '#/$defs/D' },
      },
    },
  })
  expect(list.map(({ message }) => message.slice(LEADS.length))).toEqual([
    '#/$defs/A -> #/$defs/B -> #/$defs/C -> #/$defs/A',
    '#/$defs/D -> #/$defs/D',
  ])
})

test('a chain of 20,000 references does not overflow', async () => {
  const $defs = Object.fromEntries(
    Array.from({ length: 20_000 }, (_, n) => [
      `d${n}`,
      n === 19_999 ? {} : { $ref: `#/$defs/d${n + 1}` },
    ]),
  )
  const { references, codes } = await load({ 'a.json': { $ref: '#/$defs/d0', $defs } })
  expect(codes).toEqual([])
  expect(references.size).toBe(20_000)
})
