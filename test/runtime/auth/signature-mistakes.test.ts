/** Known mistakes of other receivers (docs/security.md), as far as signatures make them. */
import { createHash, createHmac } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import type { Algorithm } from '../../../templates/runtime/auth/algorithm.js'
import { chosen } from '../../../templates/runtime/auth/chosen.js'
import { deriveSha1 } from '../../../templates/runtime/auth/derive.js'
import { hmacSignature } from '../../../templates/runtime/auth/hmac.js'
import { type KeyRule, secretKey } from '../../../templates/runtime/auth/keys.js'
import { macSignature } from '../../../templates/runtime/auth/mac.js'
import { type SignatureRule, signature } from '../../../templates/runtime/auth/signature.js'
import { importHmacKey } from '../../../templates/runtime/crypto.js'
import {
  fromBase64,
  fromBase64Url,
  fromHex,
  fromUtf8,
} from '../../../templates/runtime/expr/encode.js'
import { formEntries } from '../../../templates/runtime/expr/form.js'
import { params, queryEntries } from '../../../templates/runtime/expr/params.js'
import { parts } from '../../../templates/runtime/expr/value.js'
import { createSecretSource } from '../../../templates/runtime/secrets.js'
import { judge, secretsOf } from './proofs.js'
import { BODY, entries, mac, sent } from './signatures.js'

const rule = (more: Partial<SignatureRule> = {}): SignatureRule => ({
  candidates: { inHead: entries('x-sig', { split: ',' }) },
  decode: fromHex,
  contents: (d) => [parts(d.body)],
  algorithm: hmacSignature('SHA-256', secretKey('KEY', { decode: fromUtf8 })),
  ...more,
})
const KEY = { KEY: 'key' }

describe('mistake 20: the sender picks the algorithm out of a map, or none', () => {
  const strong = (hash: 'SHA-256' | 'SHA-512'): Algorithm =>
    hmacSignature(hash, secretKey('KEY', { decode: fromUtf8 }))
  const held = signature(
    rule({
      algorithm: chosen(
        entries('x-alg'),
        new Map([
          ['sha256', strong('SHA-256')],
          ['sha512', strong('SHA-512')],
        ]),
      ),
    }),
  )
  const named = (alg: string, hash = 'sha256') => ({
    headers: { 'x-sig': mac(BODY, 'key', hash), 'x-alg': alg },
    body: BODY,
  })

  test.each([
    ['sha256', 'sha256', 'KEY'],
    ['sha512', 'sha512', 'KEY'],
    ['sha512', 'sha256', 'ERR_PROOF_INVALID'],
    ['sha1', 'sha1', 'ERR_PROOF_INVALID'],
    ['SHA256', 'sha256', 'ERR_PROOF_INVALID'],
    ['none', 'sha256', 'ERR_PROOF_INVALID'],
    ['constructor', 'sha256', 'ERR_PROOF_INVALID'],
    ['__proto__', 'sha256', 'ERR_PROOF_INVALID'],
  ])('%s with a MAC of %s', async (alg, hash, want) => {
    expect(await judge(held, named(alg, hash), KEY)).toBe(want)
  })
})

test('mistake 25: each key makes one MAC of each content, however many signatures were sent', async () => {
  let count = 0
  const counting = macSignature(
    (bytes) => {
      const key = importHmacKey('SHA-256', bytes)
      return {
        sign: (content) => {
          count += 1
          return key.sign(content)
        },
      }
    },
    secretKey('KEY', { decode: fromUtf8 }),
  )
  const held = signature(
    rule({ algorithm: counting, contents: (d) => [parts(d.body), parts(d.body, '!')] }),
  )
  const many = Array.from({ length: 1000 }, () => mac('other')).join(',')
  expect(await judge(held, sent(many), { KEY: ['a', 'b', 'c'] })).toBe('ERR_PROOF_INVALID')
  expect(count).toBe(6)
  const late = `${Array.from({ length: 16 }, () => mac('other')).join(',')},${mac(BODY)}`
  expect(await judge(held, sent(late), KEY)).toBe('ERR_PROOF_INVALID')
})

describe('mistake 28: signatures are decoded strictly', () => {
  const bytes = createHmac('sha256', 'key').update(BODY).digest()
  const hex = bytes.toString('hex')
  const base64 = bytes.toString('base64')

  test.each<[string, SignatureRule['decode'], string, string]>([
    ['hex', fromHex, hex, 'KEY'],
    ['upper-case hex', fromHex, hex.toUpperCase(), 'KEY'],
    ['hex with a digit more', fromHex, `${hex}0`, 'ERR_PROOF_INVALID'],
    ['hex with junk behind it', fromHex, `${hex}zz`, 'ERR_PROOF_INVALID'],
    ['hex with a blank inside', fromHex, `${hex.slice(0, 2)} ${hex.slice(2)}`, 'ERR_PROOF_INVALID'],
    ['hex that begins with 0x', fromHex, `0x${hex}`, 'ERR_PROOF_INVALID'],
    ['base64', fromBase64, base64, 'KEY'],
    [
      'base64 with junk',
      fromBase64,
      `${base64.slice(0, 4)}*${base64.slice(4)}`,
      'ERR_PROOF_INVALID',
    ],
    ['base64 without padding', fromBase64, base64.replace('=', ''), 'ERR_PROOF_INVALID'],
    [
      'base64 in the alphabet of URLs',
      fromBase64,
      bytes.toString('base64url'),
      'ERR_PROOF_INVALID',
    ],
    ['base64url', fromBase64Url, bytes.toString('base64url'), 'KEY'],
    ['hex where base64 is expected', fromBase64, hex, 'ERR_PROOF_INVALID'],
    ['the first half', fromHex, hex.slice(0, 32), 'ERR_PROOF_INVALID'],
  ])('%s', async (_name, decode, text, want) => {
    expect(await judge(signature(rule({ decode })), sent(text), KEY)).toBe(want)
  })
})

describe('mistake 29: a key is read in the one encoding that is declared', () => {
  const bytes = Buffer.from('0123456789abcdef')
  const accented = 'cle\u0301'
  const keyed = (key: KeyRule) =>
    signature(rule({ algorithm: hmacSignature('SHA-256', secretKey('KEY', key)) }))

  test.each<[string, KeyRule, string, string | Uint8Array]>([
    ['hex, as Adyen gives it', { decode: fromHex }, bytes.toString('hex'), bytes],
    ['base64, as Teams gives it', { decode: fromBase64 }, bytes.toString('base64'), bytes],
    [
      'base64 behind a prefix',
      { decode: fromBase64, strip: 'whsec_' },
      `whsec_${bytes.toString('base64')}`,
      bytes,
    ],
    ['UTF-8 with its prefix, as Stripe means it', { decode: fromUtf8 }, 'whsec_abc=', 'whsec_abc='],
    [
      'NFKD, as EasyPost has it',
      { decode: fromUtf8, normalize: 'NFKD' },
      accented.normalize('NFC'),
      accented,
    ],
    [
      'its SHA-1, as Braintree has it',
      { decode: fromUtf8, derive: deriveSha1 },
      'private',
      createHash('sha1').update('private').digest(),
    ],
  ])('%s', async (_name, key, value, real) => {
    const delivery = sent(mac(BODY, real))
    expect(await judge(keyed(key), delivery, { KEY: value })).toBe('KEY')
    const others = [fromHex, fromBase64, fromUtf8].filter((decode) => decode !== key.decode)
    for (const decode of others) {
      const verdict = await judge(keyed({ decode }), delivery, { KEY: value }).catch(
        (error: { code?: string }) => error.code,
      )
      expect(verdict).toMatch(/^ERR_/)
    }
  })

  test.each<[string, KeyRule, string, string]>([
    [
      'hex that is none',
      { decode: fromHex },
      'xyz',
      'the secret KEY is not encoded as it should be',
    ],
    [
      'base64 that is none',
      { decode: fromBase64 },
      'a',
      'the secret KEY is not encoded as it should be',
    ],
    [
      'a prefix alone',
      { decode: fromUtf8, strip: 'whsec_' },
      'whsec_',
      'the secret KEY is empty after decoding',
    ],
  ])('%s is no key', (_name, key, value, message) => {
    expect(() => keyed(key).prepare(secretsOf({ KEY: value }))).toThrow(
      expect.objectContaining({ code: 'ERR_SECRET_INVALID', message }),
    )
  })
})

describe('mistake 31: parameters are sorted by code units and decoded once', () => {
  const sorted = (query: string) => {
    const head = { method: 'POST', url: `https://a.example/${query}`, headers: [] }
    return judge(
      signature(
        rule({
          contents: (d) => [parts(params(queryEntries(d), { sort: 'names', kv: '=', sep: '&' }))],
        }),
      ),
      { ...head, headers: { 'x-sig': mac('B=1&a=x y&Ä=2') } },
      KEY,
    )
  }

  test.each([
    ['?a=x+y&%C3%84=2&B=1', 'KEY'],
    ['?a=x%20y&%C3%84=2&B=1', 'KEY'],
    ['?a=x%2By&%C3%84=2&B=1', 'ERR_PROOF_INVALID'],
    ['?a=x+y&%C3%84=2&B=1&B=1', 'ERR_PROOF_INVALID'],
  ])('%s', async (query, want) => {
    expect(await sorted(query)).toBe(want)
  })

  test('a field that came twice is in what is signed twice', async () => {
    const held = signature(
      rule({
        contents: (d) => [parts(params(formEntries(d), { sort: 'values', kv: '=', sep: '&' }))],
      }),
    )
    const form = (body: string) => ({ headers: { 'x-sig': mac('a=1&a=2') }, body })
    expect(await judge(held, form('a=2&a=1'), KEY)).toBe('KEY')
    expect(await judge(held, form('a=1'), KEY)).toBe('ERR_PROOF_INVALID')
  })
})

test('mistake 35: a secret is given by its name, so that no other value takes its place', () => {
  const declared = [{ name: 'HMAC_KEY', optional: false }]
  expect(() => createSecretSource(declared, { HMAC_SIGN: 'x' })).toThrow(
    new TypeError('the scheme has no secret named HMAC_SIGN: it takes HMAC_KEY'),
  )
})
