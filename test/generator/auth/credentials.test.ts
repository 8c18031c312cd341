/** Which parts of a delivery are credentials: what a copy of it must leave out. */
import { expect, test } from 'vitest'
import { credentialsOf, reportCredentials } from '../../../generator/auth/credentials.js'
import { planSequence } from '../../../generator/auth/sequence.js'
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

const cases: [name: string, auth: JsonObject, headers: string[], url: boolean][] = [
  ['a signature in a header', hmac(), [], false],
  [
    'a signature in the query',
    hmac({ signature: { from: '{query:s}', encoding: 'hex' } }),
    [],
    false,
  ],
  ['basic', { type: 'basic' }, ['authorization'], false],
  ['bearer', { type: 'bearer' }, ['authorization'], false],
  ['oauth2', { type: 'oauth2' }, ['authorization'], false],
  ['an apiKey in a header', { type: 'apiKey', in: 'header', name: 'X-Key' }, ['x-key'], false],
  ['an apiKey in the query', { type: 'apiKey', in: 'query', name: 'key' }, [], true],
  ['an apiKey in the path', { type: 'apiKey', in: 'path', segment: 2 }, [], true],
  ['a queryToken', { type: 'queryToken', name: 'token' }, [], true],
  ['a whole URL', check('{url}', 'https://a.test/{secret:TOKEN}'), [], true],
  ['a check', token, ['x-token'], false],
  ['a check the other way round', check('{secret:TOKEN}', '{header:X-Token}'), ['x-token'], false],
  ['the hash of a secret', check('{header:a}', '{secret:TOKEN|sha256|hex}'), ['a'], false],
  ['a public value', check('{header:a}', 'b'), [], false],
  ['a hash of the body', check('{header:a}', '{body|hmac-sha256:TOKEN|hex}'), [], false],
  [
    'a hash of something that stays',
    check('{header:a}', '{path|hmac-sha256:TOKEN|hex}'),
    ['a'],
    false,
  ],
  ['a token', jwt(), ['x-jwt'], false],
  ['a token in the query', jwt({ token: { from: '{query:t}' } }), [], true],
  ['a signature that is a token', jwt({ detached: '{body}' }), [], false],
  ['one of the body', check('{json:/token}', '{secret:TOKEN}'), [], false],
  [
    'those of several proofs',
    { allOf: [token, { type: 'basic' }] },
    ['authorization', 'x-token'],
    false,
  ],
  ['one of the proofs of elements', { forEach: '/a', ...token }, ['x-token'], false],
  [
    'one of a case, and one that chooses it',
    { switch: [oneCase({ type: 'bearer' }, [check('{header:b}', '{secret:B}')])] },
    ['authorization', 'b'],
    false,
  ],
  [
    'those of the schemes, whichever is chosen',
    { schemes: { a: token, b: { type: 'queryToken', name: 't' }, c: hmac() } },
    ['x-token'],
    true,
  ],
]
test.each(cases)('%s', (_name, auth, headers, url) => {
  expect(credentialsOf(planned({ auth }).auth)).toEqual({ headers, url })
})

const query = { type: 'queryToken', name: 'token' }
const read: [name: string, auth: JsonObject, events: JsonObject, places: string[]][] = [
  ['the URL that has the token', query, { type: '{query:event}' }, ['type']],
  ['the path of it', query, { type: 'a', id: '{path|split:/:2}' }, ['id']],
  ['all of its query', query, { type: 'a', format: 'query' }, ['format']],
  ['a URL without one', hmac(), { type: '{query:event}' }, []],
  ['the body', query, { type: '{json:/a}', sequence: '{json:/n}' }, []],
  ['the header that is the token', token, { type: '{header:x-token}' }, ['type']],
  ['another header', token, { type: '{header:x-type}' }, []],
  ['a header that is never kept', hmac(), { account: '{header:Authorization}' }, ['account']],
  ['a position in the URL', query, { sequence: '{query:n}' }, ['sequence']],
  [
    'what is ordered in the URL',
    query,
    { sequence: { value: '{json:/n}', as: 'number', key: '{query:k}' } },
    ['sequence'],
  ],
  ['an event in the URL', query, { payload: { from: '{query:event}' } }, ['type', 'payload']],
]
test.each(read)('an event that is read from %s', (_name, auth, events, places) => {
  const diagnostics = new Diagnostics()
  const spot = new Spot(diagnostics, 'webhooks.json', () => ({ line: 1, column: 1 }))
  const config = { auth, events }
  const { auth: plan, source } = planned(config)
  reportCredentials(plan, { source, sequence: planSequence(config, source, spot) }, spot)
  const said = diagnostics.list.map(({ code, pointer }) => `${code} ${pointer}`)
  expect(said).toEqual(places.map((place) => `WARN_CREDENTIAL #/events/${place}`))
})
