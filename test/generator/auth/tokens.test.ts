/** Which tokens and keys a config may ask for, and what they cover. */
import { describe, expect, test } from 'vitest'
import { hostProblem, literalOrigin, urlProblem } from '../../../generator/auth/key-hosts.js'
import type { JsonObject } from '../../../generator/schema/types.js'
import { planned } from './planned.js'

function token(more: JsonObject = {}): JsonObject {
  return {
    type: 'jwt',
    token: { from: '{header:x-token}' },
    algs: ['HS256'],
    key: { secret: 'KEY' },
    ...more,
  }
}

const EVENTS = { type: 'any' }

function errors(auth: JsonObject): readonly string[] {
  const { list } = planned({ auth, events: EVENTS })
  return list
    .filter(({ severity }) => severity === 'error')
    .map(({ code, pointer, message }) => `${code} ${pointer} ${message}`)
}

const chain = { x5c: true, roots: 'ROOT' }
const cert = {
  certUrl: '{json:/url}',
  hosts: ['sns.{region}.amazonaws.com'],
  pathMatches: '/[a-z]+\\.pem',
}
const rs = (key: JsonObject) => token({ algs: ['RS256'], key })

const refused: readonly [name: string, auth: JsonObject, said: string][] = [
  ['alg none', token({ algs: ['none'] }), 'ERR_ALGORITHM #/auth/algs/0 unknown algorithm "none"'],
  [
    'shared and public algorithms under one key',
    token({ algs: ['HS256', 'RS256'] }),
    'ERR_ALGORITHM #/auth/algs algorithms with a shared secret and with a public key cannot have one key',
  ],
  [
    'a published key for a shared algorithm',
    token({ key: { jwks: 'https://a.example.com/jwks' } }),
    'ERR_KEY_SOURCE #/auth/key the algorithm shares its key, and this one is public: anybody could sign',
  ],
  [
    'claims of a detached token',
    token({ detached: '{body}', claims: { '/a': 'b' } }),
    'ERR_JWT #/auth/claims a detached token has no claims for "claims"',
  ],
  [
    'demanded claims of a detached token',
    token({ detached: '{body}', requireClaims: ['exp'] }),
    'ERR_JWT #/auth/requireClaims a detached token has no claims for "requireClaims"',
  ],
  [
    'the age of a detached token',
    token({ detached: '{body}', maxAge: 1 }),
    'ERR_JWT #/auth/maxAge a detached token has no claims for "maxAge"',
  ],
  [
    'an event in a detached token',
    token({ detached: '{body}', unwrap: 'payload' }),
    'ERR_JWT #/auth/unwrap a detached token has no claims for "unwrap"',
  ],
  [
    'a detached token over anything but the body',
    token({ detached: '{path}' }),
    'ERR_JWT #/auth/detached a token that neither covers the body nor says when it ends proves every delivery',
  ],
  [
    'b64 of a token that is not detached',
    token({ b64: false }),
    'ERR_JWT #/auth/b64 "b64": false is for a detached payload',
  ],
  [
    'a variable that is not named',
    token({ detached: '{var:x}{body}' }),
    'ERR_EXPR #/auth/detached unknown variable "x"',
  ],
  [
    'the claims of the token on trial',
    token({ claims: { '/a': '{jwt:/a}' } }),
    'ERR_EXPR #/auth/claims/~1a the source "jwt" cannot be read here in the expression "{jwt:/a}"',
  ],
  [
    'a pointer that is none',
    token({ claims: { '/a': '{jose:kid}' } }),
    'ERR_EXPR #/auth/claims/~1a "kid" is not a JSON pointer in the expression "{jose:kid}"',
  ],
  [
    'a key set over http',
    rs({ jwks: 'http://a.example.com/jwks' }),
    'ERR_KEY_URL #/auth/key/jwks a key must come over https: "http://a.example.com/jwks"',
  ],
  [
    'a key set from an address',
    rs({ jwks: 'https://169.254.169.254/jwks' }),
    'ERR_KEY_URL #/auth/key/jwks a key must come from a host with a public name: "https://169.254.169.254/jwks"',
  ],
  [
    'a fetched key for a shared algorithm',
    token({ key: { url: '{json:/u}', hosts: ['a.example.com'], pathMatches: '/k' } }),
    'ERR_KEY_SOURCE #/auth/key the algorithm shares its key, and this one is public: anybody could sign',
  ],
  [
    'a host that the delivery names',
    rs({ url: 'https://{header:host}/key' }),
    'ERR_KEY_URL #/auth/key/url the URL of a key must begin with https and a host that are written out: "https://{header:host}/key"',
  ],
  [
    'a host that the delivery completes',
    rs({ url: 'https://a.example.com{header:x}/key' }),
    'ERR_KEY_URL #/auth/key/url the URL of a key must begin with https and a host that are written out: "https://a.example.com{header:x}/key"',
  ],
  [
    'certificates from any host',
    rs({ ...cert, hosts: ['*.com'] }),
    'ERR_KEY_URL #/auth/key/hosts/0 the last two labels of "*.com" must be written out',
  ],
  [
    'a path that can blow up',
    rs({ ...cert, pathMatches: '/(a+)+' }),
    'ERR_PATTERN #/auth/key/pathMatches a repetition that can go on in several ways: "/(a+)+"',
  ],
  [
    'a chain without roots',
    rs({ x5c: true }),
    'ERR_KEY_ROOTS #/auth/key "x5c" without "roots": anybody can make a chain of certificates',
  ],
  [
    'an object identifier that is none',
    rs({ ...chain, leafOids: ['1.x'] }),
    'ERR_KEY_OIDS #/auth/key/leafOids/0 "1.x" is no object identifier',
  ],
  [
    'a shared algorithm for the tokens of an issuer',
    { type: 'oauth2', algs: ['HS256'] },
    'ERR_ALGORITHM #/auth/algs/0 "HS256" is no algorithm whose key an issuer can publish',
  ],
]

test.each(refused)('refuses %s', (_name, auth, said) => {
  expect(errors(auth)).toContain(said)
})

const taken: readonly [name: string, auth: JsonObject][] = [
  ['a token with a secret', token()],
  ['a detached token over the body', token({ detached: ['{path}', '{body}'] })],
  ['variables of the header', token({ detached: '{{{var:x}{body}', headerVars: { x: 'a/b' } })],
  ['a key set', rs({ jwks: 'https://a.example.com/jwks' })],
  ['a key by id', rs({ url: 'https://a.example.com/keys/{kid}', json: '/key' })],
  ['a certificate from pinned hosts', rs(cert)],
  ['a chain up to roots', rs(chain)],
  ['tokens of an issuer', { type: 'oauth2' }],
]

test.each(taken)('takes %s', (_name, auth) => {
  expect(errors(auth)).toEqual([])
})

test('warns of a chain in which every certificate under the roots may sign', () => {
  expect(planned({ auth: rs(chain), events: EVENTS }).said).toContain(
    'WARN_KEY_OIDS #/auth/key every certificate under the roots may sign: "intermediateOids" is not given',
  )
})

const HASH = '{body|sha256|hex}'
const BODY = { type: '{json:/type}', id: '{jwt:/jti}' }
const coverages: readonly [name: string, auth: JsonObject, events: JsonObject, want: string][] = [
  ['nothing but the token', token(), BODY, 'timestamp id'],
  ['a claim over the body', token({ claims: { '/h': HASH } }), BODY, 'body type id'],
  [
    'a claim that may say two things',
    token({ claims: { '/h': { oneOf: [HASH, 'x'] } } }),
    BODY,
    'timestamp id',
  ],
  [
    'a claim over the body where there is one',
    token({ claims: { '/h': { absentWhenEmptyBody: HASH } } }),
    BODY,
    'body type id',
  ],
  [
    'how old it may be',
    token({ claims: { '/h': HASH }, maxAge: 60 }),
    BODY,
    'body timestamp type id',
  ],
  ['the event in the token', token({ unwrap: 'payload' }), BODY, 'type id'],
  ['a detached body', token({ detached: '{body}' }), BODY, 'body type'],
  [
    'an id from a header that a claim repeats',
    token({ claims: { '/i': '{header:x-id}' } }),
    { ...BODY, id: '{header:X-Id}' },
    'timestamp id',
  ],
  ['tokens of an issuer', { type: 'oauth2' }, { type: '{json:/type}', id: '{json:/id}' }, ''],
]

test.each(coverages)('coverage: %s', (_name, auth, events, want) => {
  const { coverage } = planned({ auth, events }).auth.schemes[0] ?? {}
  const parts = Object.entries(coverage ?? {}).filter(([, isCovered]) => isCovered)
  expect(parts.map(([part]) => part).join(' ')).toBe(want)
})

describe('hosts of keys', () => {
  test.each([
    ['https://a.example.com/x', undefined],
    ['https://user@a.example.com/', 'the URL of a key holds a user name'],
    ['https://a.example.com:8443/', 'a key must come from the port of https, 443'],
    ['https://a.example.com/#x', 'the URL of a key has a fragment, which is never sent'],
    ['https://localhost/', 'a key must come from a host with a public name'],
    ['https://[::1]/', 'a key must come from a host with a public name'],
    ['https://0x7f.1/', 'a key must come from a host with a public name'],
    ['file:///etc/passwd', 'a key must come over https'],
    ['nothing', 'the URL of a key is none'],
  ])('%s', (url, want) => {
    expect(urlProblem(url)).toBe(want)
  })

  test.each([
    ['https://a.example.com/{x}', 'https://a.example.com'],
    ['https://A.example.com/', 'https://a.example.com'],
    ['https://a.example.com', undefined],
    ['https://a.example.com//{x}', undefined],
    ['https://a.example.com:443/', undefined],
    ['https://u@a.example.com/', undefined],
    ['http://a.example.com/', undefined],
  ])('the origin of %s', (url, want) => {
    expect(literalOrigin(url)).toBe(want)
  })

  test.each([
    ['sns.{region}.amazonaws.com', undefined],
    ['*.keys.example.com', undefined],
    [
      'sns.*.amazonaws.com',
      '"sns.*.amazonaws.com" lets strangers in, whom amazonaws.com gives names of their own',
    ],
    [
      '*.s3.amazonaws.com',
      '"*.s3.amazonaws.com" lets strangers in, whom amazonaws.com gives names of their own',
    ],
    ['*.github.io', '"*.github.io" lets strangers in, whom github.io gives names of their own'],
    ['a.{region}.com', 'the last two labels of "a.{region}.com" must be written out'],
    [
      'a{region}.example.com',
      '"a{region}.example.com" is no host name: "*" stands for one whole label',
    ],
    ['*', 'the last two labels of "*" must be written out'],
    ['*.*.com', 'the last two labels of "*.*.com" must be written out'],
    ['a*.example.com', '"a*.example.com" is no host name: "*" stands for one whole label'],
    ['127.0.0.1', '"127.0.0.1" is no public name'],
    ['a..com', '"a..com" is no host name: "*" stands for one whole label'],
  ])('the pattern %s', (pattern, want) => {
    expect(hostProblem(pattern)).toBe(want)
  })
})
