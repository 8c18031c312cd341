/** Texts in the place of expressions: what has to read something does, or the right spelling is told. */
import { describe, expect, test } from 'vitest'
import { meantBy, placeMeant } from '../../../generator/auth/reading.js'
import type { JsonObject } from '../../../generator/schema/types.js'
import { hmac, planned } from './planned.js'

const from = (text: string, more: JsonObject = {}): JsonObject => ({ from: text, ...more })
const hook = (more: JsonObject): JsonObject => ({
  name: 'a',
  verify: 'none',
  match: [{ value: '{header:x-a}', present: true }],
  respond: { status: 200 },
  ...more,
})
const check = (value: string): JsonObject => ({ type: 'check', value, equals: 'b' })
const token = { type: 'jwt', algs: ['HS256'], key: { secret: 'KEY' }, maxAge: 60 }

const readers: [pointer: string, config: JsonObject, hint: string][] = [
  [
    '/auth/signature/from',
    { auth: hmac({ signature: from('X-Acme-Signature') }) },
    '{header:X-Acme-Signature}',
  ],
  [
    '/auth/signature/from/1',
    { auth: hmac({ signature: { from: ['{header:a}', 'b'] } }) },
    '{header:b}',
  ],
  ['/auth/timestamp/from', { auth: hmac({ timestamp: from('X-Time') }) }, '{header:X-Time}'],
  ['/auth/content', { auth: hmac({ content: 'body' }) }, '{body}'],
  ['/auth/content', { auth: hmac({ content: ['v0:', 'body'] }) }, '{header:v0-body}'],
  ['/auth/value', { auth: check('X-Token') }, '{header:X-Token}'],
  ['/auth/value', { auth: check('$.token') }, '{json:/token}'],
  [
    '/auth/token/from',
    { auth: { ...token, token: from('Authorization') } },
    '{header:Authorization}',
  ],
  [
    '/auth/key/byId',
    { auth: hmac({ key: { byId: 'X-Key', of: { secret: 'KEY' } } }) },
    '{header:X-Key}',
  ],
  ['/events/id', { auth: hmac(), events: { id: 'X-Request-Id' } }, '{header:X-Request-Id}'],
  ['/events/id', { auth: hmac(), events: { id: 'id' } }, '{json:/id}'],
  ['/events/id', { auth: hmac(), events: { id: 'data.id', batch: '/all' } }, '{item:/data/id}'],
  ['/events/time', { auth: hmac(), events: { time: '/at' } }, '{json:/at}'],
  ['/events/account', { auth: hmac(), events: { account: '{{json:/org}}' } }, '{json:/org}'],
  [
    '/events/payload/from',
    { auth: hmac(), events: { payload: from('form:event') } },
    '{form:event}',
  ],
  [
    '/events/sequence/value',
    { auth: hmac(), events: { sequence: { value: 'n', as: 'number' } } },
    '{json:/n}',
  ],
  [
    '/handshakes/0/match/0/value',
    { auth: hmac(), handshakes: [hook({ match: [{ value: 'type', equals: 'a' }] })] },
    '{json:/type}',
  ],
  [
    '/handshakes/0/capture/KEY',
    { auth: hmac(), handshakes: [hook({ capture: { KEY: 'X-Hook-Secret' } })] },
    '{header:X-Hook-Secret}',
  ],
  [
    '/handshakes/0/let/a',
    { auth: hmac(), handshakes: [hook({ let: { a: 'X-A' } })] },
    '{header:X-A}',
  ],
]

test.each(readers)('what reads nothing at %s is an error: %j', (pointer, config, spelling) => {
  const found = planned(config).list.filter(({ code }) => code === 'ERR_EXPR_CONSTANT')
  expect(found.map((one) => [one.pointer, one.hint])).toEqual([
    [`#${pointer}`, `write ${JSON.stringify(spelling)}`],
  ])
})

describe('texts of answers and comparisons', () => {
  const respond = (headers: JsonObject, body?: JsonObject | string) =>
    ({
      auth: hmac(),
      handshakes: [hook({ respond: { status: 200, headers, ...(body && { body }) } })],
    }) as JsonObject

  const doubtful: [config: JsonObject, hint: RegExp][] = [
    [respond({ 'X-Hook-Secret': 'X-Hook-Secret' }), /"\{header:X-Hook-Secret\}"$/],
    [respond({}, { challenge: '$.challenge' }), /"\{json:\/challenge\}"$/],
    [respond({}, { challenge: 'json:/challenge' }), /"\{json:\/challenge\}"$/],
    [respond({}, 'query:challenge'), /"\{query:challenge\}"$/],
    [respond({}, 'a{{query:challenge}}'), /\{query…\}$/],
    [{ auth: { type: 'check', value: '{header:a}', equals: 'X-B' } }, /"\{header:X-B\}"$/],
  ]
  test.each(doubtful)('%j is warned of', (config, hint) => {
    const found = planned(config).list.filter(({ code }) => code.includes('EXPR'))
    expect(found.map(({ code }) => code)).toEqual(['WARN_EXPR_TEXT'])
    expect(found[0]?.hint).toMatch(hint)
  })

  const plain: JsonObject[] = [
    respond({ location: '/done', 'content-type': 'text/plain' }, 'ok'),
    respond({}, { challenge: 'accepted', type: 'body', a: '{{}}', b: 'url:verification' }),
    respond({}, '<Response></Response>'),
    { auth: { type: 'check', value: '{header:a}', equals: 'url_verification' } },
    {
      auth: hmac({
        content: 'v0:{header:x-time}:{body}',
        signature: from('{header:x}', { prefix: 'sha256=' }),
      }),
    },
    {
      auth: hmac(),
      events: { type: 'delivery', sequence: { value: '{json:/n}', as: 'number', key: 'all' } },
    },
  ]
  test.each(plain)('%j is taken as it stands', (config) => {
    expect(planned(config).said.filter((one) => one.includes('EXPR'))).toEqual([])
  })
})

test('what is meant follows from how it is written', () => {
  const meant = (text: string) => placeMeant(text, 'json')
  expect(['/a/b', '$.a.b', "$['a'].b", '<json:/a/b>', 'json:/a/b'].map(meant)).toEqual(
    ['/a/b', '/a/b', '/a/b', '/a/b', '/a/b'].map((pointer) => `{json:${pointer}}`),
  )
  expect(['X-A', '<X-A>', 'header:X-A', "headers['X-A']", 'req.headers.X-A'].map(meant)).toEqual(
    Array.from({ length: 5 }, () => '{header:X-A}'),
  )
  expect(['a', 'a.b', 'order-paid', 'json:a', 'type'].map(meant)).toEqual(
    Array.from({ length: 5 }, () => undefined),
  )
  expect(meantBy('', 'header')).toBe('{header:X-Signature}')
  expect(meantBy('Stripe Signature', 'header')).toBe('{header:Stripe-Signature}')
})
