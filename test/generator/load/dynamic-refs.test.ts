/** Tests of generator/load/dynamic-refs.ts, through whole loads. */
import { expect, test } from 'vitest'
import { type Content, load } from './folder.js'

type Files = Record<string, Content>

const D19 = 'https://json-schema.org/draft/2019-09/schema'
const ITEMS = { items: { $dynamicRef: '#node' } }

/** A tree whose nodes may be replaced by whoever extends it. */
const TREE = { $id: 'https://x.example/tree', $dynamicAnchor: 'node', ...ITEMS }

const settled: [name: string, files: Files, from: string, to: string][] = [
  ['a tree of its own', { 'a.json': TREE }, 'a.json#/items', 'a.json#'],
  [
    'a recursive tree',
    { 'a.json': { $schema: D19, $recursiveAnchor: true, items: { $recursiveRef: '#' } } },
    'a.json#/items',
    'a.json#',
  ],
  [
    'a recursive reference without an anchor',
    { 'a.json': { $schema: D19, $defs: { q: { $id: 'q', items: { $recursiveRef: '#' } } } } },
    'a.json#/$defs/q/items',
    'a.json#/$defs/q',
  ],
  [
    'two trees that know nothing of each other',
    { 'a.json': TREE, 'b.json': { $dynamicAnchor: 'node', ...ITEMS } },
    'b.json#/items',
    'b.json#',
  ],
  [
    'a tree among the definitions of a schema that does not use it',
    {
      'a.json': { $dynamicAnchor: 'node', $defs: { t: TREE } },
      'b.json': { $ref: 'https://x.example/tree' },
    },
    'a.json#/$defs/t/items',
    'a.json#/$defs/t',
  ],
  [
    'a tree that another event refers to',
    { 'a.json': TREE, 'b.json': { $ref: 'a.json' } },
    'a.json#/items',
    'a.json#',
  ],
  [
    'a dynamic reference to a plain anchor',
    { 'a.json': { ...ITEMS, $defs: { n: { $anchor: 'node' } } } },
    'a.json#/items',
    'a.json#/$defs/n',
  ],
  [
    'a dynamic reference by pointer',
    { 'a.json': { items: { $dynamicRef: '#/$defs/n' }, $defs: { n: { $dynamicAnchor: 'node' } } } },
    'a.json#/items',
    'a.json#/$defs/n',
  ],
  [
    'a $ref to a dynamic anchor',
    { 'a.json': { $ref: '#node', $defs: { n: { $dynamicAnchor: 'node' } } } },
    'a.json#',
    'a.json#/$defs/n',
  ],
  [
    'its own resource has the anchor of another',
    {
      'a.json': {
        items: { $dynamicRef: '_b.json#node' },
        $defs: { n: { $dynamicAnchor: 'node' } },
      },
      '_b.json': { $dynamicAnchor: 'node' },
    },
    'a.json#/items',
    'a.json#/$defs/n',
  ],
]
test.each(settled)('%s', async (_name, files, from, to) => {
  const { references, codes } = await load(files)
  expect(codes).toEqual([])
  const target = references.get(from)
  expect(`${target?.file}#${target?.pointer}`).toBe(to)
})

const ambiguous: [name: string, files: Files, at: string, message: string][] = [
  [
    'a tree that another one extends',
    { 'a.json': { $dynamicAnchor: 'node', $ref: '_t.json' }, '_t.json': TREE },
    'acme/_t.json#/items',
    '"$dynamicRef": "#node" is ambiguous: it can lead to acme/_t.json# and acme/a.json#',
  ],
  [
    'a tree inside a schema with the anchor',
    { 'a.json': { $dynamicAnchor: 'node', properties: { t: TREE } } },
    'acme/a.json#/properties/t/items',
    '"$dynamicRef": "#node" is ambiguous: it can lead to acme/a.json# and acme/a.json#/properties/t',
  ],
  [
    'a reference to elsewhere, on some ways behind another anchor',
    {
      'a.json': { items: { $dynamicRef: '_b.json#node' } },
      '_b.json': { $dynamicAnchor: 'node' },
      'c.json': { $dynamicAnchor: 'node', $ref: 'a.json' },
    },
    'acme/a.json#/items',
    '"$dynamicRef": "_b.json#node" is ambiguous: it can lead to acme/_b.json# and acme/c.json#',
  ],
  [
    'a recursive tree that another one extends',
    {
      'a.json': { $schema: D19, $recursiveAnchor: true, $ref: '_t.json' },
      '_t.json': { $schema: D19, $recursiveAnchor: true, items: { $recursiveRef: '#' } },
    },
    'acme/_t.json#/items',
    '"$recursiveRef": "#" is ambiguous: it can lead to acme/_t.json# and acme/a.json#',
  ],
]
test.each(ambiguous)('refused: %s', async (_name, files, at, message) => {
  const { list } = await load(files)
  expect(list).toMatchObject([{ code: 'ERR_DYNAMIC_REF', message }])
  expect(`${list[0]?.file}${list[0]?.pointer}`).toBe(at)
})

test('two references in one schema are refused', async () => {
  const { list } = await load({
    'a.json': {
      not: { items: { $ref: '#/$defs/n', $dynamicRef: '#node' } },
      $defs: { n: { $dynamicAnchor: 'node' } },
    },
  })
  expect(list).toMatchObject([
    {
      code: 'ERR_DYNAMIC_REF',
      pointer: '#/not/items',
      message: '$ref and $dynamicRef in one schema are not supported; split them with allOf',
    },
  ])
})

test('a keyword of another draft is data', async () => {
  const { references, codes } = await load({
    'a.json': { $schema: D19, $dynamicRef: '#nope' },
    'b.json': { $schema: D19, $ref: 'a.json' },
  })
  expect(codes).toEqual([])
  expect([...references.keys()]).toEqual(['b.json#'])
})
