/** Tests of generator/load/dynamic-refs.ts, through whole loads. */
import { describe, expect, test } from 'vitest'
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

const redirected: [name: string, files: Files, from: string, to: string][] = [
  [
    'a tree that another one extends',
    { 'a.json': { $dynamicAnchor: 'node', $ref: '_t.json' }, '_t.json': TREE },
    '_t.json#/items',
    'a.json#',
  ],
  [
    'a tree inside a schema with the anchor',
    { 'a.json': { $dynamicAnchor: 'node', properties: { t: TREE } } },
    'a.json#/properties/t/items',
    'a.json#',
  ],
  [
    'a recursive tree that another one extends',
    {
      'a.json': { $schema: D19, $recursiveAnchor: true, $ref: '_t.json' },
      '_t.json': { $schema: D19, $recursiveAnchor: true, items: { $recursiveRef: '#' } },
    },
    '_t.json#/items',
    'a.json#',
  ],
]
test.each(redirected)('redirected: %s', async (_name, files, from, to) => {
  const { references, codes } = await load(files)
  expect(codes).toEqual([])
  const target = references.get(from)
  expect(`${target?.file}#${target?.pointer}`).toBe(to)
})

describe('a schema that leads elsewhere in another scope', () => {
  const files: Files = {
    'a.json': TREE,
    'b.json': { $dynamicAnchor: 'node', $ref: 'a.json' },
    'c.json': { properties: { plain: { $ref: 'a.json' }, extended: { $ref: 'b.json' } } },
  }

  test('is copied for it, once', async () => {
    const { references, documents, codes } = await load(files)
    expect(codes).toEqual([])
    const copies = [...documents.keys()].filter((file) => file.startsWith('~'))
    expect(copies).toEqual([expect.stringMatching(/^~[0-9a-f]{8}\/a\.json$/)])
    const leads = (from: string) => references.get(from)
    expect(leads('a.json#/items')).toEqual({ file: 'a.json', pointer: '' })
    expect(leads('c.json#/properties/plain')).toEqual({ file: 'a.json', pointer: '' })
    expect(leads('b.json#')).toEqual({ file: copies[0], pointer: '' })
    expect(leads(`${copies[0]}#/items`)).toEqual({ file: 'b.json', pointer: '' })
    expect(documents.get(copies[0] ?? '')?.origin).toEqual({ file: 'a.json', pointer: '' })
  })

  test('is copied under the same name in every run', async () => {
    const [one, other] = [await load(files), await load(files)]
    expect([...one.references]).toEqual([...other.references])
  })

  test('has its cycles found', async () => {
    const loop = { $id: 'https://x.example/l', $dynamicAnchor: 'node', $dynamicRef: '#node' }
    const { codes } = await load({ 'a.json': loop })
    expect(codes).toEqual(['ERR_REF_CYCLE acme/a.json#'])
  })
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
