/** `$self` of OpenAPI 3.2: the URI of a document, by which others find it and references are read. */
import { expect, test } from 'vitest'
import { load } from '../folder.js'
import { places, sent } from './documents.js'

const api = ($self: unknown, $ref: string, more: object = {}) => {
  return { openapi: '3.2.0', $self, webhooks: { a: { post: sent({ $ref }) } }, ...more }
}
const schemas = { components: { schemas: { A: { type: 'object' } } } }
const shared = ($self: string) => ({ openapi: '3.2.0', $self, ...schemas })
const SHARED = 'parts/shared.json#/components/schemas/A'
const BASE = 'https://example.com/apis/openapi.json'

const found: [name: string, $self: unknown, $ref: string, want: string][] = [
  ['its own URI', BASE, `${BASE}#/components/schemas/A`, '#/components/schemas/A'],
  ['a fragment alone', BASE, '#/components/schemas/A', '#/components/schemas/A'],
  ['the URI of another', BASE, 'https://example.com/x/shared.json#/components/schemas/A', SHARED],
  ['a path on its URI', BASE, '../x/shared.json#/components/schemas/A', SHARED],
  ['a path on the disk', BASE, 'parts/shared.json#/components/schemas/A', SHARED],
  ['a relative URI', 'v1/api.json', 'api.json#/components/schemas/A', '#/components/schemas/A'],
  [
    'a fragment in $self is none of it',
    `${BASE}#x`,
    `${BASE}#/components/schemas/A`,
    '#/components/schemas/A',
  ],
  ['a $self that is no text', 7, 'parts/shared.json#/components/schemas/A', SHARED],
]
test.each(found)('%s', async (_name, $self, $ref, want) => {
  const loaded = await load(
    {
      'openapi.json': api($self, $ref, schemas),
      'parts/shared.json': shared('https://example.com/x/shared.json'),
    },
    ['openapi.json'],
  )
  expect(loaded.codes).toEqual([])
  expect(places(loaded)).toEqual([want])
})

test('a schema file refers to a document by its $self', async () => {
  const files = {
    'events/a.json': { properties: { a: { $ref: `${BASE}#/components/schemas/A` } } },
    'openapi.json': shared(BASE),
  }
  const { codes, references } = await load(files, ['events/*'])
  expect(codes).toEqual([])
  expect(references.get('events/a.json#/properties/a')).toEqual({
    file: 'openapi.json',
    pointer: '/components/schemas/A',
  })
})

test('without $self its URI is remote', async () => {
  const { openapi, webhooks } = api(undefined, `${BASE}#/components/schemas/A`)
  const { codes } = await load({ 'openapi.json': { openapi, webhooks, ...schemas } })
  expect(codes).toEqual([
    'ERR_REF_REMOTE acme/openapi.json#/webhooks/a/post/requestBody/content/application~1json/schema',
  ])
})

test('two documents that say one URI', async () => {
  const files = {
    'a.json': api(BASE, '#/components/schemas/A', schemas),
    'b.json': api(BASE, '#/components/schemas/A', schemas),
  }
  const { list } = await load(files)
  expect(list).toMatchObject([
    {
      code: 'ERR_ID_DUPLICATE',
      pointer: '#/$self',
      message: `the $self "${BASE}" of acme/b.json is that of acme/a.json as well`,
    },
  ])
})
