/** Pointers behind globs: bundles, maps and lists of schemas in one file. */
import { describe, expect, test } from 'vitest'
import { type Loaded, load } from '../folder.js'

const places = ({ events }: Loaded) =>
  events.map(({ key, place }) => [key, `${place.file}#${place.pointer}`])

const bundle = {
  kind: 'a bundle',
  type: 'no type of JSON Schema',
  oneOf: [{ $ref: '#/definitions/a' }, { $ref: 'c.json' }, { title: 'own' }],
  definitions: { a: { properties: { b: { $ref: '#/definitions/b' } } }, b: { type: 'string' } },
}
const files = { 'bundle.json': bundle, 'c.json': { type: 'object' } }

test('the members of a map are events, called by their keys', async () => {
  const loaded = await load(files, ['bundle.json#/definitions'])
  expect(loaded.codes).toEqual([])
  expect(places(loaded)).toEqual([
    ['a', 'bundle.json#/definitions/a'],
    ['b', 'bundle.json#/definitions/b'],
  ])
})

test('the items of a list are called after what they refer to', async () => {
  const loaded = await load(files, ['bundle.json#/oneOf'])
  expect(loaded.codes).toEqual([])
  expect(places(loaded)).toEqual([
    ['a', 'bundle.json#/definitions/a'],
    ['c', 'c.json#'],
    ['2', 'bundle.json#/oneOf/2'],
  ])
})

test('what stands around the schemas need be no schema, unless the file is an event as well', async () => {
  expect((await load(files, ['bundle.json#/definitions', 'bundle.json'])).codes).toEqual([
    'ERR_SCHEMA_INVALID acme/bundle.json#/type',
  ])
})

test('a pointer into a description leads to messages, webhooks or schemas', async () => {
  const content = { 'application/json': { schema: { type: 'object' } } }
  const documents = {
    'async.json': {
      asyncapi: '3.0.0',
      channels: { c: { messages: { M: { name: 'm', payload: { type: 'object' } } } } },
      components: { messages: { N: { payload: { type: 'object' } } } },
    },
    'open.json': {
      openapi: '3.1.0',
      webhooks: { w: { post: { requestBody: { content } } } },
      components: { schemas: { S: { type: 'object' } } },
    },
  }
  const at = (pattern: string) => load(documents, [pattern])
  expect(places(await at('async.json#/channels/c/messages'))).toEqual([
    ['m', 'async.json#/channels/c/messages/M/payload'],
  ])
  expect(places(await at('async.json#/components/messages'))).toEqual([
    ['N', 'async.json#/components/messages/N/payload'],
  ])
  expect(places(await at('open.json#/webhooks'))).toEqual([
    ['w', 'open.json#/webhooks/w/post/requestBody/content/application~1json/schema'],
  ])
  expect(places(await at('open.json#/components/schemas'))).toEqual([
    ['S', 'open.json#/components/schemas/S'],
  ])
})

test('a pointer that leads to no map and no list is an error', async () => {
  const { list } = await load(files, ['bundle.json#/kind', 'bundle.json#/nowhere'])
  expect(list.filter(({ severity }) => severity === 'error')).toMatchObject([
    { code: 'ERR_GLOB_POINTER', pointer: '#/nowhere' },
    { code: 'ERR_GLOB_POINTER', pointer: '#/kind' },
  ])
})

const api = {
  openapi: '3.1.0',
  paths: {},
  webhooks: {
    made: { post: { requestBody: { content: { 'application/json': { schema: true } } } } },
    lost: { post: { requestBody: { content: { 'application/json': { schema: true } } } } },
  },
  components: {
    schemas: {
      MadeEvent: { type: 'object', properties: { by: { $ref: '#/components/schemas/By' } } },
      'order/lost.Event': { type: 'object' },
      By: {},
    },
  },
}

describe('of the schemas that a document holds, those that are events', () => {
  const chosen: [what: string, pattern: string, want: string[]][] = [
    ['one', 'api.json#/components/schemas/MadeEvent', ['MadeEvent']],
    ['one that says nothing', 'api.json#/components/schemas/By', ['By']],
    ['a pattern', 'api.json#/components/schemas/*Event', ['MadeEvent', 'order/lost.Event']],
    ['a pattern of choices', 'api.json#/components/schemas/{By,Made*}', ['MadeEvent', 'By']],
    [
      'a pattern that excludes',
      'api.json#/components/schemas/!(By)',
      ['MadeEvent', 'order/lost.Event'],
    ],
    ['one webhook', 'api.json#/webhooks/made', ['made']],
    ['a pattern of webhooks', 'api.json#/webhooks/l*', ['lost']],
  ]
  test.each(chosen)('%s', async (_what, pattern, want) => {
    const loaded = await load({ 'api.json': api }, [pattern])
    expect(loaded.codes).toEqual([])
    expect(loaded.events.map(({ key }) => key)).toEqual(want)
  })

  test('a name with the letters of a pattern is a name', async () => {
    const names = { 'definitions.json': { 'orders/{id}': { type: 'object' }, 'orders/id': {} } }
    const loaded = await load(names, ['definitions.json#/orders~1{id}'])
    expect(loaded.events.map(({ key }) => key)).toEqual(['orders/{id}'])
  })

  test('patterns inside a pointer lead through lists and maps', async () => {
    const schema = (id: string) => ({ type: 'object', title: id })
    const nested = {
      list: [
        { about: 'a', schema: schema('a') },
        { about: 'b', schema: schema('b') },
      ],
      groups: { door: { opened: schema('o') }, lamp: { lit: schema('l') } },
    }
    const at = async (pattern: string) => (await load({ 'all.json': nested }, [pattern])).events
    expect((await at('all.json#/list/*/schema')).map(({ place }) => place.pointer)).toEqual([
      '/list/0/schema',
      '/list/1/schema',
    ])
    expect((await at('all.json#/groups/*/*')).map(({ key }) => key)).toEqual(['opened', 'lit'])
    expect((await at('all.json#/groups/*')).map(({ key }) => key)).toEqual(['opened', 'lit'])
  })

  test('a pattern that takes nothing is an error, and of several files each may be without', async () => {
    const { list } = await load({ 'api.json': api }, ['api.json#/components/schemas/*Evnt'])
    expect(list).toMatchObject([
      {
        code: 'ERR_GLOB_POINTER',
        hint: expect.stringContaining('MadeEvent, order/lost.Event, By'),
      },
    ])
    const several = {
      'a.json': { definitions: { AEvent: {} } },
      'b.json': { definitions: { B: {} } },
    }
    const loaded = await load(several, ['*.json#/definitions/*Event'])
    expect([loaded.codes, loaded.events.length]).toEqual([[], 1])
  })
})

describe('what holds no schemas', () => {
  test('a list of other things is an error that says where the schemas are', async () => {
    const files = {
      'all.json': { list: [{ about: 'a', schema: { type: 'object' } }], names: ['a'] },
    }
    const wrapped = await load(files, ['all.json#/list'])
    expect(wrapped.list).toMatchObject([
      { code: 'ERR_GLOB_POINTER', pointer: '#/list', hint: 'there are schemas at "#/list/0"' },
    ])
    const texts = await load(files, ['all.json#/names'])
    expect(texts.codes).toEqual(['ERR_GLOB_POINTER acme/all.json#/names'])
  })
  test('an item of a list that is no schema is left out with a warning', async () => {
    const files = { 'all.json': { list: [{ type: 'object' }, 'a', { about: 'b' }] } }
    const loaded = await load(files, ['all.json#/list'])
    expect(loaded.codes).toEqual([
      'WARN_EVENT_SKIPPED acme/all.json#/list/1',
      'WARN_EVENT_SKIPPED acme/all.json#/list/2',
    ])
    expect(loaded.events).toHaveLength(1)
  })
})

describe('an exclusion with a pointer leaves out that schema, and not the file', () => {
  const left: [patterns: string[], want: string[]][] = [
    [['bundle.json#/definitions', '!bundle.json#/definitions/b'], ['a']],
    [
      ['bundle.json#/oneOf', '!bundle.json#/definitions/a'],
      ['c', '2'],
    ],
    [['bundle.json#/oneOf', '!*.json#/oneOf/[02]'], ['c']],
    [['api.json', '!api.json#/webhooks/lost'], ['made']],
    [
      ['api.json#/components/schemas', '!api.json#/components/schemas/!(*Event)'],
      ['MadeEvent', 'order/lost.Event'],
    ],
    [['{bundle,c}.json#/definitions', 'c.json', '!bundle.json#/definitions'], []],
  ]
  test.each(left)('%j', async (patterns, want) => {
    const { events, codes } = await load({ ...files, 'api.json': api }, patterns)
    expect(events.flatMap(({ key }) => key ?? [])).toEqual(want)
    expect(codes).toEqual([])
  })
  test('one that leads nowhere is pointed out', async () => {
    const { codes } = await load(files, ['bundle.json#/definitions', '!bundle.json#/definitions/x'])
    expect(codes).toEqual(['WARN_GLOB_IDLE acme/bundle.json#/definitions/x'])
  })
})
