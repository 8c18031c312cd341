/** The hazards that other receivers have in their code, each tried on a generated SDK. */
import { join } from 'node:path'
import { beforeAll, expect, test, vi } from 'vitest'
import {
  answerOverHttp,
  generateShops,
  NOW,
  paid,
  request,
  SECRET,
  signed,
  signedAt,
  silent,
  sourcesIn,
  streaming,
  voided,
} from './sdk.js'

const OK = '{"ok":true}'
const FAILED = '{"ok":false,"error":"failed"}'
const UNAUTHORIZED = '{"ok":false,"error":"unauthorized"}'

let shops: Awaited<ReturnType<typeof generateShops>>

beforeAll(async () => {
  shops = await generateShops(['shop', 'timed', 'exact', 'checked'])
})

const sources = () => sourcesIn(join(shops.out, 'shop/src'))

test('H1: a handler cannot choose the status, and its message stays here', async () => {
  const { receiver, handler } = await shops.open('shop')
  handler.mockRejectedValue(Object.assign(new Error('db pw hunter2'), { status: 404 }))
  const response = await receiver.fetch(request(signed(paid)))
  expect(response.status).toBe(500)
  expect(await response.text()).toBe(FAILED)
})

test('H2: nothing is acknowledged before its handler is done', async () => {
  const { receiver, handler } = await shops.open('shop')
  let fail: (reason: Error) => void = () => undefined
  handler.mockReturnValue(new Promise((_resolve, reject) => (fail = reject)))
  const answered = vi.fn()
  const response = receiver.fetch(request(signed(paid))).finally(answered)
  await vi.waitFor(() => expect(handler).toHaveBeenCalled())
  await new Promise((resolve) => setTimeout(resolve, 50))
  expect(answered).not.toHaveBeenCalled()
  fail(new Error('too late'))
  expect((await response).status).toBe(500)
})

test('H3: a body that breaks off is a 400, one that was used a 500, and nothing is left rejected', async () => {
  const unhandled = vi.fn()
  process.on('unhandledRejection', unhandled)
  const { receiver } = await shops.open('shop')
  const body = new ReadableStream({ pull: (stream) => stream.error(new TypeError('reset')) })
  expect((await receiver.fetch(streaming(body))).status).toBe(400)
  const used = request(signed(paid))
  await used.text()
  expect((await receiver.fetch(used)).status).toBe(500)
  await new Promise((resolve) => setTimeout(resolve, 10))
  process.off('unhandledRejection', unhandled)
  expect(unhandled).not.toHaveBeenCalled()
})

test('H4: mistake 14: bytes that are no UTF-8 are verified as bytes, and then refused', async () => {
  const { receiver } = await shops.open('shop')
  const [one, two] = [0xff, 0xfe].map((byte) => Uint8Array.of(0x22, byte, 0x22))
  const genuine = signed(one)
  await expect(receiver.verify(genuine)).resolves.toMatchObject({ secretId: 'KEY' })
  expect((await receiver.fetch(request(genuine))).status).toBe(400)
  // Both decode to the same text where bytes are replaced instead of refused.
  const swapped = { ...genuine, body: two ?? '' }
  expect((await receiver.receive(swapped)).response.status).toBe(401)
})

test.each([
  ['timed', 300, 200],
  ['timed', -300, 200],
  ['timed', 301, 401],
  ['timed', -301, 401],
  ['exact', 0, 200],
  ['exact', 1, 401],
  ['exact', -1, 401],
] as const)('H5: of %s, %i seconds old is a %i', async (name, age, status) => {
  const { receiver } = await shops.open(name, { clock: () => NOW * 1000 })
  expect((await receiver.receive(signedAt(NOW - age))).response.status).toBe(status)
})

test('H6: the body is read once, however many handlers and events there are', async () => {
  const { receiver, handler } = await shops.open('shop')
  const second = vi.fn()
  const onVoided = vi.fn()
  receiver.onAny(second)
  receiver.onEvent('order.voided', onVoided)
  for (const event of [paid, voided]) {
    expect((await receiver.fetch(request(signed(event)))).status).toBe(200)
  }
  expect(handler.mock.calls.map(([payload]) => payload)).toEqual([paid])
  expect(onVoided.mock.calls.map(([payload]) => payload)).toEqual([voided])
  expect(second).toHaveBeenCalledTimes(2)
})

test('H7: events of one shape are told apart by their names', async () => {
  const { receiver } = await shops.open('shop')
  await expect(receiver.unwrap(signed(voided))).resolves.toMatchObject({ name: 'order.voided' })
  await expect(receiver.unwrap(signed(paid))).resolves.toMatchObject({ name: 'order.paid' })
})

test('H8: mistake 8: signatures are compared as bytes and in constant time, and every digit counts', async () => {
  const { receiver } = await shops.open('shop')
  const { headers, body } = signed(paid)
  const signature = headers['x-signature']
  for (const at of [0, 1, 31, 62, 63]) {
    const digit = signature[at] === '0' ? '1' : '0'
    const forged = signature.slice(0, at) + digit + signature.slice(at + 1)
    const { response } = await receiver.receive({
      headers: { ...headers, 'x-signature': forged },
      body,
    })
    expect(response.status).toBe(401)
  }
  const auth = sources().filter(([path]) => path.startsWith('runtime/auth/'))
  const compared = auth.filter(([, text]) => text.includes('equalBytes('))
  expect(compared.map(([path]) => path)).toEqual(['runtime/auth/mac.ts'])
  for (const [path, text] of auth) {
    expect(text, path).not.toMatch(/\b(?:mac|candidate|signature|digest)\s*[!=]==\s*(?!undefined)/)
  }
})

test('H9: a body that somebody parsed is a clear error, and never written anew', async () => {
  const { receiver } = await shops.open('shop')
  const { headers } = signed(paid)
  const parsed = { headers, body: paid as unknown as string }
  const message =
    'the body must be the bytes or the text that was sent, and something has parsed or read it: put the receiver before body parsers such as express.json(), or hand over the raw body they keep'
  await expect(receiver.verify(parsed)).rejects.toMatchObject({
    code: 'ERR_BODY_CONSUMED',
    message,
  })
  expect(await receiver.receive(parsed)).toMatchObject({ response: { status: 500, body: FAILED } })
})

const { headers: HEADERS, body: TEXT } = signed(paid)
const BYTES = new TextEncoder().encode(String(TEXT))

test.each([
  ['Headers', new Headers(HEADERS)],
  ['a record', HEADERS],
  ['a record of lists', { 'X-Signature': [HEADERS['x-signature']] }],
  ['pairs', Object.entries(HEADERS)],
  ['a map', new Map(Object.entries(HEADERS))],
])('H10: headers as %s', async (_name, headers) => {
  const { receiver } = await shops.open('shop')
  await expect(receiver.verify({ headers, body: TEXT })).resolves.toHaveProperty('secretId', 'KEY')
})

test.each([
  ['text', TEXT],
  ['bytes', BYTES],
  ['a Buffer', Buffer.from(BYTES)],
  ['an ArrayBuffer', BYTES.buffer],
  ['a view', new DataView(BYTES.buffer)],
])('H10: the body as %s', async (_name, body) => {
  const { receiver } = await shops.open('shop')
  await expect(receiver.verify({ headers: HEADERS, body })).resolves.toHaveProperty(
    'secretId',
    'KEY',
  )
})

test('H11: no parse decides on what is not proven, and what is stale is refused before it is handled', async () => {
  const { receiver } = await shops.open('shop')
  const parse = vi.spyOn(JSON, 'parse').mockImplementation(() => {
    throw new Error('this was parsed')
  })
  const forged = { ...signed('{"type":'), headers: signed('x').headers }
  const refused = { status: 401, body: UNAUTHORIZED }
  for (let time = 0; time < 30; time++) {
    expect((await receiver.receive(forged)).response).toMatchObject(refused)
  }
  // Few of them are looked at afterwards, for what the owner is told of a body that was written anew.
  expect(parse.mock.calls.length).toBeLessThanOrEqual(10)
  parse.mockClear()
  const large = { ...signed(`{"type":"${'x'.repeat(100_000)}"`), headers: signed('x').headers }
  const other = await shops.open('shop')
  expect((await other.receiver.receive(large)).response).toMatchObject(refused)
  expect(parse).not.toHaveBeenCalled()
  parse.mockRestore()
  const timed = await shops.open('timed', { clock: () => NOW * 1000 })
  expect((await timed.receiver.receive(signedAt(NOW - 9999))).response.status).toBe(401)
  expect(timed.handler).not.toHaveBeenCalled()
})

test.each([1, '1', true, 'yes'])(
  'H12: a handshake never lets an event in: ssl_check %j',
  async (value) => {
    const { receiver, handler } = await shops.open('checked')
    const body = JSON.stringify({ ...paid, ssl_check: value })
    const receipt = await receiver.receive({
      headers: { 'content-type': 'application/json' },
      body,
    })
    expect(receipt.outcome).toBe('handshake')
    expect(handler).not.toHaveBeenCalled()
    await expect(receiver.verify({ headers: {}, body })).rejects.toMatchObject({
      code: 'ERR_HANDSHAKE',
    })
  },
)

test('H13: an event that the SDK does not know is acknowledged', async () => {
  const { receiver } = await shops.open('shop')
  const unknown = vi.fn()
  receiver.onUnknown(unknown)
  const response = await receiver.fetch(request(signed({ type: 'order.shipped', id: 'o_1' })))
  expect([response.status, await response.text()]).toEqual([200, OK])
  expect(unknown).toHaveBeenCalledTimes(1)
})

test('H14: two handlers of one event both run', async () => {
  const { receiver, handler } = await shops.open('shop')
  const again = vi.fn()
  receiver.onEvent('order.paid', again)
  await receiver.fetch(request(signed(paid)))
  expect([handler, again].map(({ mock }) => mock.calls.length)).toEqual([1, 1])
})

test('H18: a proof that does not hold is a 401, whether or not anybody listens', async () => {
  const { receiver } = await shops.open('shop', { secret: `${SECRET}!`, logger: silent })
  expect(await answerOverHttp(receiver, signed(paid))).toEqual([401, UNAUTHORIZED])
})
