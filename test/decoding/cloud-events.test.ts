/** CloudEvents through generated SDKs: one event, in whichever mode it comes. */
import { createHmac } from 'node:crypto'
import { beforeAll, describe, expect, test } from 'vitest'
import { generateOrThrow, type LoadedSdk, loadSdk, loadTesting } from '../support/sdk.js'

const auth = {
  type: 'signature',
  alg: 'hmac-sha256',
  key: { secret: 'SECRET' },
  content: '{body}',
  signature: { from: '{header:x-signature}', encoding: 'hex' },
}

const TYPE = 'com.example.order.created.v1'
const DATA = { type: 'object', required: ['n'], properties: { n: { type: 'integer' } } }
const ENVELOPE = {
  type: 'object',
  required: ['specversion', 'id', 'source', 'type', 'data'],
  properties: { type: { const: TYPE }, data: DATA },
}

const providers = {
  whole: { events: { format: 'cloudevents' }, schema: ENVELOPE },
  data: { events: { format: 'cloudevents', payload: '/data' }, schema: DATA },
  closed: { events: { format: 'cloudevents', modes: ['structured', 'batch'] }, schema: ENVELOPE },
} as const

type Name = keyof typeof providers

let out: string
const sdks = new Map<string, LoadedSdk>()

beforeAll(async () => {
  const input = Object.entries(providers).flatMap(([name, { events, schema }]) => [
    [`${name}/webhooks.json`, { auth, events }],
    [`${name}/events/${TYPE}.json`, schema],
  ])
  const made = await generateOrThrow(Object.fromEntries(input))
  out = made.out
  for (const name of Object.keys(providers)) sdks.set(name, await loadSdk(out, name))
})

const logger = { debug() {}, info() {}, warn() {}, error() {} }

async function send(name: Name, body: string, headers: Readonly<Record<string, string>> = {}) {
  const receiver = sdks.get(name)?.createReceiver({ secrets: { SECRET: 'key' }, logger })
  if (receiver === undefined) throw new Error(`no SDK ${name}`)
  const got: unknown[] = []
  receiver.onAny((event) => got.push([event.name, event.id, event.payload]))
  const mac = createHmac('sha256', 'key').update(body).digest('hex')
  const request = { method: 'POST', body, headers: { ...headers, 'x-signature': mac } }
  const { response } = await receiver.receive(request)
  return { status: response.status, got }
}

const event = (more: object = {}) => ({
  specversion: '1.0',
  id: '1',
  source: '/orders',
  type: TYPE,
  data: { n: 1 },
  ...more,
})

const STRUCTURED = { 'content-type': 'application/cloudevents+json; charset=utf-8' }
const BATCH = { 'content-type': 'application/cloudevents-batch+json' }
const BINARY = {
  'content-type': 'application/json',
  'ce-specversion': '1.0',
  'ce-id': '1',
  'ce-source': '/orders',
  'ce-type': TYPE,
}

const ID = '/orders 1'
const binary = { ...event(), datacontenttype: 'application/json' }

describe('the three modes reach the same handler', () => {
  const cases: [mode: string, name: Name, body: unknown, headers: object, payload: unknown][] = [
    ['structured', 'whole', event(), STRUCTURED, event()],
    ['structured, data alone', 'data', event(), STRUCTURED, { n: 1 }],
    ['structured, as plain JSON', 'whole', event(), {}, event()],
    ['batch', 'whole', [event()], BATCH, event()],
    ['batch, data alone', 'data', [event()], BATCH, { n: 1 }],
    ['binary', 'whole', { n: 1 }, BINARY, binary],
    ['binary, data alone', 'data', { n: 1 }, BINARY, { n: 1 }],
  ]
  test.each(cases)('%s', async (_mode, name, body, headers, payload) => {
    const sent = await send(name, JSON.stringify(body), { ...headers })
    expect(sent).toEqual({ status: 200, got: [[TYPE, ID, payload]] })
  })

  test('each event of a batch is one, and an empty batch is none', async () => {
    const { got } = await send('data', JSON.stringify([event(), event({ id: '2' })]), BATCH)
    expect(got).toEqual([
      [TYPE, ID, { n: 1 }],
      [TYPE, '/orders 2', { n: 1 }],
    ])
    expect(await send('data', '[]', BATCH)).toEqual({ status: 200, got: [] })
  })

  test.each([
    ['structured', event({ data: { n: 'x' } }), STRUCTURED],
    ['batch', [event({ data: {} })], BATCH],
    ['binary', { n: 'x' }, BINARY],
  ])('%s: the schema is asked', async (_mode, body, headers) => {
    expect(await send('data', JSON.stringify(body), headers)).toMatchObject({ status: 422 })
    expect(await send('whole', JSON.stringify(body), headers)).toMatchObject({ status: 422 })
  })
})

describe('data', () => {
  const base64 = (text: string) => Buffer.from(text).toString('base64')

  test('that is bytes is read where it says that it is JSON', async () => {
    const { data: _, ...rest } = event()
    const sent = (more: object) => send('data', JSON.stringify({ ...rest, ...more }), STRUCTURED)
    const got = [[TYPE, ID, { n: 1 }]]
    expect(await sent({ data_base64: base64('{"n":1}') })).toEqual({ status: 200, got })
    const type = { datacontenttype: 'application/vnd.a+json' }
    expect(await sent({ data_base64: base64('{"n":1}'), ...type })).toEqual({ status: 200, got })
    const image = { data_base64: base64('{"n":1}'), datacontenttype: 'image/png' }
    expect(await sent(image)).toMatchObject({ status: 422 })
    expect(await sent({ data_base64: '{"n":1}' })).toMatchObject({ status: 400 })
    expect(await sent({ data_base64: base64('{"n":') })).toMatchObject({ status: 400 })
    expect(await sent({ data_base64: base64('{"n":1,"__proto__":{}}') })).toMatchObject({
      status: 400,
    })
  })

  const raw: [type: string, body: string, more: object][] = [
    ['text/plain', 'hällo', { data: 'hällo' }],
    ['application/xml', '<a/>', { data: '<a/>' }],
    ['application/octet-stream', 'abc', { data_base64: base64('abc') }],
    ['application/json', '', {}],
  ]
  test.each(raw)('of %s in binary mode', async (type, body, more) => {
    const headers = { ...BINARY, 'content-type': type }
    const { source } = await unwrapped(body, headers)
    const { data: _, ...rest } = event()
    expect(source).toEqual({ ...rest, datacontenttype: type, ...more })
  })

  /** What the schema gets, whatever it says of it. */
  async function unwrapped(body: string, headers: Readonly<Record<string, string>>) {
    const receiver = sdks.get('whole')?.createReceiver({
      secrets: { SECRET: 'key' },
      logger,
      validation: 'off',
    })
    let source: unknown
    receiver?.onAny((one) => {
      source = one.payload
    })
    const mac = createHmac('sha256', 'key').update(body).digest('hex')
    await receiver?.receive({ method: 'POST', body, headers: { ...headers, 'x-signature': mac } })
    return { source }
  }

  test('attributes are decoded, and extensions are attributes', async () => {
    const headers = { ...BINARY, 'ce-subject': 'Euro%20%E2%82%AC%2520', 'ce-partitionkey': 'p' }
    const { source } = await unwrapped('{"n":1}', headers)
    expect(source).toEqual({ ...binary, subject: 'Euro €%20', partitionkey: 'p' })
  })
  test('headers cannot say what the body and its type say', async () => {
    const headers = { ...BINARY, 'ce-data': 'x', 'ce-datacontenttype': 'x', 'ce-data_base64': 'x' }
    expect(await unwrapped('{"n":1}', headers)).toEqual({ source: binary })
  })
})

describe('what is no CloudEvent is malformed', () => {
  const cases: [name: string, body: unknown, headers: object][] = [
    ['no version', event({ specversion: undefined }), STRUCTURED],
    ['a version of the future', event({ specversion: '2.0' }), STRUCTURED],
    ['no id', event({ id: '' }), STRUCTURED],
    ['an id that is a number', event({ id: 1 }), STRUCTURED],
    ['no source', event({ source: undefined }), STRUCTURED],
    ['no type', event({ type: undefined }), BATCH],
    ['a batch that is no array', event(), BATCH],
    ['an array that is no batch', [event()], STRUCTURED],
    ['an element that is no event', [event(), 7], BATCH],
    ['an Avro event', event(), { 'content-type': 'application/cloudevents+avro' }],
    ['a broken escape', { n: 1 }, { ...BINARY, 'ce-subject': '%FF' }],
    ['binary without a source', { n: 1 }, { ...BINARY, 'ce-source': '' }],
  ]
  test.each(cases)('%s', async (_name, body, headers) => {
    const sent = await send('whole', JSON.stringify(body), { ...headers })
    expect(sent).toEqual({ status: 400, got: [] })
  })

  test('an attribute that comes twice', async () => {
    const receiver = sdks.get('data')?.createReceiver({ secrets: { SECRET: 'key' }, logger })
    const mac = createHmac('sha256', 'key').update('{"n":1}').digest('hex')
    const once = [...Object.entries(BINARY), ['x-signature', mac]] as [string, string][]
    const send = async (headers: [string, string][]) =>
      (await receiver?.receive({ method: 'POST', body: '{"n":1}', headers }))?.response.status
    expect(await send(once)).toBe(200)
    expect(await send([...once, ['ce-subject', 'a'], ['ce-subject', 'b']])).toBe(400)
  })

  test('a mode that the provider does not use', async () => {
    expect(await send('closed', '{"n":1}', BINARY)).toMatchObject({ status: 400 })
    const plain = { ...BINARY, 'content-type': 'application/cloudevents+json' }
    expect(await send('closed', '{"n":1}', plain)).toMatchObject({ status: 400 })
    expect(await send('closed', JSON.stringify(event()), STRUCTURED)).toMatchObject({ status: 200 })
    expect(await send('closed', JSON.stringify([event()]), BATCH)).toMatchObject({ status: 200 })
  })
})

test('in binary mode a signature of the body covers neither type nor id', () => {
  const covered = { body: true, timestamp: false }
  const coverageOf = (name: Name) => sdks.get(name)?.coverage['default']
  expect(coverageOf('whole')).toEqual({ ...covered, type: false, id: false })
  expect(coverageOf('closed')).toEqual({ ...covered, type: true, id: true })
})

test.each(['whole', 'data', 'closed'] as const)('%s: a test signs one', async (name) => {
  const { sign } = await loadTesting(out, name)
  const receiver = sdks.get(name)?.createReceiver({ secrets: { SECRET: 'key' }, logger })
  const ids: unknown[] = []
  receiver?.onAny((one) => ids.push(one.id))
  const payload = name === 'data' ? { n: 1 } : event()
  const request = await sign(TYPE, payload, { secrets: { SECRET: 'key' }, id: '7' })
  expect((await receiver?.fetch(request))?.status).toBe(200)
  expect(ids).toEqual([name === 'data' ? 'https://example.test/ 7' : ID])
})
