/** Which parts of a delivery are credentials: what a copy of it must leave out. */
import { expect, test } from 'vitest'
import { credentialsOf } from '../../../generator/auth/credentials.js'
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
