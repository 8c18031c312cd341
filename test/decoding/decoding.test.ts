/** Events that are no JSON body, through generated SDKs: forms, texts, envelopes and batches. */
import { createHmac } from 'node:crypto'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { generateFrom, generateOrThrow, type LoadedSdk, loadSdk } from '../support/sdk.js'

const FORM = 'application/x-www-form-urlencoded'

const auth = {
  type: 'signature',
  alg: 'hmac-sha256',
  key: { secret: 'SECRET' },
  content: '{body}',
  signature: { from: '{header:x-signature}', encoding: 'hex' },
}
const token = {
  type: 'jwt',
  token: { from: '{header:authorization|credentials:Bearer}' },
  algs: ['HS256'],
  key: { secret: 'SECRET' },
}

const events = {
  form: { format: 'form', type: '{form:kind}', id: '{form:id}' },
  github: { type: '{header:x-event}', payload: { from: '{form:payload}' } },
  sns: { type: '{json:/Kind}', payload: { from: '{json:/Message}', pointer: '/data' } },
  base64: { payload: { from: '{json:/data|decode:base64}' } },
  claims: { payload: { from: '{jwt:/event}' } },
  xml: { format: 'text', type: 'a' },
  plain: { payload: '/data' },
} as const

type Name = keyof typeof events

/** Payloads that are marked are wrong. */
const SCHEMA = { not: { type: 'object', required: ['wrong'] } }

const sdks = new Map<string, LoadedSdk>()
let out: string

beforeAll(async () => {
  const input = Object.entries(events).flatMap(([name, read]) => [
    [`${name}/webhooks.json`, { auth: name === 'claims' ? token : auth, events: read }],
    [`${name}/events/a.json`, SCHEMA],
    [`${name}/events/b.json`, SCHEMA],
  ])
  out = (await generateOrThrow(Object.fromEntries(input))).out
  for (const name of Object.keys(events)) sdks.set(name, await loadSdk(out, name))
}, 200_000)

const sign = (body: string | Uint8Array) => createHmac('sha256', 'key').update(body).digest('hex')

async function receive(
  name: Name,
  body: string | Uint8Array,
  headers: Record<string, string> = {},
  options: object = {},
) {
  const receiver = sdks.get(name)?.createReceiver({ secrets: { SECRET: 'key' }, ...options })
  const got: unknown[] = []
  receiver?.onAny((event) => got.push([event.name, event.id, event.payload]))
  const signed = { 'x-signature': sign(body), ...headers }
  const receipt = await receiver?.receive({ method: 'POST', headers: signed, body })
  return { status: receipt?.response.status, got }
}

const handled = (...got: readonly unknown[]) => ({ status: 200, got })
const status = (code: number) => ({ status: code, got: [] })

describe('a form', () => {
  const send = (body: string | Uint8Array) => receive('form', body, { 'content-type': FORM })

  test('is the event', async () => {
    expect(await send('kind=a&id=1&x=y+z&x=%C3%A9')).toEqual(
      handled(['a', '1', { kind: 'a', id: '1', x: ['y z', 'é'] }]),
    )
  })

  test.each([
    ['an escape that breaks off', 'kind=a&x=%4'],
    ['escapes that are no UTF-8', 'kind=a&x=%ff'],
    ['bytes that are no UTF-8', Uint8Array.of(0x6b, 0x3d, 0xff)],
    ['a field named __proto__', 'kind=a&__proto__=x'],
    ['10,001 fields', `kind=a${'&x'.repeat(10_000)}`],
    ['half a million fields', `kind=a${'&x'.repeat(5e5)}`],
  ])('with %s is a 400', async (_name, body) => {
    expect(await send(body)).toEqual(status(400))
  })

  test('that names its event twice names none', async () => {
    expect(await send('kind=a&kind=b')).toEqual(status(200))
  })

  test('is not taken under another content type', async () => {
    const sent = receive('form', 'kind=a', { 'content-type': 'application/json' })
    expect(await sent).toEqual(status(415))
  })
})

describe('what is carried', () => {
  const json = { 'content-type': 'application/json' }

  test('in a field of a form', async () => {
    const body = new URLSearchParams({ payload: '{"n":1}' }).toString()
    const headers = { 'content-type': FORM, 'x-event': 'a' }
    expect(await receive('github', body, headers)).toEqual(handled(['a', undefined, { n: 1 }]))
    expect(await receive('github', 'payload={', headers)).toEqual(status(400))
    expect(await receive('github', 'other=1', headers)).toEqual(status(400))
    const twice = `${body}&${body}`
    expect(await receive('github', twice, headers)).toEqual(status(400))
  })

  test('in a member', async () => {
    const body = (message: string) => JSON.stringify({ Kind: 'b', Message: message })
    const want = handled(['b', undefined, [1]])
    expect(await receive('sns', body('{"data":[1]}'), json)).toEqual(want)
    expect(await receive('sns', body('{"__proto__":1}'), json)).toEqual(status(400))
  })

  test('in base64, and names itself', async () => {
    const data = Buffer.from('{"type":"b"}').toString('base64')
    const want = handled(['b', undefined, { type: 'b' }])
    expect(await receive('base64', JSON.stringify({ data }), json)).toEqual(want)
    expect(await receive('base64', '{"data":"_"}', json)).toEqual(status(400))
  })

  test('in a claim', async () => {
    const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
    const claims = { exp: Math.floor(Date.now() / 1000) + 60, event: '{"type":"a"}' }
    const signed = `${encode({ alg: 'HS256' })}.${encode(claims)}`
    const mac = createHmac('sha256', 'key').update(signed).digest('base64url')
    const headers = { ...json, authorization: `Bearer ${signed}.${mac}` }
    expect(await receive('claims', '', headers)).toEqual(handled(['a', undefined, { type: 'a' }]))
  })

  test('as text', async () => {
    const xml = { 'content-type': 'application/xml' }
    expect(await receive('xml', '<a>é</a>', xml)).toEqual(handled(['a', undefined, '<a>é</a>']))
    expect(await receive('xml', '')).toEqual(handled(['a', undefined, '']))
    expect(await receive('xml', Uint8Array.of(0xff), xml)).toEqual(status(400))
  })
})

test.each([
  [
    'forms',
    { format: 'form', type: 'a' },
    { content: '{body}', challenge: '{query:c|hmac-sha256:SECRET|hex}' },
  ],
  [
    'texts',
    { format: 'text', type: 'a' },
    { content: '{body}', challenge: '{query:c|hmac-sha256:SECRET|hex}' },
  ],
  [
    'JSON beside the field that is signed',
    { type: 'a' },
    { content: '{form:p}', challenge: '{query:c|hmac-sha256:SECRET|hex}' },
  ],
])('words that a handshake signs could be read as %s', async (_name, read, given) => {
  const handshake = {
    name: 'challenge',
    method: 'GET',
    match: [{ value: '{query:c}', present: true }],
    guard: [{ value: '{query:c}', matches: '[a-z]{1,32}' }],
    verify: 'none',
    respond: { status: 200, body: given.challenge },
  }
  const config = {
    auth: { ...auth, content: given.content },
    events: read,
    handshakes: [handshake],
  }
  const files = { 'acme/webhooks.json': config, 'acme/events/a.json': true }
  const { report } = await generateFrom(files)
  expect(report.diagnostics.map(({ code, pointer }) => [code, pointer])).toContainEqual([
    'ERR_HANDSHAKE_ORACLE',
    '#/events',
  ])
})

describe('an SDK holds the code of its own format', () => {
  const READERS = [
    'batch',
    'body-text',
    'carried',
    'form',
    'form-payload',
    'multipart',
    'query-payload',
  ]
  const own: [name: Name, want: string[]][] = [
    ['form', ['form', 'form-payload', 'multipart']],
    ['github', ['carried', 'form', 'multipart']],
    ['sns', ['carried']],
    ['xml', ['body-text']],
    ['plain', []],
  ]
  test.each(own)('%s', (name, want) => {
    const files = readdirSync(join(out, name, 'src/runtime/expr'))
    expect(READERS.filter((reader) => files.includes(`${reader}.ts`))).toEqual(want)
  })
})
