/** Keys in a config: every source, and what is wrong about one said where it stands. */
import { generateKeyPairSync } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import type { JsonObject, JsonValue } from '../../../generator/schema/types.js'
import { hmac, planned } from './planned.js'

const ed = generateKeyPairSync('ed25519')
const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 })
const small = generateKeyPairSync('rsa', { modulusLength: 1024 })
const pem = ({ publicKey }: typeof ed) =>
  publicKey.export({ format: 'pem', type: 'spki' }).toString()
const der = ({ publicKey }: typeof ed) =>
  publicKey.export({ format: 'der', type: 'spki' }).toString('base64')

const problems = (auth: JsonObject, more: JsonObject = {}) =>
  planned({ auth, events: { type: 'any' }, ...more }).said.filter((line) => line.startsWith('ERR_'))
const pair = (key: JsonValue, alg: JsonValue = 'ed25519') => hmac({ alg, key })
const named = { url: '{json:/key_url}', hosts: ['*.example.com'], pathMatches: '/keys/[a-z0-9]+' }
const planOf = (auth: JsonObject) => planned({ auth, events: { type: 'any' } }).auth.schemes[0]

describe('a key that fits its algorithm is taken', () => {
  test.each<[string, JsonObject]>([
    ['hmac with hex', hmac({ key: { secret: 'KEY', encoding: 'hex' } })],
    ['hmac by id', hmac({ key: { byId: '{header:x-key}', of: { secret: 'KEY' } } })],
    ['hmac under a URL that the delivery names', hmac({ key: { ...named, encoding: 'base64' } })],
    [
      'hmac under a URL that is asked with a secret',
      hmac({ key: { url: 'https://a.example.com/{header:x-key}', auth: 'TOKEN' } }),
    ],
    ['ed25519 under a URL that the delivery names', pair({ ...named, json: '/key' })],
    ['ed25519 as PEM, which needs no encoding', pair({ secret: 'KEY' })],
    ['ed25519 out of a set', pair({ secret: 'KEY', encoding: 'jwks', kid: '{header:x-key}' })],
    [
      'ed25519 by id',
      pair({ byId: '{header:x-key}', of: { secret: 'KEY', encoding: 'ed25519-hex' } }),
    ],
    ['an ed25519 seed that both sides know', pair({ secret: 'KEY', derive: 'repeat32' })],
    ['a constant', pair({ constant: pem(ed) })],
    ['a constant without line breaks', pair({ constant: pem(ed).replaceAll('\n', '') })],
    ['several constants', pair({ constant: [der(ed), der(ed)], encoding: 'spki-base64' })],
    [
      'a constant set, of which one fits',
      pair({
        constant: {
          keys: [ed, rsa].map(({ publicKey }) => ({ ...publicKey.export({ format: 'jwk' }) })),
        },
        encoding: 'jwks',
      } as JsonObject),
    ],
  ])('%s', (_name, auth) => {
    expect(problems(auth)).toEqual([])
  })

  test('a constant needs no secret, and stands in the plan as SPKI, each key once', () => {
    const scheme = planOf(pair({ constant: [pem(ed), pem(ed)] }))
    expect(scheme?.secrets).toEqual([])
    expect(scheme?.proof).toMatchObject({ key: { kind: 'constant', keys: [der(ed)] } })
  })

  test('a proof with a constant key is signed, and not public', () => {
    expect(planOf(pair({ constant: pem(ed) }))?.unsigned).toBe(false)
  })
})

describe('a key that does not is refused', () => {
  test.each<[string, JsonObject, string]>([
    [
      'a public encoding for hmac',
      hmac({ key: { secret: 'KEY', encoding: 'pem' } }),
      'ERR_KEY_ENCODING #/auth/key/encoding "pem" is an encoding of public keys, and the algorithm shares its key',
    ],
    [
      'a shared encoding for ed25519',
      pair({ secret: 'KEY', encoding: 'utf8' }),
      'ERR_KEY_ENCODING #/auth/key/encoding "utf8" is no encoding of a public key',
    ],
    [
      'an id in a set that is none',
      pair({ secret: 'KEY', kid: '{header:x}' }),
      'ERR_KEY_ENCODING #/auth/key/kid "kid" chooses from a set: it needs "encoding": "jwks"',
    ],
    [
      'a key id that nothing names',
      pair({ url: 'https://a.example.com/{kid}', json: '/key' }),
      'ERR_KEY_ID #/auth/key/url {kid} stands for what "kid" says, and that is not given',
    ],
    [
      'the key id of a token, where there is none',
      pair({ jwks: 'https://a.example.com/jwks', kid: '{jose:/kid}' }),
      'ERR_EXPR #/auth/key/kid the source "jose" cannot be read here in the expression "{jose:/kid}"',
    ],
    [
      'a derived public key',
      pair({ secret: 'KEY', derive: 'sha256' }),
      'ERR_KEY_ENCODING #/auth/key/derive a public key is not derived from anything',
    ],
    [
      'a URL that the delivery names without hosts',
      hmac({ key: { url: '{json:/key_url}' } }),
      'ERR_KEY_URL #/auth/key/url the URL of a key must begin with https and a host that are written out: "{json:/key_url}"',
    ],
    [
      'a path without hosts',
      hmac({ key: { url: '{json:/key_url}', pathMatches: '/.*' } }),
      'ERR_KEY_URL #/auth/key a key whose URL the delivery names needs "hosts" and "pathMatches"',
    ],
    [
      'hosts without a path',
      hmac({ key: { url: '{json:/key_url}', hosts: ['a.example.com'] } }),
      'ERR_KEY_URL #/auth/key a key whose URL the delivery names needs "hosts" and "pathMatches"',
    ],
    [
      'a host of everybody',
      hmac({ key: { ...named, hosts: ['*.com'] } }),
      'ERR_KEY_URL #/auth/key/hosts/0 the last two labels of "*.com" must be written out',
    ],
    [
      'hosts beside one that is written out',
      hmac({ key: { ...named, url: 'https://a.example.com/{header:x}' } }),
      'ERR_KEY_URL #/auth/key/url "hosts" and "pathMatches" are for a URL whose host is not written out: "https://a.example.com/{header:x}"',
    ],
    [
      'an hmac under a URL that everybody can ask',
      hmac({ key: { url: 'https://a.example.com/{header:x-key}' } }),
      'ERR_KEY_SOURCE #/auth/key the algorithm shares its key, and this one is public: anybody could sign',
    ],
    [
      'a public encoding for a fetched hmac',
      hmac({ key: { ...named, encoding: 'pem' } }),
      'ERR_KEY_ENCODING #/auth/key/encoding "pem" is an encoding of public keys, and the algorithm shares its key',
    ],
    [
      'a shared encoding for a fetched public key',
      pair({ ...named, encoding: 'base64' }),
      'ERR_KEY_ENCODING #/auth/key/encoding "base64" is no encoding of a public key',
    ],
    [
      'a constant for hmac',
      hmac({ key: { constant: pem(ed) } }),
      'ERR_KEY_SOURCE #/auth/key the algorithm shares its key, and this one is public: anybody could sign',
    ],
    [
      'a constant of another kind',
      pair({ constant: pem(rsa) }),
      'ERR_KEY_CONSTANT #/auth/key/constant the key is of type rsa, and the algorithm takes ed25519',
    ],
    [
      'a short constant',
      pair({ constant: pem(small) }, 'rsa-sha256'),
      'ERR_KEY_CONSTANT #/auth/key/constant the key has 1024 bits, and 2048 are the least',
    ],
    [
      'a constant that is no key',
      pair({ constant: ['x'] }),
      'ERR_KEY_CONSTANT #/auth/key/constant/0 it is no public key in the encoding "pem"',
    ],
    [
      'a private key',
      pair({ constant: ed.privateKey.export({ format: 'pem', type: 'pkcs8' }).toString() }),
      'ERR_KEY_CONSTANT #/auth/key/constant it is no public key in the encoding "pem"',
    ],
    [
      'a private JWK',
      pair({
        constant: { ...ed.privateKey.export({ format: 'jwk' }) },
        encoding: 'jwk',
      } as JsonObject),
      'ERR_KEY_CONSTANT #/auth/key/constant it is no public key in the encoding "jwk"',
    ],
    [
      'a set without a key that fits',
      pair({
        constant: { keys: [{ ...rsa.publicKey.export({ format: 'jwk' }) }] },
        encoding: 'jwks',
      } as JsonObject),
      'ERR_KEY_CONSTANT #/auth/key/constant it is no public key in the encoding "jwks"',
    ],
    ['no source', pair({}), 'ERR_KEY_SOURCE #/auth/key a key without "secret"'],
    [
      'an id without its keys',
      pair({ byId: '{header:x}' }),
      'ERR_KEY_SOURCE #/auth/key/of a key without "secret"',
    ],
  ])('%s', (_name, auth, want) => {
    expect(problems(auth)).toContain(want)
  })

  test('a short constant is taken where the config allows weak ones', () => {
    expect(problems(pair({ constant: pem(small) }, 'rsa-sha256'), { allowWeak: true })).toEqual([])
  })
})

describe('mistake 20: the sender cannot choose a weaker way', () => {
  const named = (map: JsonObject) =>
    hmac({ alg: { from: '{header:x-alg}', map }, key: { secret: 'KEY' } })

  test.each<[string, JsonObject, string]>([
    [
      'a shared key and a public one',
      named({ a: 'hmac-sha256', b: 'rsa-sha256' }),
      'ERR_ALGORITHM #/auth/alg/map "hmac-sha256" shares its key and "rsa-sha256" publishes it: they cannot be mixed',
    ],
    [
      'an algorithm called none',
      named({ none: 'none' }),
      'ERR_ALGORITHM #/auth/alg/map/none unknown algorithm "none"',
    ],
    [
      'a weak one among strong ones',
      named({ a: 'rsa-sha1', b: 'rsa-sha256' }),
      'ERR_ALGORITHM #/auth/alg/map/a "rsa-sha1" is weak',
    ],
  ])('%s', (_name, auth, want) => {
    expect(problems(auth)).toContain(want)
  })

  test.each(['rsa-sha1', 'ecdsa-sha1-der'])('%s needs allowWeak', (alg) => {
    const auth = pair({ secret: 'KEY' }, alg)
    expect(problems(auth)).toEqual([`ERR_ALGORITHM #/auth/alg "${alg}" is weak`])
    expect(problems(auth, { allowWeak: true })).toEqual([])
  })
})
