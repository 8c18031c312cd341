/** Definitions: each schema once, under one name, with references that lead to names. */
import { describe, expect, test } from 'vitest'
import type { Definition } from '../../../generator/catalog/types.js'
import { build } from './catalog.js'

const DRAFT_07 = 'http://json-schema.org/draft-07/schema#'

type Files = Readonly<Record<string, unknown>>

async function definitions(files: Files): Promise<ReadonlyMap<string, Definition>> {
  const { catalog, list } = await build({}, files)
  expect(list.filter(({ severity }) => severity === 'error')).toEqual([])
  return new Map(catalog.definitions.map((definition) => [definition.identifier, definition]))
}

const user = { type: 'object', properties: { name: { type: 'string' } } }
const shared: Files = {
  'events/_user.json': user,
  'events/a.json': { properties: { by: { $ref: '_user.json' } } },
  'events/b.json': { items: { $ref: '_user.json#' }, $defs: { idle: { type: 'null' } } },
}

test('what two events share is one definition, and what none needs is none', async () => {
  const all = await definitions(shared)
  expect([...all.keys()]).toEqual(['A', 'B', 'User'])
  expect(all.get('A')?.schema).toEqual({ properties: { by: { $ref: '#/definitions/User' } } })
  expect(all.get('B')?.schema).toEqual({ items: { $ref: '#/definitions/User' } })
  expect(all.get('User')).toMatchObject({
    stem: 'user',
    schema: user,
    origin: { file: 'events/_user.json', pointer: '' },
  })
})

test('a definition is called after its pointer or its file', async () => {
  const all = await definitions({
    'events/a.json': {
      allOf: [
        { $ref: '_x/line.item.schema.json' },
        { $ref: '#/$defs/a~1b' },
        { $ref: '#/allOf/0' },
      ],
      $defs: { 'a/b': { type: 'object' } },
    },
    'events/_x/line.item.schema.json': { type: 'object' },
  })
  expect([...all.keys()]).toEqual(['A', 'A0', 'AB', 'LineItem'])
})

test('schemas that refer to themselves or to each other are finite', async () => {
  const all = await definitions({
    'events/tree.json': {
      properties: { left: { $ref: '#' }, note: { $ref: '#/$defs/note' } },
      $defs: { note: { properties: { of: { $ref: '#' } } } },
    },
  })
  expect(all.get('Tree')?.schema).toEqual({
    properties: { left: { $ref: '#/definitions/Tree' }, note: { $ref: '#/definitions/Note' } },
  })
  expect(all.get('Note')?.schema).toEqual({ properties: { of: { $ref: '#/definitions/Tree' } } })
})

test('names, anchors and what other tools print as code are gone, and data stays', async () => {
  const all = await definitions({
    'events/a.json': {
      $schema: DRAFT_07,
      $id: 'https://example.com/a.json',
      $comment: 'x',
      tsType: 'never',
      properties: { $id: { type: 'string', tsType: 'any' }, constructor: { tsEnumNames: ['a'] } },
      default: { $id: 'data', tsType: 'data', $ref: 'data' },
      definitions: { b: { tsType: 'any' } },
      not: { $ref: '#/definitions/b' },
    },
  })
  expect(all.get('A')).toMatchObject({ draft: '07' })
  expect(all.get('A')?.schema).toEqual({
    properties: { $id: { type: 'string' }, constructor: {} },
    default: { $id: 'data', tsType: 'data', $ref: 'data' },
    not: { $ref: '#/definitions/B' },
  })
  expect(all.get('B')?.schema).toEqual({})
})

test('what stands beside $ref is ignored where the draft says so, with a warning', async () => {
  const { catalog, said } = await build(
    {},
    {
      'events/a.json': {
        $schema: DRAFT_07,
        properties: {
          b: { $ref: '#/definitions/b', minLength: 2, title: 'B', 'x-note': 1 },
          c: { $ref: '#/definitions/b', description: 'quiet' },
        },
        definitions: { b: { type: 'string' } },
      },
    },
  )
  expect(said).toEqual([
    'WARN_REF_SIBLINGS acme/events/a.json#/properties/b minLength beside "$ref" is ignored, as draft 07 says',
  ])
  expect(catalog.definitions[0]?.schema).toEqual({
    properties: {
      b: { $ref: '#/definitions/B', title: 'B', 'x-note': 1 },
      c: { $ref: '#/definitions/B', description: 'quiet' },
    },
  })
})

test('an event that another event refers to keeps its own name', async () => {
  const all = await definitions({
    'events/order.created.json': { type: 'object' },
    'events/z.json': { properties: { order: { $ref: 'order.created.json' } } },
  })
  expect([...all.keys()]).toEqual(['OrderCreated', 'Z'])
})

describe('the hash of a definition', () => {
  const hashes = async (files: Files) => {
    const all = await definitions(files)
    return Object.fromEntries([...all].map(([name, { hash }]) => [name, hash]))
  }

  test('changes with what it refers to, and not with anything else', async () => {
    const before = await hashes(shared)
    const named = await hashes({ ...shared, 'events/_user.json': { ...user, minProperties: 1 } })
    expect(named['A']).not.toBe(before['A'])
    expect(named['B']).not.toBe(before['B'])
    expect(named['User']).not.toBe(before['User'])
    const other = await hashes({
      ...shared,
      'events/b.json': { items: { $ref: '_user.json' }, maxItems: 1 },
    })
    expect(other).toEqual({ ...before, B: other['B'] })
    expect(other['B']).not.toBe(before['B'])
    expect(await hashes({ ...shared, 'events/c.json': {}, 'events/_idle.json': {} })).toMatchObject(
      before,
    )
  })

  test('changes with the draft', async () => {
    const [plain, dated] = [{ type: 'object' }, { $schema: DRAFT_07, type: 'object' }]
    const before = await hashes({ 'events/a.json': plain })
    expect((await hashes({ 'events/a.json': dated }))['A']).not.toBe(before['A'])
  })

  test('follows a chain to its end', async () => {
    const chain = (end: object): Files => ({
      'events/a.json': { items: { $ref: '_b.json' } },
      'events/_b.json': { items: { $ref: '_c.json' } },
      'events/_c.json': end,
    })
    const before = await hashes(chain({ type: 'string' }))
    expect((await hashes(chain({ type: 'number' })))['A']).not.toBe(before['A'])
  })

  test('tells apart definitions that need each other', async () => {
    const found = await hashes({
      'events/a.json': { properties: { b: { $ref: 'b.json' } } },
      'events/b.json': { properties: { a: { $ref: 'a.json' } } },
    })
    expect(found['A']).not.toBe(found['B'])
  })
})

test('a definition that only refers leads to the end of the chain, however long it is', async () => {
  const links = Array.from({ length: 3000 }, (_, n) => [`L${n}`, { $ref: `#/$defs/L${n + 1}` }])
  const $defs = { ...Object.fromEntries(links), L3000: { type: 'string' } }
  const all = await definitions({
    'events/a.json': {
      properties: { end: { $ref: '#/$defs/L0' }, near: { $ref: '#/$defs/L2999' } },
      $defs,
    },
  })
  expect(Object.fromEntries([...all].map(([name, { schema }]) => [name, schema]))).toEqual({
    A: { properties: { end: { $ref: '#/definitions/L0' }, near: { $ref: '#/definitions/L2999' } } },
    L0: { $ref: '#/definitions/L3000' },
    L2999: { $ref: '#/definitions/L3000' },
    L3000: { type: 'string' },
  })
})
