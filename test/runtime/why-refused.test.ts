/** A refusal explains itself to its owner in the words of the config, and to nobody else. */
import { createHmac } from 'node:crypto'
import { describe, expect, test, vi } from 'vitest'
import { hmacSignature } from '../../templates/runtime/auth/hmac.js'
import { secretKey } from '../../templates/runtime/auth/keys.js'
import { signature } from '../../templates/runtime/auth/signature.js'
import { fromSeconds } from '../../templates/runtime/auth/timestamp.js'
import type { DeliveryInput } from '../../templates/runtime/delivery-input.js'
import { fromHex, fromUtf8 } from '../../templates/runtime/expr/encode.js'
import { header } from '../../templates/runtime/expr/header.js'
import { pick } from '../../templates/runtime/expr/pick.js'
import type { Scheme } from '../../templates/runtime/provider.js'
import { createReceiverFrom } from '../../templates/runtime/receiver.js'
import { acme, hmacScheme, silent } from './acme.js'

const NOW = 1_700_000_000
const KEY = 'correct-horse'
const mac = (text: string) => createHmac('sha256', KEY).update(text).digest('hex')

function scheme(reads: Scheme['reads'] = [['X-Sig', 'X-Time']]): Scheme {
  const proof = signature({
    candidates: { inHead: (d) => pick([header(d, 'x-sig')], { prefix: 'v1=', max: 16 }) },
    decode: fromHex,
    contents: (d) => [[Buffer.from(header(d, 'x-time') ?? ''), d.body]],
    algorithm: hmacSignature('SHA-256', secretKey('KEY', { decode: fromUtf8 })),
    timestamp: {
      values: (d) => pick([header(d, 'x-time')], { max: 1 }),
      parse: fromSeconds,
      past: 300,
      future: 60,
    },
  })
  return { ...hmacScheme('default'), proof, reads }
}

async function refusal(input: DeliveryInput, schemes: readonly Scheme[] = [scheme()]) {
  const receiver = createReceiverFrom(acme({ schemes }), {
    secret: KEY,
    logger: silent,
    clock: () => NOW * 1000,
  })
  const { error, response } = await receiver.receive(input)
  const thrown = await receiver.verify(input).catch((reason: Error) => reason)
  expect(thrown).toMatchObject({ code: error?.code })
  expect(response).toMatchObject({ status: 401, body: '{"ok":false,"error":"unauthorized"}' })
  return error?.message ?? ''
}

const BODY = '{"type":"ping"}'
const PROOF = { 'x-sig': `v1=${mac(`${NOW}${BODY}`)}`, 'x-time': String(NOW) }
const twice = (value: string): readonly string[] => [value, value]

describe('headers', () => {
  test.each<[string, DeliveryInput['headers'], string]>([
    ['all absent', {}, 'the header X-Sig is absent, the header X-Time is absent'],
    ['one absent', { 'x-sig': PROOF['x-sig'] }, 'the header X-Time is absent'],
    ['one twice', { ...PROOF, 'x-sig': twice(PROOF['x-sig']) }, 'the header X-Sig came twice'],
    ['one three times', { ...PROOF, 'x-time': ['1', '2', '3'] }, 'the header X-Time came 3 times'],
    [
      'one twice, joined',
      { ...PROOF, 'x-sig': twice(PROOF['x-sig']).join(', ') },
      'the header X-Sig seems to have come twice, joined by a comma',
    ],
    ['an empty one', { ...PROOF, 'x-sig': '' }, 'the header X-Sig is empty'],
  ])('%s', async (_name, headers, message) => {
    expect(await refusal({ headers, body: BODY })).toContain(message)
  })

  test('a parameter of the URL', async () => {
    const reads = [['?token']]
    const said = (url: string) => refusal({ url, headers: {}, body: BODY }, [scheme(reads)])
    expect(await said('/hook#?token=1')).toContain('the parameter token is absent')
    expect(await said('/hook?token=1&token=2')).toContain('the parameter token came twice')
  })

  test('of several ways, the one that came closest', async () => {
    const ways = [['X-Old'], ['X-Sig', 'X-Time', 'X-Id']]
    const old = { 'x-old': 'a' }
    expect(await refusal({ headers: old, body: BODY }, [scheme(ways)])).not.toContain('absent')
    const some = { 'x-id': 'a', 'x-time': 'b' }
    const far = [
      ['X-Old', 'X-Older', 'X-Oldest'],
      ['X-Sig', 'X-Time', 'X-Id'],
    ]
    expect(await refusal({ headers: some, body: BODY }, [scheme(far)])).toMatch(
      /proof: the header X-Sig is absent$/,
    )
  })

  test('no value of a header is said', async () => {
    const said = await refusal({ headers: { 'x-sig': twice('canary'), 'x-time': '' }, body: BODY })
    expect(said).not.toContain('canary')
  })
})

test.each([
  [NOW - 301, '301 seconds behind the clock of the receiver, and 300 are allowed'],
  [NOW + 3600, '3600 seconds ahead of the clock of the receiver, and 60 are allowed'],
])('a timestamp of %d', async (time, message) => {
  const headers = { 'x-sig': `v1=${mac(`${time}${BODY}`)}`, 'x-time': String(time) }
  expect(await refusal({ headers, body: BODY })).toBe(`the timestamp is ${message}`)
})

describe('a body that was parsed and written anew', () => {
  const value = { type: 'ping', text: 'naïve <b> a/b', list: [1, { a: null }] }
  const compact = JSON.stringify(value)
  const sent = [
    JSON.stringify(value, null, 2),
    `${compact}\n`,
    compact.replaceAll('/', '\\/'),
    compact.replace('ï', '\\u00ef'),
    compact.replaceAll('<', '\\u003c').replaceAll('>', '\\u003e'),
    '{"type": "ping", "text": "na\\u00efve <b> a/b", "list": [1, {"a": null}]}',
  ]
  const headersOf = (text: string) => ({ ...PROOF, 'x-sig': `v1=${mac(`${NOW}${text}`)}` })

  test.each(sent)('is found out where it was sent as %j', async (text) => {
    expect(await refusal({ headers: headersOf(text), body: compact })).toContain(
      'the body was parsed and re-written before the receiver got it',
    )
  })

  test('may be one, where it reads as JSON.stringify writes', async () => {
    expect(await refusal({ headers: headersOf('x'), body: compact })).toContain(
      'unless the sender writes so, it was parsed and re-written',
    )
  })

  test.each(['{ "type" : "ping" }', 'no JSON', '"text"', '\u{feff}{}'])(
    'is none where the body is %j',
    async (body) => {
      const said = await refusal({ headers: headersOf('x'), body })
      expect(said).toBe('no secret made this signature; was the raw body passed?')
    },
  )

  test('is looked for in small bodies only, and ten times in a minute', async () => {
    const large = JSON.stringify({ text: 'a'.repeat(70_000) })
    expect(await refusal({ headers: headersOf('x'), body: large })).toMatch(/passed\?$/)
    const parse = vi.spyOn(JSON, 'parse')
    const receiver = createReceiverFrom(acme({ schemes: [scheme()] }), {
      secret: KEY,
      logger: silent,
      clock: () => NOW * 1000,
    })
    for (let count = 0; count < 50; count++) {
      await receiver.receive({ headers: headersOf('x'), body: compact })
    }
    expect(parse.mock.calls.length).toBe(10)
    parse.mockRestore()
  })

  test('nothing is written anew for a delivery that is genuine', async () => {
    const stringify = vi.spyOn(JSON, 'stringify')
    const receiver = createReceiverFrom(acme({ schemes: [scheme()] }), {
      secret: KEY,
      clock: () => NOW * 1000,
    })
    const { outcome } = await receiver.receive({ headers: PROOF, body: BODY })
    expect([outcome, stringify.mock.calls.length]).toEqual(['ignored', 0])
    stringify.mockRestore()
  })
})
