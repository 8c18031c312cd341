/** Tests of generator/load/registry.ts and library.ts: which documents are read, and their ids. */
import { describe, expect, test } from 'vitest'
import { load } from './folder.js'

describe('documents', () => {
  test('hold the events and what they lead to, and nothing else', async () => {
    const { documents, eventFiles, codes } = await load({
      'events/a.json': { $ref: '../_s/b.json' },
      '_s/b.json': { $ref: 'https://x.example/c' },
      '_s/c.json': { $id: 'https://x.example/c' },
      '_s/unused.json': { type: 'objekt', $ref: 'nowhere' },
      '_s/broken.json': '{',
    })
    expect(codes).toEqual([])
    expect([...documents.keys()].sort()).toEqual(['_s/b.json', '_s/c.json', 'events/a.json'])
    expect(eventFiles).toEqual(['events/a.json'])
  })

  test('that are referred to are checked, and broken ones are reported once', async () => {
    const { codes } = await load({
      'a.json': { allOf: [{ $ref: '_b.json' }, { $ref: '_c.json' }, { $ref: '_c.json#/x' }] },
      '_b.json': { type: 'objekt', not: { $ref: 'nope.json' } },
      '_c.json': '{',
    })
    expect(codes).toEqual([
      'ERR_SCHEMA_INVALID acme/_b.json#/type',
      'ERR_REF_MISSING acme/_b.json#/not',
      'ERR_JSON_SYNTAX acme/_c.json',
    ])
  })

  test('are checked where a reference leads into an unknown keyword', async () => {
    const { codes } = await load({
      'a.json': { $ref: '#/x/y', x: { y: { type: 'objekt', pattern: '(' } } },
    })
    expect(codes).toEqual([
      'ERR_SCHEMA_INVALID acme/a.json#/x/y/type',
      'ERR_PATTERN_INVALID acme/a.json#/x/y/pattern',
    ])
  })
})

describe('ids', () => {
  test('that two events claim are reported with both files', async () => {
    const { list } = await load({
      'a.json': { $id: 'https://x.example/q' },
      'b.json': { title: 'b', $id: 'https://x.example/q#' },
    })
    expect(list).toMatchObject([
      {
        code: 'ERR_ID_DUPLICATE',
        file: 'acme/b.json',
        line: 3,
        column: 9,
        pointer: '#/$id',
        message: 'the $id "https://x.example/q#" of acme/b.json is that of acme/a.json as well',
      },
    ])
  })

  test('that are relative are the folders apart', async () => {
    expect((await load({ 'x/a.json': { $id: 'q' }, 'y/a.json': { $id: 'q' } })).codes).toEqual([])
  })

  test('of another draft inside a file are refused', async () => {
    const { codes } = await load({
      'a.json': {
        $schema: 'https://json-schema.org/draft/2020-12/schema',
        $defs: { q: { $id: 'q', $schema: 'http://json-schema.org/draft-07/schema#' } },
      },
    })
    expect(codes).toEqual(['ERR_REF_DRAFT acme/a.json#/$defs/q'])
  })
})
