/** Mistake 1: no handshake signs for anybody what could be an event; what would is refused. */
import { expect, test } from 'vitest'
import type { JsonObject } from '../../../generator/schema/types.js'
import { hmac, oneCase, planned } from './planned.js'

const TOKEN = '{query:t}'
const ORACLE =
  'ERR_HANDSHAKE_ORACLE #/handshakes/0/respond the answer signs what a request brings, with a secret by which events are verified: anybody could have events signed'

function crc(more: JsonObject = {}, filter = 'hmac-sha256:KEY'): JsonObject {
  return {
    name: 'crc',
    method: 'GET',
    verify: 'none',
    match: [{ value: TOKEN, present: true }],
    respond: { status: 200, body: `{query:t|${filter}|hex}` },
    ...more,
  }
}

const guard = (matches: string, value = TOKEN) => ({ guard: [{ value, matches }] })

function said(handshake: JsonObject, auth: JsonObject = hmac(), more: JsonObject = {}) {
  return planned({ auth, handshakes: [handshake], ...more }).said
}

const dotted = hmac({ content: '{header:x-id}.{body}' })
const field = hmac({ content: '{form:payload}' })

const oracles: [name: string, handshake: JsonObject, auth?: JsonObject][] = [
  ['without a guard', crc()],
  [
    'of a hash, where an event is signed by that of its body',
    crc({}, 'sha256|hmac-sha256:KEY'),
    hmac({ content: '{body|sha256}' }),
  ],
  ['of what another key signed first', crc({}, 'hmac-sha256:B|hmac-sha256:KEY')],
  ['with a guard that lets every text through', crc(guard('.*'))],
  ['with a guard that lets braces through', crc(guard('[A-Za-z0-9{}]+'))],
  ['with a guard that lets brackets through', crc(guard('[A-Za-z0-9[]+'))],
  ['with a guard of another value', crc(guard('[a-z]+', '{query:other}'))],
  ['with a guard of the value in capitals', crc(guard('[A-Z]+', '{query:t|upper}'))],
  ['with a guard that only compares', crc({ guard: [{ value: TOKEN, present: true }] })],
  ['with a proof that is not the one of events', crc({ verify: { type: 'bearer', secret: 'T' } })],
  ['with a guard that has what a field may be', crc(guard('[a-z]+')), field],
  ['with a guard that has the signs of a field', crc(guard('[a-z=]{1,9}')), field],
  ['with a long word for a field', crc(guard('[a-z]{1,65}')), field],
  [
    'in one branch of a switch',
    crc(),
    { switch: [oneCase(hmac())], else: hmac({ key: { secret: 'B' } }) },
  ],
  ['in the elements of a list', crc(), { ...hmac(), forEach: '/list' }],
  ['in one part of several', crc(), { allOf: [hmac({ key: { secret: 'B' } }), hmac()] }],
  [
    'with the key of a header',
    crc({ respond: { status: 200, headers: { 'x-a': '{query:t|hmac-sha1:KEY|hex}' } } }),
  ],
  [
    'by a hash over the secret',
    crc({
      let: { whole: `{secret:KEY}${TOKEN}` },
      respond: { status: 200, body: '{let:whole|sha256|hex}' },
    }),
    { ...hmac({ alg: 'hash-sha256', content: '{secret:KEY}{body}' }), key: { secret: 'X' } },
  ],
  [
    'over two values of which one is unguarded',
    crc({
      ...guard('[a-z]+'),
      let: { whole: '{query:t}{query:u}' },
      respond: { status: 200, body: '{let:whole|hmac-sha256:KEY|hex}' },
    }),
  ],
]
test.each(oracles)('mistake 1: an oracle %s is refused', (_name, handshake, auth) => {
  expect(said(handshake, auth, { allowWeak: true })).toContain(ORACLE)
})

const safe: [name: string, handshake: JsonObject, auth?: JsonObject][] = [
  ['with a guard that no JSON body matches', crc(guard('[A-Za-z0-9_-]+'))],
  ['with a guard that lacks a sign of the content', crc(guard('[A-Za-z0-9{}[\\]]+')), dotted],
  ['with a short word for a field', crc(guard('[a-f0-9]{20,32}')), field],
  ['with a secret that verifies no event', crc({}, 'hmac-sha256:OTHER')],
  ['that is signed', crc({ method: 'POST', verify: 'auth' })],
  ['with the token of a bearer', crc(), { type: 'bearer', secret: 'KEY' }],
  [
    'over two values that are guarded',
    crc({
      guard: [TOKEN, '{query:u}'].map((value) => ({ value, matches: '[a-z]+' })),
      let: { whole: '{query:t}-{query:u}' },
      respond: { status: 200, body: '{let:whole|hmac-sha256:KEY|hex}' },
    }),
  ],
]
test.each(safe)('an answer %s is fine', (_name, handshake, auth) => {
  expect(said(handshake, auth)).toEqual([])
})

test('nor does one handshake sign what another demands', () => {
  const demanding = {
    ...{ name: 'setup', method: 'POST', match: [{ value: '{header:x}', present: true }] },
    ...{ verify: hmac({ key: { secret: 'B' } }), respond: { status: 200 } },
  }
  const handshakes = [crc({}, 'hmac-sha256:B'), demanding]
  expect(planned({ auth: hmac(), handshakes }).said).toEqual([
    'ERR_HANDSHAKE_ORACLE #/handshakes/0/respond the answer signs what a request brings, with a secret by which other handshakes are verified: anybody could have other handshakes signed',
  ])
  // It answers nobody who cannot sign.
  const own = { ...demanding, respond: { status: 200, body: '{header:x|hmac-sha256:B|hex}' } }
  expect(planned({ auth: hmac(), handshakes: [own] }).said).toEqual([])
})

test('a public proof does not let a request say where the receiver calls', () => {
  const calling = (verify: JsonObject) => ({
    ...crc({ verify, respond: { status: 200 } }),
    confirm: { method: 'GET', url: '{query:u}', hosts: ['api.example.com'] },
  })
  const open = [{ type: 'none' }, { type: 'check', value: '{query:t}', equals: 'a' }]
  for (const verify of open) {
    expect(said(calling(verify)).join()).toContain('ERR_HANDSHAKE_CONFIRM #/handshakes/0/confirm')
  }
  expect(said(calling({ type: 'check', value: '{query:t}', equals: '{secret:T}' }))).toEqual([])
})

test('the remedy is said', () => {
  const [first] = planned({ auth: hmac(), handshakes: [crc()] }).list
  expect(first?.hint).toBe(
    'set "verify": "auth", or guard the value with a pattern that no content of an event matches: [A-Za-z0-9_-]+',
  )
})
