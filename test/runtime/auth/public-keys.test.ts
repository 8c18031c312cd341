/** Which key a delivery is verified with: by id, out of a set, or one that the provider publishes. */
import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import type { Algorithm } from '../../../templates/runtime/auth/algorithm.js'
import { asymmetricSignature } from '../../../templates/runtime/auth/asymmetric.js'
import { ecdsa } from '../../../templates/runtime/auth/ecdsa.js'
import { ED25519 } from '../../../templates/runtime/auth/ed25519.js'
import { hmacSignature } from '../../../templates/runtime/auth/hmac.js'
import { jwkSet } from '../../../templates/runtime/auth/jwk-set.js'
import { byId, exceptPrefix, onlyPrefix } from '../../../templates/runtime/auth/key-choice.js'
import { secretKey } from '../../../templates/runtime/auth/keys.js'
import { fromPem } from '../../../templates/runtime/auth/pem.js'
import { constantKeys, publicKeys } from '../../../templates/runtime/auth/public-keys.js'
import { rsaPkcs1 } from '../../../templates/runtime/auth/rsa.js'
import { signature } from '../../../templates/runtime/auth/signature.js'
import { fromHex, fromUtf8 } from '../../../templates/runtime/expr/encode.js'
import { header } from '../../../templates/runtime/expr/header.js'
import { judge, secretsOf } from './proofs.js'
import { BODY, entries, mac } from './signatures.js'

const one = generateKeyPairSync('ed25519')
const two = generateKeyPairSync('ed25519')
const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' })
const pem = ({ publicKey }: typeof one) =>
  publicKey.export({ format: 'pem', type: 'spki' }).toString()
const jwk = ({ publicKey }: typeof one, more: object = {}) => ({
  ...publicKey.export({ format: 'jwk' }),
  ...more,
})
const made = (key: KeyObject) => sign(null, Buffer.from(BODY), key).toString('hex')

const proof = (algorithm: Algorithm) =>
  signature({
    candidates: { inHead: entries('x-sig') },
    decode: fromHex,
    contents: (d) => [[d.body]],
    algorithm,
  })
const sent = (text: string, id?: string) => ({
  headers: { 'x-sig': text, ...(id === undefined ? {} : { 'x-key': id }) },
  body: BODY,
})
const keyId = byId((d) => header(d, 'x-key'))

describe('keys of the consumer', () => {
  const held = proof(asymmetricSignature(ED25519, publicKeys('KEY', { decode: fromPem })))

  test('while they rotate, the one that matched is told', async () => {
    const secrets = {
      KEY: [
        { id: 'old', value: pem(one) },
        { id: 'new', value: pem(two) },
      ],
    }
    expect(await judge(held, sent(made(two.privateKey)), secrets)).toBe('new')
    expect(await judge(held, sent(made(one.privateKey)), secrets)).toBe('old')
    expect(await judge(held, sent(made(one.privateKey)), { KEY: pem(two) })).toBe(
      'ERR_PROOF_INVALID',
    )
  })

  test.each([
    [
      'no PEM',
      'x',
      "the secret KEY is not encoded as it should be; ed25519 needs the sender's public key",
    ],
    [
      'a key of another kind',
      pem(ec),
      'the key is no public key for ed25519: it is no Ed25519 key, but a key on P-256',
    ],
  ])('%s is refused when the receiver is created', (_name, value, message) => {
    expect(() => held.prepare(secretsOf({ KEY: value }))).toThrow(
      expect.objectContaining({ code: 'ERR_SECRET_INVALID', message }),
    )
  })
})

describe('keys by id', () => {
  const shared = proof(
    hmacSignature('SHA-256', secretKey('KEY', { decode: fromUtf8, choose: keyId })),
  )
  const pair = proof(
    asymmetricSignature(ED25519, publicKeys('KEY', { decode: fromPem, choose: keyId })),
  )
  const secrets = { KEY: { a: 'key', b: ['other', 'key'] } }

  test.each([
    ['its own key', 'key', 'a', 'KEY.a'],
    ['one of its own keys', 'key', 'b', 'KEY.b[1]'],
    ['the key of another id', 'other', 'a', 'ERR_PROOF_INVALID'],
    ['an id that is not known', 'key', 'c', 'ERR_PROOF_INVALID'],
    ['an id that every object has', 'key', 'constructor', 'ERR_PROOF_INVALID'],
    ['no id', 'key', undefined, 'ERR_PROOF_INVALID'],
  ])('%s', async (_name, key, id, want) => {
    expect(await judge(shared, sent(mac(BODY, key), id), secrets)).toBe(want)
  })

  test('public keys as well', async () => {
    const keys = { KEY: { a: pem(one), b: pem(two) } }
    expect(await judge(pair, sent(made(one.privateKey), 'a'), keys)).toBe('KEY.a')
    expect(await judge(pair, sent(made(one.privateKey), 'b'), keys)).toBe('ERR_PROOF_INVALID')
  })

  test('a key without an id is refused when the receiver is created', () => {
    expect(() => shared.prepare(secretsOf({ KEY: 'key' }))).toThrow(
      expect.objectContaining({
        code: 'ERR_SECRET_INVALID',
        message: 'the provider has a key for each id: give them as { id: key }',
      }),
    )
  })

  test('no keys at all are refused', () => {
    expect(() => secretsOf({ KEY: {} })).toThrow(
      expect.objectContaining({
        code: 'ERR_SECRET_INVALID',
        message: 'the secret KEY has no keys',
      }),
    )
  })
})

describe('keys by prefix', () => {
  const secrets = { KEY: ['whpk_a', 'b'] }
  const held = (choose: typeof keyId) =>
    proof(hmacSignature('SHA-256', secretKey('KEY', { decode: fromUtf8, strip: 'whpk_', choose })))

  test.each([
    ['only', onlyPrefix('whpk_'), 'a', 'KEY[0]'],
    ['only', onlyPrefix('whpk_'), 'b', 'ERR_PROOF_INVALID'],
    ['except', exceptPrefix('whpk_'), 'a', 'ERR_PROOF_INVALID'],
    ['except', exceptPrefix('whpk_'), 'b', 'KEY[1]'],
  ])('%s, signed with %#', async (_name, choose, key, want) => {
    expect(await judge(held(choose), sent(mac(BODY, key)), secrets)).toBe(want)
  })
})

describe('a JWK set', () => {
  const set = (...keys: readonly object[]) => ({ KEY: JSON.stringify({ keys }) })
  const any = proof(asymmetricSignature(ED25519, jwkSet('KEY', {})))
  const named = proof(
    asymmetricSignature(
      ED25519,
      jwkSet('KEY', {}, (d) => header(d, 'x-key')),
    ),
  )
  const full = set(jwk(ec, { kid: 'c' }), jwk(one, { kid: 'a' }), jwk(two, { kid: 'b' }))

  test('every key of it that fits is tried where none is named', async () => {
    expect(await judge(any, sent(made(two.privateKey)), full)).toBe('KEY')
  })

  test.each([
    ['a', 'KEY'],
    ['b', 'ERR_PROOF_INVALID'],
    ['c', 'ERR_PROOF_INVALID'],
    ['d', 'ERR_PROOF_INVALID'],
    [undefined, 'ERR_PROOF_INVALID'],
  ])('the key %s is the only one that counts', async (id, want) => {
    expect(await judge(named, sent(made(one.privateKey), id), full)).toBe(want)
  })

  test('a key that says it is for another algorithm is passed over', async () => {
    const other = set(jwk(one, { alg: 'ES256' }), jwk(two))
    expect(await judge(any, sent(made(one.privateKey)), other)).toBe('ERR_PROOF_INVALID')
    expect(await judge(any, sent(made(one.privateKey)), set(jwk(one, { alg: 'EdDSA' })))).toBe(
      'KEY',
    )
  })

  test.each([
    [
      'a set without a key for the algorithm',
      set(jwk(ec)),
      'none of the keys in the set is for ed25519',
    ],
    [
      'an empty set',
      set(),
      "the secret KEY is no JWK set with a public key for signatures; ed25519 needs the sender's public key",
    ],
    [
      'no set',
      { KEY: 'x' },
      "the secret KEY is no JWK set with a public key for signatures; ed25519 needs the sender's public key",
    ],
  ])('%s is refused when the receiver is created', (_name, secrets, message) => {
    expect(() => any.prepare(secretsOf(secrets))).toThrow(
      expect.objectContaining({ code: 'ERR_SECRET_INVALID', message }),
    )
  })
})

test('keys of the provider need no secret', async () => {
  const encoded = [one, two].map(({ publicKey }) =>
    publicKey.export({ format: 'der', type: 'spki' }).toString('base64'),
  )
  const held = proof(asymmetricSignature(ED25519, constantKeys(encoded)))
  held.prepare(secretsOf({}))
  expect(await judge(held, sent(made(two.privateKey)))).toBe('accepted')
  expect(
    await judge(
      held,
      sent(made(two.privateKey).replace(/^./, (digit) => (digit === '0' ? '1' : '0'))),
    ),
  ).toBe('ERR_PROOF_INVALID')
})

test('mistake 20: a key is imported for one algorithm, whatever the sender says', async () => {
  const secrets = { KEY: pem(ec) }
  const ecSignature = sign('sha256', Buffer.from(BODY), ec.privateKey).toString('hex')
  const rule = publicKeys('KEY', { decode: fromPem })
  const der = proof(asymmetricSignature(ecdsa('P-256', 'SHA-256', 'der'), rule))
  expect(await judge(der, sent(ecSignature), secrets)).toBe('KEY')
  expect(await judge(der, sent(mac(BODY, pem(ec))), secrets)).toBe('ERR_PROOF_INVALID')
  const rsa = proof(asymmetricSignature(rsaPkcs1('SHA-256'), rule))
  expect(() => rsa.prepare(secretsOf(secrets))).toThrow(
    expect.objectContaining({
      code: 'ERR_SECRET_INVALID',
      message:
        'the key is no public key for RSA with SHA-256: it is no RSA key, but a key on P-256',
    }),
  )
})
