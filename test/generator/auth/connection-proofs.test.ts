/** What the generator says of message signatures, connections and proofs that the consumer judges. */
import { expect, test } from 'vitest'
import type { JsonObject } from '../../../generator/schema/types.js'
import { planned } from './planned.js'

const httpsig = (more: JsonObject = {}): JsonObject => ({
  type: 'httpsig',
  algs: ['ed25519'],
  key: { secret: 'KEY' },
  ...more,
})

const mistakes: [name: string, auth: JsonObject, want: string][] = [
  [
    'an algorithm that nobody registered',
    httpsig({ algs: ['ed25519', 'rsa-sha1'] }),
    'ERR_ALGORITHM #/auth/algs/1 unknown algorithm "rsa-sha1" of message signatures',
  ],
  [
    'a shared and a public key at once',
    httpsig({ algs: ['hmac-sha256', 'ed25519'] }),
    'ERR_ALGORITHM #/auth/algs "hmac-sha256" shares its key, and the others have public ones: they cannot be mixed',
  ],
  [
    'an encoding of public keys for a shared one',
    httpsig({ algs: ['hmac-sha256'], key: { secret: 'KEY', encoding: 'pem' } }),
    'ERR_KEY_ENCODING #/auth/key/encoding "pem" is an encoding of public keys, and the algorithm shares its key',
  ],
  [
    'a derived component that no request has',
    httpsig({ require: ['@method', '"@status"'] }),
    'ERR_COMPONENT #/auth/require/1 "\\"@status\\"" is no component of a request',
  ],
  [
    'a parameter that we do not support',
    httpsig({ require: ['"x";req'] }),
    'ERR_COMPONENT #/auth/require/0 "\\"x\\";req" is no component of a request',
  ],
  [
    'the key id of a token',
    httpsig({ key: { byId: '{jose:/kid}', of: { secret: 'KEY' } } }),
    'ERR_EXPR #/auth/key/byId the source "jose" cannot be read here in the expression "{jose:/kid}"',
  ],
  [
    'the key id of a message signature, where there is none',
    {
      type: 'signature',
      alg: 'ed25519',
      key: { jwks: 'https://keys.example.com/jwks', kid: '{keyid}' },
      content: '{body}',
      signature: { from: '{header:x}', encoding: 'hex' },
    },
    'ERR_EXPR #/auth/key/kid the source "keyid" cannot be read here in the expression "{keyid}"',
  ],
  [
    'certificates of a token',
    httpsig({ key: { x5c: true, roots: 'ROOT', leafOids: ['1.2'], intermediateOids: ['1.3'] } }),
    'ERR_KEY_SOURCE #/auth/key/x5c "x5c" is read from the header of a token, and there is none',
  ],
  [
    'a network that is none',
    { type: 'transport', ip: { cidrs: ['::1', '10.0.0.0/33'], from: 'socket' } },
    'ERR_NETWORK #/auth/ip/cidrs/1 "10.0.0.0/33" has no such prefix length',
  ],
  [
    'a choice between a connection and a signature',
    { anyOf: [httpsig(), { type: 'transport', https: true }] },
    'ERR_ANY_OF #/auth/anyOf/1 "anyOf" between proofs of different strength: a signature, and a public value',
  ],
]

test.each(mistakes)('refused: %s', (_name, auth, want) => {
  expect(planned({ auth }).said).toEqual([want])
})

const covered: [name: string, auth: JsonObject, want: string][] = [
  ['nothing is required', httpsig(), ''],
  ['the digest', httpsig({ digest: true }), 'body type id'],
  ['the digest, by name', httpsig({ require: ['content-digest'] }), 'body type id'],
  ['one member of it', httpsig({ require: ['"content-digest";key="sha-256"'] }), 'body type id'],
  ['the header of another thing', httpsig({ require: ['date'] }), ''],
  ['when it was made', httpsig({ created: {} }), 'timestamp'],
  ['a connection', { type: 'transport', https: true }, ''],
  ['a function', { type: 'custom', name: 'own' }, ''],
]

test.each(covered)('coverage: %s', (_name, auth, want) => {
  const { auth: plan } = planned({ auth, events: { id: '{json:/id}' } })
  const coverage = Object.entries(plan.schemes[0]?.coverage ?? {})
  expect(coverage.flatMap(([part, is]) => (is ? [part] : [])).join(' ')).toBe(want)
})

test('a header, a path and a parameter that have to be covered are', () => {
  const typeIsCovered = (type: string, ...require: string[]) => {
    const { auth } = planned({ auth: httpsig({ require }), events: { type } })
    return auth.schemes[0]?.coverage.type
  }
  expect(typeIsCovered('{header:X-Event}', 'x-event')).toBe(true)
  expect(typeIsCovered('{header:X-Event}', '"x-event";sf')).toBe(true)
  expect(typeIsCovered('{header:X-Event}', '"x-event";key="a"')).toBe(false)
  expect(typeIsCovered('{path}', '@path')).toBe(true)
  expect(typeIsCovered('{path}', '@request-target')).toBe(true)
  expect(typeIsCovered('{query:t}', '@query')).toBe(true)
  expect(typeIsCovered('{query:t}', '@target-uri')).toBe(true)
  expect(typeIsCovered('{query:a b}', '"@query-param";name="a%20b"')).toBe(true)
  expect(typeIsCovered('{query:t}', '"@query-param";name="u"')).toBe(false)
  expect(typeIsCovered('{query:t}', '@method')).toBe(false)
})

test('a message signature may cover the URL, so the public one has to be known', () => {
  expect(planned({ auth: httpsig() }).auth.schemes[0]?.needsUrl).toBe(true)
})

test('the secrets of a connection and of a function are theirs', () => {
  const secretsOf = (auth: JsonObject) =>
    planned({ auth }).auth.schemes[0]?.secrets.map(({ name }) => name)
  expect(secretsOf({ type: 'clientCert', ca: 'AUTHORITY' })).toEqual(['AUTHORITY'])
  expect(secretsOf({ type: 'custom', name: 'own', secrets: ['A', 'B'] })).toEqual(['A', 'B'])
  expect(secretsOf(httpsig())).toEqual(['KEY'])
})
