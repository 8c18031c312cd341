/** Tests of generator/load/resolve-refs.ts and what it stands on, on real folders. */
import { expect, test } from 'vitest'
import { type Content, load } from './folder.js'

type Files = Record<string, Content>

const DRAFT = {
  '04': 'http://json-schema.org/draft-04/schema#',
  '06': 'http://json-schema.org/draft-06/schema#',
  '07': 'http://json-schema.org/draft-07/schema#',
  '2019-09': 'https://json-schema.org/draft/2019-09/schema',
  '2020-12': 'https://json-schema.org/draft/2020-12/schema',
}

/** `from -> to` for each reference, sorted. */
async function arrows(files: Files): Promise<{ arrows: string[]; codes: readonly string[] }> {
  const { references, codes } = await load(files)
  const found = [...references].map(([from, to]) => `${from} -> ${to.file}#${to.pointer}`)
  return { arrows: found.sort(), codes }
}

const good: [name: string, files: Files, ...want: string[]][] = [
  [
    'the document itself',
    { 'a.json': { properties: { a: { $ref: '#' } } } },
    'a.json#/properties/a -> a.json#',
  ],
  [
    'a pointer',
    { 'a.json': { $ref: '#/$defs/x', $defs: { x: {} } } },
    'a.json# -> a.json#/$defs/x',
  ],
  [
    'escapes of pointers and URIs',
    {
      'a.json': {
        allOf: ['a~1b', 'c~0d', 'e%20f', '100%25', '%C3%BC', '~01', '100%'].map((name) => ({
          $ref: `#/$defs/${name}`,
        })),
        $defs: { 'a/b': {}, 'c~d': {}, 'e f': {}, '100%': {}, ü: {}, '~1': {} },
      },
    },
    'a.json#/allOf/0 -> a.json#/$defs/a~1b',
    'a.json#/allOf/1 -> a.json#/$defs/c~0d',
    'a.json#/allOf/2 -> a.json#/$defs/e f',
    'a.json#/allOf/3 -> a.json#/$defs/100%',
    'a.json#/allOf/4 -> a.json#/$defs/ü',
    'a.json#/allOf/5 -> a.json#/$defs/~01',
    'a.json#/allOf/6 -> a.json#/$defs/100%',
  ],
  [
    'an anchor',
    { 'a.json': { $ref: '#x', $defs: { y: { $anchor: 'x' } } } },
    'a.json# -> a.json#/$defs/y',
  ],
  [
    'an anchor of draft 07',
    {
      'a.json': {
        $schema: DRAFT['07'],
        allOf: [{ $ref: '#x' }],
        definitions: { y: { $id: '#x' } },
      },
    },
    'a.json#/allOf/0 -> a.json#/definitions/y',
  ],
  [
    'an anchor of draft 04',
    {
      'a.json': { $schema: DRAFT['04'], allOf: [{ $ref: '#x' }], definitions: { y: { id: '#x' } } },
    },
    'a.json#/allOf/0 -> a.json#/definitions/y',
  ],
  [
    'what stands in an unknown keyword',
    { 'a.json': { $ref: '#/x/y/0', x: { y: [{ $ref: '#/z' }] }, z: {} } },
    'a.json# -> a.json#/x/y/0',
    'a.json#/x/y/0 -> a.json#/z',
  ],
  [
    'a file beside',
    { 'x/a.json': { $ref: 'b.json' }, 'x/_.json': {}, 'x/b.json': {} },
    'x/a.json# -> x/b.json#',
  ],
  [
    'a shared file, by a path',
    {
      'x/a.json': { $ref: '../_s/b.yaml#/$defs/q' },
      '_s/b.yaml': '$defs: {q: {$ref: "c.json"}}',
      '_s/c.json': {},
    },
    '_s/b.yaml#/$defs/q -> _s/c.json#',
    'x/a.json# -> _s/b.yaml#/$defs/q',
  ],
  [
    'a file below the root of the folder',
    { 'x/a.json': { $ref: '/_s/b.json' }, '_s/b.json': {} },
    'x/a.json# -> _s/b.json#',
  ],
  [
    'a file with a space and a query',
    { 'a.json': { $ref: 'b%20c.json?v=1#' }, 'b c.json': {} },
    'a.json# -> b c.json#',
  ],
  [
    'a file that a link leads to',
    { 'a.json': { $ref: '_l.json' }, '_l.json': { link: '_b.json' }, '_b.json': {} },
    'a.json# -> _b.json#',
  ],
  [
    'a remote id that a local file carries',
    {
      'a.json': { $ref: 'https://x.example/c.json#/$defs/q' },
      '_c/d.json': { $id: 'https://x.example/c.json', $defs: { q: {} } },
    },
    'a.json# -> _c/d.json#/$defs/q',
  ],
  [
    'a path relative to an id',
    {
      'a.json': { $id: 'https://x.example/e/a.json', $ref: '../c.json' },
      '_c/d.json': { $id: 'https://x.example/c.json' },
    },
    'a.json# -> _c/d.json#',
  ],
  [
    'a path relative to the file, where no id fits',
    { 'a.json': { $id: 'https://x.example/e/a.json', $ref: '_c/d.json' }, '_c/d.json': {} },
    'a.json# -> _c/d.json#',
  ],
  [
    'the file beside before an id, for what has no id itself',
    { 'a.json': { $ref: '_b.json' }, '_b.json': {}, '_c.json': { $id: '_b.json' } },
    'a.json# -> _b.json#',
  ],
  [
    'an id before the file beside, for what has one',
    {
      'a.json': { $id: 'https://x.example/e/a.json', $ref: '_b.json' },
      '_b.json': {},
      '_c.json': { $id: 'https://x.example/e/_b.json' },
    },
    'a.json# -> _c.json#',
  ],
  [
    'an id that begins at the root',
    { 'a.json': { $id: '/e/a/1', $ref: '/c/1' }, '_c.yaml': '$id: /c/1' },
    'a.json# -> _c.yaml#',
  ],
  [
    'an id that is no URI',
    { 'x/a.json': { $id: 'a$b', allOf: [{ $ref: 'a$b#/$defs/q' }], $defs: { q: {} } } },
    'x/a.json#/allOf/0 -> x/a.json#/$defs/q',
  ],
  [
    'ids that are relative to no file',
    {
      'g/e/a.json': { $id: 'e$a', $ref: 'c/x.json' },
      'g/c/x.json': { $id: 'c/x.json', $ref: 'y.json' },
      'g/c/y.json': { $id: 'c/y.json' },
    },
    'g/c/x.json# -> g/c/y.json#',
    'g/e/a.json# -> g/c/x.json#',
  ],
  [
    'a urn',
    {
      'a.json': { $ref: 'urn:x:y#/$defs/q' },
      '_b.json': { $id: 'urn:x:y', $defs: { q: { $ref: '#' } } },
    },
    '_b.json#/$defs/q -> _b.json#',
    'a.json# -> _b.json#/$defs/q',
  ],
  [
    'an id inside a file',
    {
      'a.json': {
        $ref: 'https://x.example/q',
        $defs: { q: { $id: 'https://x.example/q', $defs: { r: {} }, not: { $ref: '#/$defs/r' } } },
      },
    },
    'a.json# -> a.json#/$defs/q',
    'a.json#/$defs/q/not -> a.json#/$defs/q/$defs/r',
  ],
  [
    'draft 04 has id and not $id',
    {
      'a.json': {
        $schema: DRAFT['04'],
        id: 'http://x.example/a.json#',
        allOf: [{ $ref: 'http://x.example/a.json#/definitions/q' }],
        definitions: { q: { $id: 'ignored' } },
      },
    },
    'a.json#/allOf/0 -> a.json#/definitions/q',
  ],
  [
    'an id beside a $ref is no base up to draft 07',
    {
      'a.json': {
        $schema: DRAFT['07'],
        allOf: [{ $id: 'http://x.example/', $ref: '#/definitions/q' }],
        definitions: { q: {} },
      },
    },
    'a.json#/allOf/0 -> a.json#/definitions/q',
  ],
  [
    '06 and 07 go together',
    { 'a.json': { $schema: DRAFT['07'], $ref: '_b.json' }, '_b.json': { $schema: DRAFT['06'] } },
    'a.json# -> _b.json#',
  ],
  [
    'the file of an event may be linked twice',
    {
      'a.json': { $id: 'https://x.example/a' },
      'b.json': { link: 'a.json' },
      'c.json': { $ref: 'https://x.example/a' },
    },
    'c.json# -> a.json#',
  ],
]
test.each(good)('%s', async (_name, files, ...want) => {
  expect(await arrows(files)).toEqual({ arrows: want, codes: [] })
})

test('a reference may lead into a schema of another draft', async () => {
  const { references, codes, documents } = await load({
    'a.json': {
      $schema: 'https://json-schema.org/draft/2020-12/schema',
      items: { $ref: '_b.json' },
    },
    '_b.json': { $schema: 'http://json-schema.org/draft-07/schema#', items: [{ type: 'string' }] },
  })
  expect(codes).toEqual([])
  expect(references.get('a.json#/items')).toEqual({ file: '_b.json', pointer: '' })
  expect([...documents.values()].map(({ draft }) => draft)).toEqual(['2020-12', '07'])
})
