/** Which parts of a delivery are credentials: what a copy of it must leave out. */
import { expect, test } from 'vitest'
import { credentialsOf, reportCredentials } from '../../../generator/auth/credentials.js'
import { Spot } from '../../../generator/auth/spot.js'
import { Diagnostics } from '../../../generator/diagnostics.js'
import type { JsonObject } from '../../../generator/schema/types.js'
import { hmac, oneCase, planned } from './planned.js'

const check = (value: string, equals: string) => ({ type: 'check', value, equals })
const token = check('{header:X-Token}', '{secret:TOKEN}')
const jwt = (more: JsonObject = {}) => ({
  type: 'jwt',
  token: { from: '{header:X-Jwt}' },
  algs: ['HS256'],
  key: { secret: 'KEY' },
  requireClaims: ['exp'],
  ...more,
})

const query = (name: string) => hmac({ signature: { from: `{query:${name}}`, encoding: 'hex' } })

const NOTHING = { headers: [], url: false, query: [], form: [], blank: false }
const kept = (...onlyHeaders: string[]) => ({ onlyHeaders: ['content-type', ...onlyHeaders] })

const cases: [name: string, auth: JsonObject, plan: object, events?: JsonObject][] = [
  ['a signature in a header', hmac(), { headers: ['x-signature'] }],
  ['a signature in the query', query('s'), { query: ['s'] }],
  [
    'a signature in a form',
    hmac({ signature: { from: '{form:s}', encoding: 'hex' } }),
    { form: ['s'] },
  ],
  [
    'what a signature covers',
    hmac({
      content: '{header:X-Id}.{query:a}.{form:b}.{body}',
      timestamp: { from: '{header:X-At}' },
    }),
    { headers: ['x-at', 'x-id', 'x-signature'], query: ['a'], form: ['b'] },
  ],
  ['the whole URL', hmac({ content: '{url}{body}' }), { headers: ['x-signature'], query: 'all' }],
  [
    'the URL without its query',
    hmac({ content: '{url|noQuery}{path}{host}' }),
    { headers: ['x-signature'] },
  ],
  [
    'all parameters, which are the event',
    hmac({ content: [{ params: 'query', kv: '=', sep: '&' }], signature: { from: '{query:s}' } }),
    { query: ['s'], blank: true },
    { type: 'a', format: 'query' },
  ],
  [
    'a field that holds the event',
    hmac({ content: '{form:event}', signature: { from: '{form:s}', encoding: 'hex' } }),
    { form: ['s'] },
    { type: 'a', payload: { from: '{form:event}' } },
  ],
  [
    'a field that holds the event and its signature',
    hmac({ content: '{form:a|json:/t}', signature: { from: '{form:a|json:/s}', encoding: 'hex' } }),
    {},
    { type: 'a', payload: { from: '{form:a}' } },
  ],
  [
    'a field that is read as bytes',
    hmac({ content: '{part:a}{part:b}', signature: { from: '{part:s}', encoding: 'hex' } }),
    { form: ['b', 's'] },
    { type: 'a', payload: { from: '{form:a}' } },
  ],
  [
    'a header that holds the event',
    hmac({ content: '{header:X-Event}' }),
    { headers: ['x-signature'] },
    { type: 'a', payload: { from: '{header:x-event}' } },
  ],
  [
    'headers that the delivery names',
    hmac({ content: [{ params: 'headers', names: '{header:X-Names}', kv: ':', sep: ';' }] }),
    { headers: ['x-names', 'x-signature'], ...kept() },
  ],
  ['basic', { type: 'basic' }, { headers: ['authorization'] }],
  ['bearer', { type: 'bearer' }, { headers: ['authorization'] }],
  ['oauth2', { type: 'oauth2' }, { headers: ['authorization'] }],
  [
    'an apiKey in a header',
    { type: 'apiKey', in: 'header', name: 'X-Key' },
    { headers: ['x-key'] },
  ],
  ['an apiKey in the query', { type: 'apiKey', in: 'query', name: 'key' }, { query: ['key'] }],
  ['an apiKey in the path', { type: 'apiKey', in: 'path', segment: 2 }, { url: true }],
  ['a queryToken', { type: 'queryToken', name: 'token' }, { query: ['token'] }],
  ['a whole URL', check('{url}', 'https://a.test/{secret:TOKEN}'), { url: true, query: 'all' }],
  ['a check', token, { headers: ['x-token'] }],
  [
    'a check the other way round',
    check('{secret:TOKEN}', '{header:X-Token}'),
    { headers: ['x-token'] },
  ],
  ['the hash of a secret', check('{header:a}', '{secret:TOKEN|sha256|hex}'), { headers: ['a'] }],
  ['a public value', check('{header:a}', 'b'), { headers: ['a'] }],
  ['a hash of the body', check('{header:a}', '{body|hmac-sha256:TOKEN|hex}'), { headers: ['a'] }],
  ['a token', jwt(), { headers: ['x-jwt'] }],
  ['a token in the query', jwt({ token: { from: '{query:t}' } }), { query: ['t'] }],
  ['a signature that is a token', jwt({ detached: '{body}' }), { headers: ['x-jwt'] }],
  ['a claim', jwt({ claims: { '/h': '{header:X-H}' } }), { headers: ['x-h', 'x-jwt'] }],
  ['one of the body', check('{json:/token}', '{secret:TOKEN}'), {}],
  [
    'a message signature',
    { type: 'httpsig', algs: ['hmac-sha256'], key: { secret: 'KEY' } },
    { headers: ['signature', 'signature-input'], query: 'all', ...kept() },
  ],
  [
    'a function of the consumer',
    { type: 'custom', name: 'ask' },
    { query: 'all', ...kept('x-event') },
    { type: 'a', payload: { from: '{header:X-Event}' } },
  ],
  [
    'those of several proofs',
    { allOf: [token, { type: 'basic' }] },
    { headers: ['authorization', 'x-token'] },
  ],
  ['one of the proofs of elements', { forEach: '/a', ...token }, { headers: ['x-token'] }],
  [
    'one of a case, and one that chooses it',
    { switch: [oneCase({ type: 'bearer' }, [check('{header:b}', '{secret:B}')])] },
    { headers: ['authorization', 'b'] },
  ],
  [
    'those of the schemes, whichever is chosen',
    { schemes: { a: token, b: { type: 'queryToken', name: 't' }, c: hmac() } },
    { headers: ['x-signature', 'x-token'], query: ['t'] },
  ],
]
test.each(cases)('%s', (_name, auth, plan, events = { type: 'a' }) => {
  const { auth: proofs, source } = planned({ auth, events })
  expect(credentialsOf(proofs, { source })).toEqual({ ...NOTHING, ...plan })
})

const stays: [name: string, auth: JsonObject, events: JsonObject, isSaid: boolean][] = [
  ['a token in JSON', check('{json:/token}', '{secret:TOKEN}'), {}, true],
  ['a signature in JSON', hmac({ signature: { from: '{json:/s}', encoding: 'hex' } }), {}, true],
  [
    'a signature in the field that is the event',
    hmac({ signature: { from: '{form:a|json:/s}', encoding: 'hex' } }),
    { payload: { from: '{form:a}' } },
    true,
  ],
  [
    'a signature in the field that is the event, as bytes',
    hmac({ signature: { from: '{part:a|json:/s}', encoding: 'hex' } }),
    { payload: { from: '{form:a}' } },
    true,
  ],
  [
    'a signature in another part',
    hmac({ signature: { from: '{part:s}', encoding: 'hex' } }),
    { payload: { from: '{form:a}' } },
    false,
  ],
  [
    'a signature in another field',
    hmac({ signature: { from: '{form:s}', encoding: 'hex' } }),
    { payload: { from: '{form:a}' } },
    false,
  ],
  [
    'a token that is the event',
    jwt({ token: { from: '{json:/t}' }, unwrap: 'payload' }),
    {},
    false,
  ],
]
test.each(stays)('%s is said where it cannot be left out', (_name, auth, events, isSaid) => {
  expect(report({ auth, events: { type: 'a', ...events } })).toEqual(
    isSaid ? ['WARN_PROOF_KEPT #/auth'] : [],
  )
})

function report(config: { readonly auth: JsonObject; readonly events: JsonObject }) {
  const diagnostics = new Diagnostics()
  const spot = new Spot(diagnostics, 'webhooks.json', () => ({ line: 1, column: 1 }))
  const { auth, source } = planned(config)
  reportCredentials(auth, { source }, spot)
  return diagnostics.list.map(({ code, pointer }) => `${code} ${pointer}`)
}

const path = { type: 'apiKey', in: 'path', segment: 2 }
const queryToken = { type: 'queryToken', name: 'token' }
const read: [name: string, auth: JsonObject, events: JsonObject, places: string[]][] = [
  ['a token in the query', queryToken, { payload: { from: '{query:token}' } }, ['payload']],
  ['another parameter', queryToken, { payload: { from: '{query:event}' } }, []],
  ['all of the query', path, { type: 'a', format: 'query' }, ['format']],
  ['the header that is the token', token, { payload: { from: '{header:x-token}' } }, ['payload']],
  ['another header', token, { payload: { from: '{header:x-type}' } }, []],
  ['what is told beside the copy', path, { type: '{query:event}', id: '{path|split:/:2}' }, []],
]
test.each(read)('an event that is read from %s', (_name, auth, events, places) => {
  const said = report({ auth, events })
  expect(said).toEqual(places.map((place) => `WARN_CREDENTIAL #/events/${place}`))
})
