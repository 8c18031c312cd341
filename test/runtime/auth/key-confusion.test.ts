/** Keys taken for something that they are not: a public one for a secret, another's for the right one. */
import { createHmac, generateKeyPairSync, type KeyObject } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { ecdsa } from '../../../templates/runtime/auth/ecdsa.js'
import { ed25519SeedSignature } from '../../../templates/runtime/auth/ed25519-seed.js'
import { hmacSignature } from '../../../templates/runtime/auth/hmac.js'
import { jwkSet } from '../../../templates/runtime/auth/jwk-set.js'
import { jwt } from '../../../templates/runtime/auth/jwt.js'
import { secretKey } from '../../../templates/runtime/auth/keys.js'
import { rsaPkcs1 } from '../../../templates/runtime/auth/rsa.js'
import { publicTokens } from '../../../templates/runtime/auth/token-algorithms.js'
import { utf8 } from '../../../templates/runtime/bytes.js'
import { issue } from '../remote/certificates.js'
import {
  delivery,
  encode,
  jwkOf,
  NOW,
  P256,
  pemOf,
  RSA,
  secrets,
  signed,
  spkiOf,
} from './tokens.js'

const NOT_ALLOWED = 'the token names an algorithm that is not allowed'
const NO_KEY = 'no key made the signature of this token'
const stranger = generateKeyPairSync('rsa', { modulusLength: 2048 })

/** By the set of keys that the consumer gave, of which the token names one. */
async function judge(token: string, keys: readonly object[]) {
  const kid = (_delivery: unknown, { jose }: { readonly jose?: { value: object } | undefined }) => {
    const named: unknown = Reflect.get(jose?.value ?? {}, 'kid')
    return typeof named === 'string' ? named : undefined
  }
  const proof = jwt({
    tokens: { inHead: () => [token] },
    algorithms: publicTokens(jwkSet('KEYS', {}, kid), {
      RS256: rsaPkcs1('SHA-256'),
      ES256: ecdsa('P-256', 'SHA-256', 'raw'),
    }),
    claims: [],
    times: { leeway: 0, required: [] },
  })
  const context = { secrets: secrets({ KEYS: JSON.stringify({ keys }) }), now: NOW * 1000 }
  proof.prepare(context.secrets)
  const verdict = await proof.verify(delivery(undefined), context)
  return verdict.accepted || verdict.reason
}

const HEADER = { alg: 'RS256', kid: 'a' }
const own = jwkOf(RSA.publicKey, { kid: 'a' })
const good = signed(HEADER, {}, RSA.privateKey)

/** A token whose MAC has the bytes of a public key as its secret. */
function macWith(alg: unknown, key: string | Uint8Array): string {
  const input = `${encode({ alg, kid: 'a' })}.${encode({})}`
  return `${input}.${createHmac('sha256', key).update(input).digest('base64url')}`
}

test('what the tests change is accepted as it is', async () => {
  expect(await judge(good, [own])).toBe(true)
})

describe('a public key is no secret', () => {
  const pem = pemOf(RSA.publicKey)
  const forms: [name: string, key: string | Uint8Array][] = [
    ['PEM', pem],
    ['PEM without its last line break', pem.trimEnd()],
    ['DER', spkiOf(RSA.publicKey)],
    ['JWK', JSON.stringify(own)],
    ['the modulus', Buffer.from(String(own['n']), 'base64url')],
  ]
  test.each(forms)('a MAC with its %s proves nothing', async (_name, key) => {
    expect(await judge(macWith('HS256', key), [own])).toBe(NOT_ALLOWED)
    expect(await judge(macWith('RS256', key), [own])).toBe(NO_KEY)
  })

  const certificate = issue({ name: 'public' }).pem
  const publicTexts: [name: string, text: string][] = [
    ['of RSA', pem],
    ['of an elliptic curve', pemOf(P256.publicKey)],
    ['behind line breaks', `\n\r\n${pem}`],
    ['of PKCS #1', RSA.publicKey.export({ format: 'pem', type: 'pkcs1' }).toString()],
    ['of a certificate', certificate],
  ]
  test.each(publicTexts)('PEM %s in the place of a secret is refused at the start', (_n, text) => {
    const source = secretKey('KEY', { decode: utf8 })
    for (const algorithm of [hmacSignature('SHA-256', source), ed25519SeedSignature(source)]) {
      expect(() => algorithm.prepare(secrets({ KEY: text }))).toThrow(
        expect.objectContaining({
          code: 'ERR_SECRET_INVALID',
          message: expect.stringMatching(
            /^the secret KEY is a (?:public key|certificate) .*: anybody could sign with it/,
          ),
        }),
      )
    }
  })

  test.each(['', 'whsec_'])('an empty secret is refused: "%s"', (text) => {
    const source = secretKey('KEY', { decode: utf8, strip: 'whsec_' })
    const { prepare } = hmacSignature('SHA-256', source)
    expect(() => prepare(secrets({ KEY: text }))).toThrow('empty')
  })
})

const ALGS = ['none', 'None', 'NONE', '', 'rs256', 'RS256 ', ' RS256', 'RS256\0', 'HS256', 'RS512']
test.each([
  ...ALGS,
  null,
  0,
  true,
  ['RS256'],
  { RS256: 1 },
  'constructor',
  '__proto__',
  'toString',
])('the algorithm %j is none of those allowed', async (alg) => {
  const input = `${encode({ alg, kid: 'a' })}.${encode({})}`
  expect(await judge(`${input}.${good.split('.')[2]}`, [own])).toBe(NOT_ALLOWED)
})

test('a token brings no key of its own', async () => {
  const jwk = jwkOf(stranger.publicKey, { kid: 'a' })
  const brought = [
    { jwk },
    { jku: 'https://evil.example/keys' },
    { x5u: 'https://evil.example/chain.pem' },
    { x5c: [issue({ name: 'x' }).base64] },
    { jwk, kid: undefined },
    { kid: ['a'] },
    { kid: 1 },
    { kid: '../a' },
  ]
  for (const more of brought) {
    const token = signed({ ...HEADER, ...more }, {}, stranger.privateKey)
    expect([more, await judge(token, [own])]).toEqual([more, NO_KEY])
  }
})

describe('a key of a set that contradicts itself is left out', () => {
  const sign = (key: KeyObject) => signed(HEADER, {}, key)
  const alone: [name: string, key: object][] = [
    ['for encryption', { ...own, use: 'enc' }],
    ['for signatures, and for encryption', { ...own, use: 'sig', key_ops: ['encrypt'] }],
    ['for encryption, and to verify', { ...own, use: 'enc', key_ops: ['verify'] }],
    ['for signing only', { ...own, key_ops: ['sign'] }],
    ['operations that are no list', { ...own, key_ops: 'verify' }],
    ['for another algorithm', { ...own, alg: 'RS512' }],
    ['for an algorithm with a shared key', { ...own, alg: 'HS256' }],
    ['with its private half', jwkOf(RSA.privateKey, { kid: 'a' })],
    ['of another type', { ...own, kty: 'EC' }],
    ['a shared one', { kty: 'oct', k: own['n'], kid: 'a' }],
    ['with an exponent of one', { ...own, e: 'AQ' }],
    ['with another id', { ...own, kid: 'A' }],
    ['with an id that is a list', { ...own, kid: ['a'] }],
  ]
  const other = jwkOf(P256.publicKey, { kid: 'other' })
  test.each(alone)('%s', async (_name, key) => {
    expect(await judge(sign(RSA.privateKey), [key, other])).toBe(NO_KEY)
  })

  test('a certificate beside the numbers of a key is not its key', async () => {
    const { base64, key } = issue({ name: 'x' })
    const es256 = { alg: 'ES256', kid: 'b' }
    const mixed = jwkOf(P256.publicKey, { kid: 'b', x5c: [base64] })
    expect(await judge(signed(es256, {}, P256.privateKey), [mixed])).toBe(true)
    expect(await judge(signed(es256, {}, key), [mixed])).toBe(NO_KEY)
  })
})
