/** Known mistakes in reading bodies and times, by their numbers in docs/security.md. */
import { beforeAll, expect, test } from 'vitest'
import { planned } from '../generator/auth/planned.js'
import { generateShops, mac, NOW, paid, signed } from './sdk.js'

const REFUSED = { status: 401, body: '{"ok":false,"error":"unauthorized"}' }

let shops: Awaited<ReturnType<typeof generateShops>>

beforeAll(async () => {
  shops = await generateShops(['shop', 'timed', 'exact'])
})

test.each([
  ['blanks', '{ "type": "order.paid",\n "id": "o_1" }'],
  ['1.0', '{"type":"order.paid","id":"o_1","n":1.0}'],
  ['an escape', '{"type":"order.paid","id":"\\u00e9"}'],
  ['an escaped slash', '{"type":"order.paid","id":"a\\/b"}'],
  ['a key twice', '{"type":"order.paid","id":"a","id":"o_1"}'],
  ['another order', '{"id":"o_1","type":"order.paid"}'],
  [
    'a number beyond what a double holds',
    '{"type":"order.paid","id":"o_1","n":12345678901234567890}',
  ],
])('mistake 13: the text counts, and not what it parses to: %s', async (_name, text) => {
  const { receiver, handler } = await shops.open('shop')
  expect((await receiver.receive(signed(text))).response.status).toBe(200)
  expect(handler).toHaveBeenCalledTimes(1)
  const again = text.endsWith('"order.paid"}') ? `${text} ` : JSON.stringify(JSON.parse(text))
  const { headers } = signed(text)
  expect((await receiver.receive({ headers, body: again })).response).toMatchObject(REFUSED)
})

const times: [name: string, text: string, want: number][] = [
  ['the very second', String(NOW), 200],
  ['mistake 15: junk behind it', `${NOW}junk`, 401],
  ['mistake 15: a fraction', `${NOW}.0`, 401],
  ['mistake 15: a sign', `+${NOW}`, 401],
  ['mistake 15: an exponent', '17e8', 401],
  ['mistake 15: hexadecimal', '0x6553f100', 401],
  ['mistake 15: no number', 'NaN', 401],
  ['mistake 15: nothing', '', 401],
  ['mistake 16: the future', String(NOW + 301), 401],
  ['mistake 18: milliseconds', String(NOW * 1000), 401],
]

test.each(times)('%s', async (_name, time, want) => {
  const { receiver } = await shops.open('timed', { clock: () => NOW * 1000 })
  const body = JSON.stringify(paid)
  const headers = { 'x-time': time, 'x-signature': mac(time, '.', body) }
  expect((await receiver.receive({ headers, body })).response.status).toBe(want)
})

test.each([
  ['a second old', -1, 401],
  ['a second early', 1, 401],
  ['now', 0, 200],
])('mistake 17: a tolerance of 0 means 0: %s', async (_name, offset, want) => {
  const { receiver } = await shops.open('exact', { clock: () => NOW * 1000 })
  const body = JSON.stringify(paid)
  const time = String(NOW + offset)
  const headers = { 'x-time': time, 'x-signature': mac(time, '.', body) }
  expect((await receiver.receive({ headers, body })).response.status).toBe(want)
})

test('mistake 19: a timestamp that is not signed is not called covered', () => {
  const coverageOf = (content: string) =>
    planned({
      auth: {
        type: 'signature',
        alg: 'hmac-sha256',
        key: { secret: 'KEY' },
        content,
        signature: { from: '{header:x-signature}', encoding: 'hex' },
        timestamp: { from: '{header:x-time}' },
      },
    }).auth.schemes[0]?.coverage.timestamp
  expect(coverageOf('{body}')).toBe(false)
  expect(coverageOf('{header:x-time}.{body}')).toBe(true)
})
