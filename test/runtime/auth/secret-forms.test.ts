/** Keys in the forms in which people have them, and what is said of those that are something else. */
import { sign } from 'node:crypto'
import { beforeAll, describe, expect, test } from 'vitest'
import { rootsOf } from '../../../templates/runtime/auth/certificates.js'
import { fromJwk } from '../../../templates/runtime/auth/jwk.js'
import { jwkSet } from '../../../templates/runtime/auth/jwk-set.js'
import { onlyPrefix } from '../../../templates/runtime/auth/key-choice.js'
import { type KeyRule, secretKey } from '../../../templates/runtime/auth/keys.js'
import { fromPem } from '../../../templates/runtime/auth/pem.js'
import { publicKeys } from '../../../templates/runtime/auth/public-keys.js'
import { fromEd25519Base64, fromEd25519Hex } from '../../../templates/runtime/auth/spki.js'
import { fromBase64, fromHex, fromUtf8 } from '../../../templates/runtime/expr/encode.js'
import { issue } from '../remote/certificates.js'
import { SIDES } from '../sides.js'
import { type Algorithms, ed, loadAlgorithms, type Pair, p256, rsa, spki } from './pairs.js'
import { secretsOf } from './proofs.js'

const certified = issue({ name: 'public' })
const pemOf = ({ publicKey }: Pair) => publicKey.export({ format: 'pem', type: 'spki' }).toString()
const base64 = (bytes: Uint8Array | string) => Buffer.from(bytes).toString('base64')

/** One text of PEM in all the forms that leave no doubt. */
const written = (pem: string): [name: string, value: string | Uint8Array][] => [
  ['as it is', pem],
  ['without the last line break', pem.trimEnd()],
  ['with line breaks of Windows', pem.replaceAll('\n', '\r\n')],
  ['with line breaks written out', pem.replaceAll('\n', '\\n')],
  ['with those of Windows written out', pem.replaceAll('\n', '\\r\\n')],
  ['with line breaks written out twice', pem.replaceAll('\n', '\\\\n')],
  ['indented', `\n${pem.replaceAll(/^/gm, '    ')}`],
  ['on one line', pem.replaceAll('\n', '')],
  ['on one line with blanks', pem.replaceAll('\n', ' ')],
  ['in quotes', `"${pem.replaceAll('\n', '\\n')}"`],
  ['behind the mark of a file', `\ufeff${pem}`],
  ['in base64 as a whole', base64(pem)],
  ['as a Buffer', Buffer.from(pem)],
  ['as a Buffer with line breaks written out', Buffer.from(pem.replaceAll('\n', '\\n'))],
]

const DER = spki(rsa)
const PKCS1 = rsa.publicKey.export({ format: 'der', type: 'pkcs1' })
const FORMS: [name: string, value: string | Uint8Array][] = [
  ...written(pemOf(rsa)),
  ...written(rsa.publicKey.export({ format: 'pem', type: 'pkcs1' }).toString()).map(
    ([name, value]): [string, string | Uint8Array] => [`PKCS#1 ${name}`, value],
  ),
  ['the base64 alone', base64(DER)],
  ['the base64 alone, of PKCS#1', base64(PKCS1)],
  ['DER', DER],
  ['DER of PKCS#1', PKCS1],
]

describe.each(SIDES)('with %s', (_side, lookup) => {
  let algorithms: Algorithms
  beforeAll(async () => {
    algorithms = await loadAlgorithms(lookup)
  })

  test.each(FORMS)('a public key of RSA, %s', async (_name, value) => {
    const source = publicKeys('KEY', { decode: fromPem })
    const [found] = source.known(secretsOf({ KEY: value }))
    const content = Buffer.from('content')
    const algorithm = algorithms.rsaPkcs1('SHA-256')
    const key = algorithms.importPublicKey(found?.spki ?? DER.subarray(1), algorithm)
    const signature = new Uint8Array(sign('sha256', content, rsa.privateKey))
    expect(await algorithms.verifyWith(key, [content], signature)).toBe(true)
  })
})

test.each(written(certified.pem))('the key of a certificate, %s', (_name, value) => {
  const [found] = publicKeys('KEY', { decode: fromPem }).known(secretsOf({ KEY: value }))
  const want = certified.key.export({ format: 'jwk' })
  expect(fromJwk(JSON.stringify({ ...want, d: undefined }))).toEqual(found?.spki)
})

test.each(written(certified.pem + certified.pem))('roots, %s', (_name, value) => {
  expect(rootsOf('ROOT').read(secretsOf({ ROOT: value }))).toHaveLength(2)
})

test('the 32 bytes of an Ed25519 key', () => {
  const raw = spki(ed).subarray(-32)
  for (const decode of [fromEd25519Hex, fromEd25519Base64]) {
    const [found] = publicKeys('KEY', { decode }).known(secretsOf({ KEY: raw }))
    expect(found?.spki).toEqual(spki(ed))
  }
})

describe('JWK', () => {
  const jwk = JSON.stringify(p256.publicKey.export({ format: 'jwk' }))
  test.each([
    ['alone', jwk],
    ['in a set', `{"keys":[${jwk}]}`],
    ['indented', JSON.stringify(JSON.parse(jwk), null, 2)],
    ['behind the mark of a file', `\ufeff${jwk}\n`],
    ['as a Buffer', Buffer.from(jwk)],
  ])('%s', (_name, value) => {
    const sources = [publicKeys('KEY', { decode: fromJwk }), jwkSet('KEY', {})]
    for (const source of sources) {
      const [found] = source.known(secretsOf({ KEY: value }))
      expect(found?.spki).toEqual(spki(p256))
    }
  })
})

describe('what is something else is named', () => {
  const pkcs8 = p256.privateKey.export({ format: 'pem', type: 'pkcs8' }).toString()
  const sec1 = p256.privateKey.export({ format: 'pem', type: 'sec1' }).toString()
  const jwk = JSON.stringify(p256.publicKey.export({ format: 'jwk' }))
  const privateJwk = JSON.stringify(p256.privateKey.export({ format: 'jwk' }))
  const ssh = `ssh-ed25519 AAAA${base64('x'.repeat(40))} me@host`
  const others: [kind: string, value: string][] = [
    ['a private key (PEM)', pkcs8],
    ['a private key (PEM)', sec1.replaceAll('\n', '\\n')],
    ['a private key (PEM)', `"${pkcs8}"`],
    ['a public key of SSH', ssh],
    ['a JWK set', `{"keys":[${jwk}]}`],
    ['a public key (JWK)', jwk],
    ['a private key (JWK)', privateJwk],
    ['a shared key (JWK)', '{"kty":"oct","k":"c2VjcmV0"}'],
  ]

  const messageOf = (read: () => unknown): string => {
    try {
      read()
    } catch (error) {
      expect(error).toMatchObject({ code: 'ERR_SECRET_INVALID' })
      if (error instanceof Error) return error.message
    }
    return ''
  }
  const publicly = (value: string | Uint8Array) =>
    messageOf(() => publicKeys('KEY', PEM).known(secretsOf({ KEY: value })))
  const PEM = { decode: fromPem, encoding: 'a public key in PEM' }
  const shared = (value: string | Uint8Array, rule: KeyRule) => {
    const [secret] = secretsOf({ KEY: value }).get('KEY')
    return messageOf(() => secret && secretKey('KEY', rule).bytes(secret))
  }

  test.each([
    ...others,
    ['a shared secret (whsec_)', 'whsec_c2VjcmV0'],
    ['a URL', 'https://a.test/jwks'],
  ])('%s in the place of a public key', (kind, value) => {
    const want = `the secret KEY is not encoded as it should be: it must be a public key in PEM, and is ${kind}`
    expect(publicly(value)).toBe(want)
    expect(publicly(Buffer.from(value))).toBe(want)
  })

  test.each([
    ...others,
    ['a certificate (PEM)', certified.pem],
    ['PEM in base64', base64(certified.pem)],
  ])('%s in the place of a shared secret', (kind, value) => {
    for (const given of [value, Buffer.from(value)]) {
      expect(shared(given, { decode: fromUtf8 })).toContain(`the secret KEY is ${kind}`)
    }
  })

  const WEBHOOKS: KeyRule = { decode: fromBase64, strip: 'whsec_', encoding: 'base64' }
  test.each<[string, KeyRule, string]>([
    ['whpk_MCow', WEBHOOKS, 'it must be base64 behind whsec_, and is a public key (whpk_)'],
    ['whsk_MCow', WEBHOOKS, 'it must be base64 behind whsec_, and is a private key (whsk_)'],
    [
      'whsec_not+base64',
      WEBHOOKS,
      'it must be base64 behind whsec_, and is a shared secret (whsec_)',
    ],
    [
      'whsec_MDEyMzQ',
      { ...WEBHOOKS, choose: onlyPrefix('whsec_') },
      '(where the whole text is the key, give its bytes)',
    ],
    ['"c2VjcmV0"', WEBHOOKS, 'it must be base64 behind whsec_, and is a text in quotes'],
    ['c2VjcmV0', { decode: fromHex, encoding: 'hex' }, 'as it should be: it must be hex'],
    ['616263', { decode: () => undefined }, 'as it should be: it is hexadecimal digits'],
    ['https://a.test', { decode: fromHex }, 'as it should be: it is a URL'],
  ])('%s where it cannot be', (value, rule, message) => {
    expect(shared(value, rule)).toContain(message)
    expect(shared(value, rule)).not.toContain(value)
  })

  test.each(['whsk_of-a-provider', 'whsec_of-stripe', '{"not":"a key"}', '{', 'ssh', '-----BEGIN'])(
    'a text is a text: %s',
    (value) => {
      expect(shared(value, { decode: fromUtf8 })).toBe('')
    },
  )

  test('a key of another algorithm', () => {
    const source = publicKeys('KEY', PEM)
    expect(source.known(secretsOf({ KEY: pemOf(p256) }))).toHaveLength(1)
  })
})
