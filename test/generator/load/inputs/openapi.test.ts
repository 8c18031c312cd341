/** Events of OpenAPI documents: which there are, what they are called, and what cannot be received. */
import { describe, expect, test } from 'vitest'
import { load } from '../folder.js'
import { document, keys, places, SCHEMA, sent } from './documents.js'

test.each(['3.0.4', '3.1.2', '3.2.0'])('OpenAPI %s', async (openapi) => {
  const loaded = await load({
    'api.yaml': JSON.stringify({ openapi, webhooks: { a: { post: sent() } } }),
  })
  expect(loaded.codes).toEqual([])
  expect(loaded.events).toEqual([
    {
      place: {
        file: 'api.yaml',
        pointer: '/webhooks/a/post/requestBody/content/application~1json/schema',
      },
      at: { file: 'api.yaml', pointer: '/webhooks/a' },
      key: 'a',
      isBody: true,
      examples: [],
      deprecated: false,
    },
  ])
  expect(loaded.documents.get('api.yaml')?.draft).toBe('2020-12')
})

test('a dialect that the document names is read as such', async () => {
  const jsonSchemaDialect = 'http://json-schema.org/draft-07/schema#'
  const { documents } = await load(document({ a: { post: sent() } }, { jsonSchemaDialect }))
  expect(documents.get('openapi.json')?.draft).toBe('07')
})

test('references lead to path items, bodies and schemas, also in other files', async () => {
  const loaded = await load({
    'openapi.json': {
      openapi: '3.1.0',
      webhooks: {
        a: { $ref: '#/components/pathItems/A' },
        b: { $ref: 'parts/b.yaml' },
        c: { post: sent({ $ref: '#/components/schemas/C' }) },
        d: { post: { requestBody: { $ref: '#/components/requestBodies/D' } } },
      },
      components: {
        pathItems: { A: { post: sent() } },
        requestBodies: { D: sent({ $ref: 'parts/schemas.json#/D' }).requestBody },
        schemas: { C: { type: 'object', properties: { d: { $ref: 'parts/schemas.json#/D' } } } },
      },
    },
    'parts/b.yaml': { post: sent({ $ref: 'schemas.json#/E' }) },
    'parts/schemas.json': { D: { type: 'object' }, E: { $ref: '#/D' } },
  })
  expect(loaded.codes).toEqual([])
  expect(places(loaded)).toEqual([
    '#/components/pathItems/A/post/requestBody/content/application~1json/schema',
    'parts/schemas.json#/D',
    '#/components/schemas/C',
    'parts/schemas.json#/D',
  ])
})

test('shared schemas are found by their ids and anchors as well', async () => {
  const schemas = {
    A: {
      $id: 'https://acme.test/a',
      $defs: { in: { type: 'string' } },
      properties: { b: { $ref: '#/$defs/in' } },
    },
    B: { $anchor: 'b', type: 'object' },
  }
  const both = { properties: { a: { $ref: 'https://acme.test/a' }, b: { $ref: '#b' } } }
  const loaded = await load(document({ x: { post: sent(both) } }, { components: { schemas } }))
  expect(loaded.codes).toEqual([])
  const at = '/webhooks/x/post/requestBody/content/application~1json/schema/properties'
  const pointerAt = (pointer: string) => loaded.references.get(`openapi.json#${pointer}`)?.pointer
  expect(pointerAt(`${at}/a`)).toBe('/components/schemas/A')
  expect(pointerAt(`${at}/b`)).toBe('/components/schemas/B')
  expect(pointerAt('/components/schemas/A/properties/b')).toBe('/components/schemas/A/$defs/in')
})

test('only schemas that an event reaches are looked at', async () => {
  const broken = { type: 'objekt' }
  const components = { schemas: { used: SCHEMA, unused: broken } }
  const webhooks = { a: { post: sent({ $ref: '#/components/schemas/used' }) } }
  expect((await load(document(webhooks, { components }))).codes).toEqual([])
  const wrong = { a: { post: sent({ $ref: '#/components/schemas/unused' }) } }
  expect((await load(document(wrong, { components }))).codes).toEqual([
    'ERR_SCHEMA_INVALID acme/openapi.json#/components/schemas/unused/type',
  ])
})

describe('what cannot be received is left out, and it is said why', () => {
  const cases: [name: string, item: object, message: string][] = [
    ['no body', { post: {} }, 'it has no body'],
    ['a method without a body', { get: sent() }, 'it is sent by GET, without a body'],
    ['no method', {}, 'nothing is said of how it is sent'],
    ['XML', { post: sent(SCHEMA, 'application/xml') }, 'its body is application/xml'],
    [
      'no schema',
      { post: { requestBody: { content: { 'application/json': {} } } } },
      'its body has no schema',
    ],
  ]
  test.each(cases)('%s', async (_name, item, message) => {
    const loaded = await load(document({ bad: item, good: { post: sent() } }))
    expect(keys(loaded)).toEqual(['good'])
    expect(loaded.list).toMatchObject([
      { code: 'WARN_EVENT_SKIPPED', severity: 'warning', message: `"bad" is no event: ${message}` },
    ])
    expect(loaded.list[0]?.line).toBeGreaterThan(1)
  })

  test('a document that has nothing else is an error', async () => {
    const { codes } = await load(document({ bad: { post: {} } }))
    expect(codes).toEqual([
      'ERR_NO_EVENTS acme',
      'WARN_EVENT_SKIPPED acme/openapi.json#/webhooks/bad/post',
    ])
  })
  test('and so is one without webhooks, which it names', async () => {
    const { list } = await load({ 'openapi.json': { openapi: '3.1.0', paths: {} } })
    expect(list).toMatchObject([
      { code: 'ERR_NO_EVENTS', message: expect.stringContaining('no webhooks') },
    ])
  })
})

test.each([
  'application/problem+json',
  '*/*',
  'application/json; charset=utf-8',
  'Application/JSON',
])('%s is JSON', async (type) => {
  expect(keys(await load(document({ a: { post: sent(SCHEMA, type) } })))).toEqual(['a'])
})

test('of several media types the plainest of the format is taken', async () => {
  const content = {
    'application/x-www-form-urlencoded': { schema: { title: 'form' } },
    'application/vnd.a+json': { schema: { title: 'vendor' } },
    'application/json': { schema: { title: 'json' } },
  }
  const files = document({ a: { post: { requestBody: { content } } } })
  const json = '#/webhooks/a/post/requestBody/content/application~1json/schema'
  expect(places(await load(files))).toEqual([json])
  const form = '#/webhooks/a/post/requestBody/content/application~1x-www-form-urlencoded/schema'
  expect(places(await load(files, undefined, { format: 'form' }))).toEqual([form])
})

test('an event that is not sent by POST needs its method in the config', async () => {
  const loaded = await load(document({ a: { put: sent(), patch: sent() } }))
  expect(keys(loaded)).toEqual(['a'])
  expect(loaded.list.map(({ message }) => message)).toEqual([
    '"a" is read as it is sent by PUT; PATCH is left out',
    '"a" is sent by PUT, which receivers refuse unless told',
  ])
})

describe('which files are read', () => {
  const files = {
    ...document({ a: { post: sent({ $ref: 'part.json' }) } }),
    'part.json': SCHEMA,
    'example.json': [1, 2],
  }
  test('a description stands for its folder', async () => {
    const loaded = await load(files)
    expect(loaded.codes).toEqual([])
    expect(places(loaded)).toEqual(['part.json#'])
  })
  test('where the config chooses, it is one input among others', async () => {
    const loaded = await load(files, ['openapi.json', 'part.json'])
    expect(keys(loaded)).toEqual(['a', undefined])
  })
})

test('a reference in a circle and one that leads nowhere are reported at their places', async () => {
  const pathItems = {
    A: { $ref: '#/components/pathItems/B' },
    B: { $ref: '#/components/pathItems/A' },
  }
  const webhooks = {
    a: { $ref: '#/components/pathItems/A' },
    b: { $ref: '#/components/pathItems/C' },
  }
  const { codes } = await load(document(webhooks, { components: { pathItems } }))
  expect(codes).toEqual([
    'ERR_REF_CYCLE acme/openapi.json#/webhooks/a',
    'ERR_REF_MISSING acme/openapi.json#/webhooks/b',
  ])
})

test.each([
  ['../outside.json', 'ERR_REF_OUTSIDE'],
  ['https://example.test/a.json', 'ERR_REF_REMOTE'],
  ['file:///etc/passwd', 'ERR_REF_SCHEME'],
])('nothing is read at %s', async ($ref, code) => {
  const { codes } = await load(document({ a: { $ref }, b: { post: sent({ $ref }) } }))
  expect(codes).toEqual([
    `${code} acme/openapi.json#/webhooks/a`,
    `${code} acme/openapi.json#/webhooks/b/post/requestBody/content/application~1json/schema`,
  ])
})

test.each([
  [{ a: 7 }, 'ERR_INPUT_SHAPE acme/openapi.json#/webhooks/a'],
  [{ a: { post: [] } }, 'ERR_INPUT_SHAPE acme/openapi.json#/webhooks/a/post'],
  [
    { a: { post: sent(7) } },
    'ERR_INPUT_SHAPE acme/openapi.json#/webhooks/a/post/requestBody/content/application~1json/schema',
  ],
])('what is not of the shape is reported: %j', async (webhooks, code) => {
  expect((await load(document(webhooks))).codes).toContain(code)
})
