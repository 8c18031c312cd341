/** Events of AsyncAPI documents: the messages that the application sends. */
import { describe, expect, test } from 'vitest'
import { type Content, type Loaded, load } from '../folder.js'

const PAYLOAD = { type: 'object' }

const file = (content: object): Record<string, Content> => ({ 'asyncapi.json': content })
const keys = ({ events }: Loaded) => events.map(({ key }) => key)

describe('AsyncAPI 2', () => {
  const two = (channels: object, more: object = {}) =>
    file({ asyncapi: '2.6.0', channels, ...more })
  const message = (name: string) => ({ name, payload: PAYLOAD })

  test('what others subscribe to is what the application sends', async () => {
    const loaded = await load(
      two({ x: { subscribe: { message: message('out') }, publish: { message: message('in') } } }),
    )
    expect(loaded.codes).toEqual([])
    expect(keys(loaded)).toEqual(['out'])
    expect(loaded.documents.get('asyncapi.json')?.draft).toBe('07')
  })
  test('a document of what is only received describes the receiver', async () => {
    expect(keys(await load(two({ x: { publish: { message: message('in') } } })))).toEqual(['in'])
  })
  test('messages are named by themselves, their id, their key or their channel', async () => {
    const messages = { Key: { payload: PAYLOAD } }
    const oneOf = [
      { name: 'a', messageId: 'b', payload: PAYLOAD },
      { messageId: 'c', payload: PAYLOAD },
      { $ref: '#/components/messages/Key' },
      { payload: PAYLOAD },
    ]
    const loaded = await load(
      two({ channel: { subscribe: { message: { oneOf } } } }, { components: { messages } }),
    )
    expect(keys(loaded)).toEqual(['a', 'c', 'Key', 'channel'])
  })
  test('a document without channels means the messages that it collects', async () => {
    const components = { messages: { A: { payload: { $ref: 'a.json' } } } }
    const loaded = await load({ ...two({}, { components }), 'a.json': PAYLOAD })
    expect(loaded.events).toMatchObject([{ key: 'A', place: { file: 'a.json', pointer: '' } }])
  })
})

describe('AsyncAPI 3', () => {
  const channel = { $ref: '#/channels/c' }
  const three = (operations: object, messages: object = MESSAGES) =>
    file({ asyncapi: '3.0.0', channels: { c: { messages } }, operations })
  const MESSAGES = { A: { payload: PAYLOAD }, B: { name: 'b', payload: PAYLOAD } }
  const [a] = [{ $ref: '#/channels/c/messages/A' }]

  test('operations that send say which messages', async () => {
    const operations = {
      out: { action: 'send', channel, messages: [a] },
      in: { action: 'receive', channel },
    }
    expect(keys(await load(three(operations)))).toEqual(['A'])
  })
  test('or those of their channel', async () => {
    expect(keys(await load(three({ out: { action: 'send', channel } })))).toEqual(['A', 'b'])
  })
  test('without any, what is received counts, and without that the channels', async () => {
    expect(keys(await load(three({ in: { action: 'receive', channel, messages: [a] } })))).toEqual([
      'A',
    ])
    expect(keys(await load(three({})))).toEqual(['A', 'b'])
  })
  test('a message that two operations send is one event', async () => {
    const one = { action: 'send', channel, messages: [a] }
    expect(keys(await load(three({ one, two: one })))).toEqual(['A'])
  })
})

describe('the languages of payloads', () => {
  const of = (payload: object, more: object = {}) =>
    file({ asyncapi: '3.0.0', components: { messages: { A: { payload, ...more } } } })
  const format = (schemaFormat: string, schema: object = PAYLOAD) => of({ schemaFormat, schema })

  test.each([
    ['application/vnd.aai.asyncapi+yaml;version=3.0.0', '07'],
    ['application/schema+json;version=draft-07', '07'],
    ['application/schema+yaml; version="draft-04"', '04'],
    ['application/schema+json;version=2020-12', '2020-12'],
    ['application/vnd.oai.openapi;version=3.0.0', '2020-12'],
  ])('%s', async (schemaFormat, draft) => {
    const loaded = await load(format(schemaFormat))
    expect(loaded.codes).toEqual([])
    expect(loaded.events[0]?.place.pointer).toBe('/components/messages/A/payload/schema')
    expect(loaded.documents.get('asyncapi.json')?.draft).toBe(draft)
  })
  test.each([
    ['application/vnd.apache.avro;version=1.9.0', 'Avro'],
    ['application/vnd.google.protobuf;version=3', 'Protocol Buffers'],
    ['application/raml+yaml;version=1.0', 'RAML'],
    ['application/x-own', 'application/x-own'],
  ])('%s is left out by name', async (schemaFormat, title) => {
    const { list } = await load(format(schemaFormat))
    expect(list.map(({ message }) => message)).toContain(
      `"A" is no event: its payload is described in ${title}`,
    )
  })
  test('two drafts in one document are an error that says where', async () => {
    const messages = {
      A: { payload: { schemaFormat: 'application/schema+json;version=2020-12', schema: PAYLOAD } },
      B: { payload: PAYLOAD },
    }
    const { codes } = await load(file({ asyncapi: '3.0.0', components: { messages } }))
    expect(codes).toEqual(['ERR_SCHEMA_FORMAT acme/asyncapi.json#/components/messages/A/payload'])
  })
  test('a payload of another media type is left out', async () => {
    const { list } = await load(of(PAYLOAD, { contentType: 'application/xml' }))
    expect(list.map(({ message }) => message)).toContain(
      '"A" is no event: its payload is application/xml',
    )
  })
  test('a message without a payload is left out', async () => {
    const { list } = await load(file({ asyncapi: '2.0.0', components: { messages: { A: {} } } }))
    expect(list.map(({ message }) => message)).toContain('"A" is no event: it has no payload')
  })
})

test('a payload may be true, and anything but a schema is told once', async () => {
  const of = (payload: unknown) =>
    file({ asyncapi: '3.0.0', components: { messages: { A: { payload } } } })
  expect((await load(of(true))).codes).toEqual([])
  expect((await load(of('x'))).list).toMatchObject([
    { code: 'ERR_INPUT_SHAPE', message: '"payload" must be a schema' },
  ])
})

test('what a message does not say, its traits may', async () => {
  const traits = [
    { name: 'a' },
    { name: 'b', 'x-event-type': 'A', contentType: 'application/json' },
  ]
  const messages = { M: { payload: PAYLOAD, traits, contentType: 'application/x+json' } }
  const { events } = await load(file({ asyncapi: '3.0.0', components: { messages } }))
  expect(events).toMatchObject([{ key: 'a', declared: 'A' }])
})

test('a document without messages is an error', async () => {
  expect((await load(file({ asyncapi: '3.0.0' }))).codes).toEqual([
    'ERR_NO_EVENTS acme/asyncapi.json#',
  ])
})
