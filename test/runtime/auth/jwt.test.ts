/** The form, the algorithms, the times and the claims of tokens. */
import { describe, expect, test } from 'vitest'
import { ecdsa } from '../../../templates/runtime/auth/ecdsa.js'
import { jwt } from '../../../templates/runtime/auth/jwt.js'
import { fromPem } from '../../../templates/runtime/auth/pem.js'
import { publicKeys } from '../../../templates/runtime/auth/public-keys.js'
import { rsaPkcs1 } from '../../../templates/runtime/auth/rsa.js'
import { rsaPss } from '../../../templates/runtime/auth/rsa-pss.js'
import { publicTokens } from '../../../templates/runtime/auth/token-algorithms.js'
import { HEADER, judge, RULE } from './judge-token.js'
import { delivery, encode, hs256, NOW, P256, pemOf, RSA, signed } from './tokens.js'

const INVALID = 'ERR_PROOF_INVALID'
const UNREADABLE = 'the token is no signed token of the form expected'
const CRITICAL = 'the token has a critical header that is not understood'
const NOT_ALLOWED = 'the token names an algorithm that is not allowed'
const NO_KEY = 'no key made the signature of this token'

const good = hs256(HEADER, { exp: NOW + 60 })
const [head = '', payload = '', signature = ''] = good.split('.')

const forms: readonly [name: string, token: string | undefined, code: string, reason: string][] = [
  ['no token', undefined, 'ERR_PROOF_MISSING', 'the delivery carries no token'],
  ['two parts', `${head}.${payload}`, INVALID, UNREADABLE],
  ['four parts', `${good}.x`, INVALID, UNREADABLE],
  ['five parts, as an encrypted token has', `${good}.x.y`, INVALID, UNREADABLE],
  ['no signature', `${head}.${payload}.`, INVALID, UNREADABLE],
  ['no payload', `${head}..${signature}`, INVALID, UNREADABLE],
  ['padding', `${good}=`, INVALID, UNREADABLE],
  ['the other alphabet', `${head}.${payload}.+/${signature.slice(2)}`, INVALID, UNREADABLE],
  ['a header that is no object', hs256('[]', {}), INVALID, UNREADABLE],
  ['a header that is no JSON', hs256('{', {}), INVALID, UNREADABLE],
  ['a key twice in the header', hs256('{"alg":"HS256","alg":"HS256"}', {}), INVALID, UNREADABLE],
  [
    'a key twice, once in escapes',
    hs256('{"alg":"HS256","\\u0061lg":"none"}', {}),
    INVALID,
    UNREADABLE,
  ],
  [
    'a __proto__ key in the header',
    hs256('{"alg":"HS256","__proto__":{}}', {}),
    INVALID,
    UNREADABLE,
  ],
  ['a longer text than a token may be', `${good}${'A'.repeat(262_144)}`, INVALID, UNREADABLE],
  [
    'a payload that is no object',
    hs256(HEADER, '[]'),
    INVALID,
    'the payload of the token is no JSON object',
  ],
  [
    'a claim twice',
    hs256(HEADER, '{"exp":1,"exp":9999999999}'),
    INVALID,
    'the payload of the token is no JSON object',
  ],
  ['another secret', hs256(HEADER, {}, 'another'), INVALID, NO_KEY],
  ['a changed payload', `${head}.${encode({ exp: NOW + 61 })}.${signature}`, INVALID, NO_KEY],
  ['crit with anything', hs256({ ...HEADER, crit: ['exp'], exp: 1 }, {}), INVALID, CRITICAL],
  ['crit with nothing', hs256({ ...HEADER, crit: [] }, {}), INVALID, CRITICAL],
  [
    'b64 where it is not expected',
    hs256({ ...HEADER, crit: ['b64'], b64: false }, {}),
    INVALID,
    CRITICAL,
  ],
]

test.each(forms)('refuses %s', async (_name, token, code, reason) => {
  expect(await judge({}, token)).toEqual({ accepted: false, code, reason })
})

test('takes a token of the form expected, and gives its claims', async () => {
  const verdict = await judge({}, good)
  expect(verdict).toMatchObject({ accepted: true, secretId: 'KEY' })
  expect(verdict.accepted && new TextDecoder().decode(verdict.claims)).toBe(`{"exp":${NOW + 60}}`)
})

test('refuses two tokens: nobody could say which one counts', async () => {
  const tokens = { inHead: () => [good, good] }
  expect(await judge({ tokens }, good)).toMatchObject({
    reason: 'the delivery carries several tokens',
  })
})

describe('mistake 20: the sender chooses the algorithm', () => {
  test.each([
    ['none', `${encode({ alg: 'none' })}.${payload}.`, UNREADABLE],
    ['none with a signature', hs256({ alg: 'none' }, {}), NOT_ALLOWED],
    ['NONE', hs256({ alg: 'NONE' }, {}), NOT_ALLOWED],
    ['an algorithm that is not listed', hs256({ alg: 'HS512' }, {}), NOT_ALLOWED],
    ['a list', hs256({ alg: ['HS256'] }, {}), NOT_ALLOWED],
    ['no algorithm', hs256({}, {}), NOT_ALLOWED],
    ['a property of every object', hs256({ alg: 'constructor' }, {}), NOT_ALLOWED],
  ])('%s', async (_name, token, reason) => {
    expect(await judge({}, token)).toEqual({ accepted: false, code: INVALID, reason })
  })

  test('HS256 signed with the text of the public key', async () => {
    const pem = pemOf(RSA.publicKey)
    const source = publicKeys('KEY', { decode: fromPem })
    const algorithms = publicTokens(source, { RS256: rsaPkcs1('SHA-256') })
    const verdict = await judge({ algorithms }, hs256(HEADER, {}, pem), '', pem)
    expect(verdict).toEqual({ accepted: false, code: INVALID, reason: NOT_ALLOWED })
  })
})

describe('public keys', () => {
  const source = publicKeys('KEY', { decode: fromPem })
  const algorithms = publicTokens(source, {
    RS256: rsaPkcs1('SHA-256'),
    PS256: rsaPss('SHA-256'),
    ES256: ecdsa('P-256', 'SHA-256', 'raw'),
  })

  test.each([
    ['RS256', RSA],
    ['PS256', RSA],
    ['ES256', P256],
  ] as const)('%s with its own kind of key', async (alg, pair) => {
    const token = signed({ alg }, {}, pair.privateKey)
    expect(await judge({ algorithms }, token, '', pemOf(pair.publicKey))).toMatchObject({
      accepted: true,
    })
  })

  test('an algorithm that is listed and does not fit the key is refused, and no failure', async () => {
    const token = signed({ alg: 'ES256' }, {}, P256.privateKey)
    const verdict = await judge({ algorithms }, token, '', pemOf(RSA.publicKey))
    expect(verdict).toEqual({ accepted: false, code: INVALID, reason: NO_KEY })
  })

  test('a key that fits none of the algorithms is found when the receiver is created', async () => {
    const algorithms = publicTokens(source, {
      RS256: rsaPkcs1('SHA-256'),
      PS256: rsaPss('SHA-256'),
    })
    await expect(judge({ algorithms }, good, '', pemOf(P256.publicKey))).rejects.toMatchObject({
      code: 'ERR_SECRET_INVALID',
    })
  })
})

const OUT = 'ERR_TIMESTAMP_OUT_OF_RANGE'
const times: readonly [name: string, claims: object, rule: object, want: true | string][] = [
  ['exp in a second', { exp: NOW + 1 }, {}, true],
  ['exp now', { exp: NOW }, {}, OUT],
  ['exp now, with leeway', { exp: NOW }, { leeway: 1 }, true],
  ['exp before the leeway', { exp: NOW - 1 }, { leeway: 1 }, OUT],
  ['exp as text', { exp: String(NOW + 60) }, {}, INVALID],
  ['exp as null', { exp: null }, {}, INVALID],
  ['exp demanded and absent', {}, { required: ['exp'] }, INVALID],
  ['exp demanded and null', { exp: null }, { required: ['exp'] }, INVALID],
  ['nbf now', { nbf: NOW }, {}, true],
  ['nbf in a second', { nbf: NOW + 1 }, {}, OUT],
  ['nbf in a second, with leeway', { nbf: NOW + 1 }, { leeway: 1 }, true],
  ['iat in the future says nothing without maxAge', { iat: NOW + 100 }, {}, true],
  ['as old as maxAge', { iat: NOW - 300 }, { maxAge: 300 }, true],
  ['older than maxAge', { iat: NOW - 301 }, { maxAge: 300 }, OUT],
  ['issued in the future', { iat: NOW + 1 }, { maxAge: 300 }, OUT],
  ['maxAge without iat', { exp: NOW + 1 }, { maxAge: 300 }, INVALID],
  ['a claim of every object, demanded', {}, { required: ['constructor'] }, INVALID],
]

test.each(times)('times: %s', async (_name, claims, rule, want) => {
  const verdict = await judge({ times: { ...RULE.times, ...rule } }, hs256(HEADER, claims))
  expect(verdict.accepted || verdict.code).toBe(want)
})

const wanted: readonly [name: string, claims: object, want: boolean][] = [
  ['text', { aud: 'me' }, true],
  ['another text', { aud: 'you' }, false],
  ['a list that holds it', { aud: ['you', 'me'] }, true],
  ['a list that does not', { aud: ['you'] }, false],
  ['an empty list', { aud: [] }, false],
  ['absent', {}, false],
  ['null', { aud: null }, false],
  ['an object', { aud: { me: 'me' } }, false],
]

test.each(wanted)('claims: %s', async (_name, claims, want) => {
  const rules = [{ pointer: '/aud', wanted: () => ['me'] }]
  expect((await judge({ claims: rules }, hs256(HEADER, claims))).accepted).toBe(want)
})

test('claims: a value that cannot be worked out matches nothing', async () => {
  const rules = [{ pointer: '/aud', wanted: () => [undefined] }]
  const token = hs256(HEADER, { aud: 'undefined' })
  expect(await judge({ claims: rules }, token)).toEqual({
    accepted: false,
    code: INVALID,
    reason: 'the claim /aud is not what it should be',
  })
})

const bodies: readonly [name: string, claims: object, body: string, want: boolean][] = [
  ['no body and no claim', {}, '', true],
  ['no body and a claim', { hash: 'x' }, '', false],
  ['a body and its claim', { hash: 'x' }, 'x', true],
  ['a body and no claim', {}, 'x', false],
]

test.each(bodies)('absentWhenEmptyBody: %s', async (_name, claims, body, want) => {
  const rules = [{ pointer: '/hash', wanted: () => ['x'], absentWhenEmptyBody: true as const }]
  expect((await judge({ claims: rules }, hs256(HEADER, claims), body)).accepted).toBe(want)
})

test('a delivery without a token in its head is refused before its body is read', () => {
  expect(jwt(RULE).present(delivery(undefined))).toBe(false)
  expect(jwt(RULE).present(delivery(good))).toBe(true)
  expect(jwt({ ...RULE, tokens: { inBody: () => [] } }).present(delivery(undefined))).toBe(true)
})
