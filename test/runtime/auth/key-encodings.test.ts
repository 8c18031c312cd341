/** Every encoding of a public key becomes the same bytes, and nothing else is a key. */
import { createPublicKey, generateKeyPairSync, X509Certificate } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { derChildren, derUnsigned, readDer } from '../../../templates/runtime/auth/der.js'
import { fromJwk, readJwks } from '../../../templates/runtime/auth/jwk.js'
import { fromPem } from '../../../templates/runtime/auth/pem.js'
import {
  fromEd25519Base64,
  fromEd25519Hex,
  fromSpkiBase64,
} from '../../../templates/runtime/auth/spki.js'
import { decodeHex, encodeBase64, encodeHex } from '../../../templates/runtime/bytes.js'

const pairs = {
  RSA: generateKeyPairSync('rsa', { modulusLength: 2048 }),
  'P-256': generateKeyPairSync('ec', { namedCurve: 'P-256' }),
  'P-384': generateKeyPairSync('ec', { namedCurve: 'P-384' }),
  'P-521': generateKeyPairSync('ec', { namedCurve: 'P-521' }),
  Ed25519: generateKeyPairSync('ed25519'),
}
const { Ed25519: ed } = pairs
const hex = (bytes: Uint8Array | undefined) => (bytes === undefined ? undefined : encodeHex(bytes))

describe.each(Object.entries(pairs))('%s', (_name, { publicKey, privateKey }) => {
  const want = publicKey.export({ format: 'der', type: 'spki' }).toString('hex')
  const pem = publicKey.export({ format: 'pem', type: 'spki' }).toString()
  const jwk = publicKey.export({ format: 'jwk' })

  test('as PEM, with its line breaks, without them and with those of Windows', () => {
    expect(hex(fromPem(pem))).toBe(want)
    expect(hex(fromPem(pem.replaceAll('\n', '')))).toBe(want)
    expect(hex(fromPem(`\n${pem.replaceAll('\n', '\r\n')}`))).toBe(want)
  })

  test('as DER in base64, with line breaks or without', () => {
    const text = Buffer.from(want, 'hex').toString('base64')
    expect(hex(fromSpkiBase64(text))).toBe(want)
    expect(hex(fromSpkiBase64(`${text.slice(0, 20)}\n${text.slice(20)}\n`))).toBe(want)
  })

  test('as JWK', () => {
    expect(hex(fromJwk(JSON.stringify(jwk)))).toBe(want)
    expect(hex(fromJwk(JSON.stringify({ ...jwk, use: 'sig', key_ops: ['verify'] })))).toBe(want)
  })

  test('its private half is refused in every form', () => {
    expect(fromPem(privateKey.export({ format: 'pem', type: 'pkcs8' }).toString())).toBeUndefined()
    expect(fromJwk(JSON.stringify(privateKey.export({ format: 'jwk' })))).toBeUndefined()
  })
})

test('an Ed25519 key as its 32 bytes', () => {
  const spki = ed.publicKey.export({ format: 'der', type: 'spki' })
  const bytes = new Uint8Array(spki.subarray(-32))
  expect(hex(fromEd25519Hex(encodeHex(bytes)))).toBe(spki.toString('hex'))
  expect(hex(fromEd25519Base64(encodeBase64(bytes)))).toBe(spki.toString('hex'))
  expect(fromEd25519Hex(encodeHex(bytes.subarray(1)))).toBeUndefined()
  expect(fromEd25519Base64(encodeBase64(bytes.subarray(1)))).toBeUndefined()
  expect(fromEd25519Hex(encodeBase64(bytes))).toBeUndefined()
})

test.each(['aws-sns', 'wechatpay-v3'])('the key of the certificate of %s', (provider) => {
  const file = join(import.meta.dirname, `../../vectors/${provider}.json`)
  const [pem = ''] =
    /-----BEGIN CERTIFICATE.*?END CERTIFICATE-----/.exec(readFileSync(file, 'utf8')) ?? []
  const text = pem.replaceAll('\\n', '\n')
  const want = new X509Certificate(text).publicKey.export({ format: 'der', type: 'spki' })
  expect(hex(fromPem(text))).toBe(want.toString('hex'))
})

describe('PEM is refused', () => {
  const pem = ed.publicKey.export({ format: 'pem', type: 'spki' }).toString()
  test.each([
    ['two blocks', pem + pem],
    ['text in front', `key: ${pem}`],
    ['other labels at both ends', pem.replace('END PUBLIC', 'END OTHER')],
    ['a label that is none of ours', pem.replaceAll('PUBLIC', 'RSA PUBLIC')],
    ['no base64', pem.replace('MCow', 'MC*w')],
    ['a certificate that is a key', pem.replaceAll('PUBLIC KEY', 'CERTIFICATE')],
    ['nothing', ''],
  ])('%s', (_name, text) => {
    expect(fromPem(text)).toBeUndefined()
  })
})

describe('JWK', () => {
  const jwk = ed.publicKey.export({ format: 'jwk' })
  test.each([
    ['for encryption', { ...jwk, use: 'enc' }],
    ['for signing', { ...jwk, key_ops: ['sign'] }],
    ['a shared one', { kty: 'oct', k: 'c2VjcmV0' }],
    ['of an unknown curve', { ...jwk, crv: 'X25519' }],
    ['with padding', { ...jwk, x: `${jwk.x}=` }],
    [
      'with a long coordinate',
      { ...pairs['P-256'].publicKey.export({ format: 'jwk' }), x: 'A'.repeat(44) },
    ],
    ['without its numbers', { kty: 'RSA', n: 'AQ' }],
    ['no object', 'x'],
  ])('%s is refused', (_name, value) => {
    expect(fromJwk(JSON.stringify(value))).toBeUndefined()
  })

  test('text that is no JSON is refused', () => {
    expect(fromJwk('{')).toBeUndefined()
    expect(readJwks('{')).toBeUndefined()
    expect(readJwks('[]')).toBeUndefined()
  })

  test('of a set, the keys that can verify, with what it says of them', () => {
    const set = { keys: [{ ...jwk, kid: 'a', alg: 'EdDSA' }, { kty: 'oct', k: 'AA' }, null, jwk] }
    const spki = createPublicKey({ key: jwk, format: 'jwk' }).export({
      format: 'der',
      type: 'spki',
    })
    expect(readJwks(JSON.stringify(set))).toEqual([
      { kid: 'a', alg: 'EdDSA', spki: new Uint8Array(spki) },
      { kid: undefined, alg: undefined, spki: new Uint8Array(spki) },
    ])
  })
})

describe('DER', () => {
  const read = (text: string) => readDer(decodeHex(text) ?? new Uint8Array())

  test.each([
    ['an indefinite length', '30800000'],
    ['a length with a digit too many', '308103020101'],
    ['a length with a leading zero', `30820080${'00'.repeat(128)}`],
    ['a length beyond the end', '3004020101'],
    ['a byte behind the end', '300302010100'],
    ['a tag of several bytes', '1f0100'],
    ['a tag alone', '30'],
  ])('%s is refused', (_name, text) => {
    expect(read(text)).toBeUndefined()
  })

  test('a long length is read where it is needed', () => {
    expect(read(`048180${'00'.repeat(128)}`)?.content.length).toBe(128)
  })

  test.each([
    ['020100', ''],
    ['020101', '01'],
    ['02020080', '80'],
    ['02020001', undefined],
    ['0201ff', undefined],
    ['0200', undefined],
    ['030100', undefined],
  ])('%s as an unsigned number', (text, want) => {
    const bytes = derUnsigned(read(text))
    expect(bytes && encodeHex(bytes)).toBe(want)
  })

  test('children have to fill their parent', () => {
    expect(derChildren(read('3006020101020102'))).toHaveLength(2)
    expect(derChildren(read('300402010102'))).toBeUndefined()
    expect(derChildren(read('020101'))).toBeUndefined()
  })
})
