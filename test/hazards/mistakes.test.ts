/** Known mistakes of receivers, by their numbers in docs/security.md, tried on generated SDKs. */
import { createHmac } from 'node:crypto'
import { beforeAll, describe, expect, test, vi } from 'vitest'
import type { ReceiverOptions } from '../../templates/runtime/options.js'
import { generateShops, mac, NOW, paid, SECRET, signed, silent, streaming } from './sdk.js'

const REFUSED = { status: 401, body: '{"ok":false,"error":"unauthorized"}' }

let shops: Awaited<ReturnType<typeof generateShops>>

beforeAll(async () => {
  shops = await generateShops(['shop', 'standard', 'basic', 'open'])
})

/** A delivery to the shop with another signature than its own. */
async function withSignature(
  signature: string | undefined,
  options: Partial<ReceiverOptions> = {},
) {
  const { receiver, handler } = await shops.open('shop', options)
  const { headers, body } = signed(paid)
  const { 'x-signature': _own, ...others } = headers
  const given = signature === undefined ? others : { ...others, 'x-signature': signature }
  const { response } = await receiver.receive({ headers: given, body })
  return { response, calls: handler.mock.calls.length }
}

test('mistake 2: no handler runs before a slow verification has ended, and none after it failed', async () => {
  const slow = () => new Promise<string>((resolve) => setTimeout(resolve, 20, `${SECRET}!`))
  const { receiver, handler } = await shops.open('shop', { secret: slow })
  expect((await receiver.receive(signed(paid))).response).toMatchObject(REFUSED)
  await new Promise((resolve) => setTimeout(resolve, 40))
  expect(handler).not.toHaveBeenCalled()
})

describe('mistake 3: a secret that is empty once its prefix is cut off', () => {
  test.each(['', ' ', 'whsec_'])('%j', async (secret) => {
    await expect(shops.open('standard', { secret })).rejects.toMatchObject({
      code: 'ERR_SECRET_INVALID',
      message: expect.stringMatching(/^the secret SECRET is (?:empty|not encoded as it should be)/),
    })
  })

  test('found for a delivery only', async () => {
    const { receiver } = await shops.open('standard', { secret: () => 'whsec_' })
    const forged = createHmac('sha256', '').update('m.1700000000.{}').digest('base64')
    const headers = {
      'webhook-id': 'm',
      'webhook-timestamp': String(NOW),
      'webhook-signature': `v1,${forged}`,
    }
    const receipt = await receiver.receive({ headers, body: '{}' })
    expect(receipt.outcome).toBe('failed')
    expect(receipt.response.status).toBe(500)
  })
})

describe('mistake 4: a missing secret never means that nothing is verified', () => {
  test.each([{ secret: undefined }, { secret: undefined, secrets: {} }])('%j', async (options) => {
    await expect(shops.open('shop', options)).rejects.toMatchObject({ code: 'ERR_SECRET_INVALID' })
  })

  test('a function without an answer', async () => {
    const { receiver, handler } = await shops.open('shop', { secret: () => undefined })
    const { response } = await receiver.receive(signed(paid))
    expect(response.status).toBeGreaterThanOrEqual(400)
    expect(handler).not.toHaveBeenCalled()
  })
})

test('mistake 5: who proves nothing has to be let in on purpose', async () => {
  await expect(shops.open('open')).rejects.toThrow(
    new TypeError(
      'the scheme default proves nothing, so anybody may call: say acceptUnsigned: true if that is meant',
    ),
  )
  await expect(
    shops.open('open', { secret: undefined, acceptUnsigned: true }),
  ).rejects.toMatchObject({ code: 'ERR_SECRET_INVALID' })
  await expect(shops.open('open', { acceptUnsigned: true })).resolves.toBeDefined()
})

test('mistake 7: what is refused is reported, and goes no further', async () => {
  const warn = vi.fn()
  const { receiver, handler } = await shops.open('shop', { logger: { ...silent, warn } })
  const onError = vi.fn()
  receiver.onError(onError)
  const { headers } = signed('x')
  expect((await receiver.receive({ headers, body: JSON.stringify(paid) })).response).toMatchObject(
    REFUSED,
  )
  expect(onError.mock.calls[0]?.[0]).toMatchObject({ code: 'ERR_PROOF_INVALID' })
  expect(handler).not.toHaveBeenCalled()
})

const own = mac(JSON.stringify(paid))
const lengths: [name: string, signature: string | undefined][] = [
  ['mistake 9: no signature behind its name', ''],
  ['mistake 9: its first byte', own.slice(0, 2)],
  ['mistake 9: all but its last byte', own.slice(0, -2)],
  ['mistake 10: one byte too many', `${own}00`],
  ['mistake 10: half a byte too many', `${own}0`],
  ['mistake 10: a text of the same length', 'A'.repeat(44).padEnd(64, '=')],
  ['mistake 11: no header', undefined],
  ['mistake 11: a comma', ','],
  ['mistake 11: an odd one', '\u00e9'],
  ['mistake 11: a long one', 'a'.repeat(30_000)],
  [
    'mistake 12: padded with zeros',
    own
      .slice(0, -2)
      .padEnd(64, '0')
      .replace(/00$/, own.endsWith('00') ? '01' : '00'),
  ],
  ['mistake 12: with a blank inside', `${own.slice(0, 32)} ${own.slice(32)}`],
  ['mistake 12: with another prefix', `sha256=${own}`],
]

test.each(lengths)('%s', async (_name, signature) => {
  expect(await withSignature(signature)).toMatchObject({ response: REFUSED, calls: 0 })
})

test('mistake 11: one that is longer than all headers may be', async () => {
  const response = { status: 431 }
  expect(await withSignature('a'.repeat(100_000))).toMatchObject({ response, calls: 0 })
})

test('the very signature is accepted', async () => {
  expect(await withSignature(own)).toMatchObject({ response: { status: 200 }, calls: 1 })
})

test('mistake 24: an endless body is given up at its limit, before it is verified', async () => {
  const { receiver } = await shops.open('shop', { limits: { bodyBytes: 1000 } })
  let pulled = 0
  const body = new ReadableStream({
    pull: (stream) => {
      pulled += 1
      stream.enqueue(new Uint8Array(400))
    },
  })
  expect((await receiver.fetch(streaming(body))).status).toBe(413)
  expect(pulled).toBeLessThan(8)
})

test('mistake 26: a proof header that came twice is none', async () => {
  const { receiver } = await shops.open('shop')
  const body = JSON.stringify(paid)
  for (const second of [own, 'x']) {
    const headers: [string, string][] = [
      ['x-signature', own],
      ['X-Signature', second],
    ]
    expect((await receiver.receive({ headers, body })).response).toMatchObject(REFUSED)
    const joined = { 'x-signature': `${own}, ${second}` }
    expect((await receiver.receive({ headers: joined, body })).response).toMatchObject(REFUSED)
  }
})

test('mistake 27: the case of a header name is no matter', async () => {
  const { receiver } = await shops.open('shop')
  const delivery = { headers: { 'X-SIGNATURE': own }, body: JSON.stringify(paid) }
  await expect(receiver.verify(delivery)).resolves.toMatchObject({ secretId: 'KEY' })
})

const credentials = (text: string) => Buffer.from(text).toString('base64')

test.each([
  ['the pair', `Basic ${credentials('user:pa:ss')}`, 200],
  ['the scheme in another case', `basic ${credentials('user:pa:ss')}`, 200],
  ['the password up to its colon', `Basic ${credentials('user:pa')}`, 401],
  ['another scheme', `Bearer ${credentials('user:pa:ss')}`, 401],
  ['no scheme', credentials('user:pa:ss'), 401],
  ['the pair without its encoding', 'Basic user:pa:ss', 401],
  ['base64 with junk', `Basic ${credentials('user:pa:ss')}!`, 401],
])('mistake 33: Basic: %s', async (_name, authorization, want) => {
  const secrets = { username: 'user', password: 'pa:ss' }
  const { receiver } = await shops.open('basic', { secrets })
  const body = JSON.stringify(paid)
  expect((await receiver.receive({ headers: { authorization }, body })).response.status).toBe(want)
})

test('mistake 34: receivers of one SDK share nothing, however many run at once', async () => {
  const one = await shops.open('shop')
  const two = await shops.open('shop', { secret: 'another' })
  const answers = await Promise.all(
    Array.from({ length: 20 }, async (_, index) => {
      const { receiver } = index % 2 === 0 ? one : two
      return (await receiver.receive(signed(paid))).response.status
    }),
  )
  expect(answers).toEqual(Array.from({ length: 20 }, (_, index) => (index % 2 === 0 ? 200 : 401)))
  expect([one, two].map(({ handler }) => handler.mock.calls.length)).toEqual([10, 0])
})

test('mistake 38: a payload that reaches for a prototype is refused, though it is signed', async () => {
  const { receiver, handler } = await shops.open('shop')
  const text = '{"type":"order.paid","id":"o_1","__proto__":{"admin":true}}'
  expect((await receiver.receive(signed(text))).response.status).toBe(400)
  expect(handler).not.toHaveBeenCalled()
})

test.each([
  ['GET', 'application/json', 405],
  ['PUT', 'application/json', 405],
  ['POST', 'application/x-www-form-urlencoded', 415],
  ['POST', 'text/plain', 415],
  ['POST', 'application/json', 200],
])('mistake 41: %s with %s is a %i', async (method, type, want) => {
  const { receiver } = await shops.open('shop')
  const { headers, body } = signed(paid)
  const delivery = { method, headers: { ...headers, 'content-type': type }, body }
  expect((await receiver.receive(delivery)).response.status).toBe(want)
})

test('mistake 42: no error and no report holds a secret, a signature or the payload', async () => {
  const lines: unknown[] = []
  const log = (...parts: unknown[]) => void lines.push(...parts)
  const { receiver } = await shops.open('shop', { logger: { warn: log, error: log } })
  const { body } = signed({ ...paid, card: '4242-4242' })
  const receipt = await receiver.receive({ headers: { 'x-signature': 'ab'.repeat(32) }, body })
  expect(receipt.outcome).toBe('rejected')
  const error = 'error' in receipt ? receipt.error : undefined
  const said = [...lines, error, error?.stack, error?.cause, receipt.response.body]
    .map(String)
    .join('\n')
  expect(said).toContain('no secret made this signature')
  for (const hidden of [SECRET, mac(String(body)), 'abab', '4242'])
    expect(said).not.toContain(hidden)
})

test('mistake 43: there is no option, and no environment, that switches verification off', async () => {
  vi.stubEnv('NODE_ENV', 'test')
  const { receiver, handler } = await shops.open('shop', { acceptUnsigned: true })
  const forged = { headers: {}, body: JSON.stringify(paid) }
  expect((await receiver.receive(forged)).response).toMatchObject(REFUSED)
  expect(handler).not.toHaveBeenCalled()
  for (const bypass of ['verify', 'validate', 'skipAuth', 'enforce']) {
    const options = Object.fromEntries([[bypass, false]])
    await expect(shops.open('shop', options)).rejects.toThrow(`${bypass} does not exist`)
  }
  vi.unstubAllEnvs()
  const text = JSON.stringify(paid)
  await expect(receiver.unsafeParse(text)).resolves.toMatchObject({ name: 'order.paid' })
})
