/** Limits: their defaults, and what is none. */
import { expect, test } from 'vitest'
import { type LimitOptions, readLimits } from '../../templates/runtime/limits.js'
import { createReceiverFrom } from '../../templates/runtime/receiver.js'
import { acme, paid, SECRET, sign, silent } from './acme.js'

const defaults = {
  bodyBytes: 1_048_576,
  headers: 200,
  headerBytes: 32_768,
  readSeconds: 10,
  concurrency: 1000,
  ratio: 100,
  callSeconds: 5,
}

const given: [name: string, given: LimitOptions | undefined, want: object][] = [
  ['nothing', undefined, defaults],
  ['none of them', {}, defaults],
  ['one that is undefined', { bodyBytes: undefined }, defaults],
  ['one of them', { readSeconds: 0.5 }, { ...defaults, readSeconds: 0.5 }],
  ['Infinity', { headers: Number.POSITIVE_INFINITY }, { ...defaults, headers: Infinity }],
]
test.each(given)('limits where the consumer gives %s', (_name, options, want) => {
  expect(readLimits(options)).toEqual(want)
})

const nonsense = [0, -1, Number.NaN, Number.NEGATIVE_INFINITY, '5', null, 5n]
const names = Object.keys(defaults).flatMap((name) => nonsense.map((value) => [name, value]))
test.each(names)('limits.%s of %s is a mistake', (name, value) => {
  expect(() => readLimits(Object.fromEntries([[name, value]]))).toThrow(
    new TypeError(`limits.${String(name)} must be a number above zero`),
  )
})

const ALL =
  'the options are bodyBytes, headers, headerBytes, readSeconds, concurrency, ratio, callSeconds'
test.each([
  ['bodyByte', 'did you mean bodyBytes?'],
  ['constructor', ALL],
  ['toString', ALL],
])('limits.%s does not exist', (name, hint) => {
  expect(() => readLimits(Object.fromEntries([[name, 1]]))).toThrow(
    new TypeError(`limits.${name} does not exist: ${hint}`),
  )
})

test('more header lines than the limit are a 431, before anything else of them is read', async () => {
  const receiver = createReceiverFrom(acme(), {
    secret: SECRET,
    logger: silent,
    limits: { headers: 3 },
  })
  const lines = (count: number) =>
    Array.from({ length: count }, (_, index) => [`x-${index}`, ''] as const)
  const body = JSON.stringify(paid)
  const signed = [['x-signature', sign(body)]] as const
  const most = await receiver.receive({ headers: [...signed, ...lines(2)], body })
  expect(most).toMatchObject({ outcome: 'ignored' })
  const more = await receiver.receive({ headers: [...signed, ...lines(3)], body })
  expect(more).toMatchObject({
    outcome: 'rejected',
    response: { status: 431 },
    error: {
      code: 'ERR_HEADERS_TOO_MANY',
      message: 'there are more than 3 header lines (limits.headers)',
    },
  })
  const request = { method: 'POST', url: '/', platform: [], read: () => new Uint8Array() }
  // A repeated header is as many lines as it has values.
  const repeated = { 'x-a': ['1', '2', '3', '4'] }
  expect(await receiver.serve({ ...request, headers: repeated })).toMatchObject({
    response: { status: 431 },
  })
})

test('more bytes of headers, or of the URL, than the limit are a 431', async () => {
  const receiver = createReceiverFrom(acme(), { secret: SECRET, logger: silent })
  const statusOf = async (value: number, url = '/') => {
    const headers = [['x', 'a'.repeat(value)]] as const
    const { response, error } = await receiver.receive({ headers, url, body: '{}' })
    return [response.status, error?.message]
  }
  expect((await statusOf(32_767))[0]).toBe(401)
  const more = 'the headers have more than 32768 bytes (limits.headerBytes)'
  expect(await statusOf(32_768)).toEqual([431, more])
  const long = 'the URL has more than 32768 bytes (limits.headerBytes)'
  expect(await statusOf(0, `/${'a'.repeat(32_768)}`)).toEqual([431, long])
})
