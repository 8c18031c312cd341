/** An SDK holds the code of the proofs that it uses, and of no other. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { generateOrThrow } from '../support/sdk.js'

const HEADER = { from: '{header:X-Signature}', encoding: 'base64' }
const signature = (alg: string, key?: object, content: unknown = '{body}') => {
  return { type: 'signature', alg, key: key ?? { secret: 'KEY' }, content, signature: HEADER }
}
const jwt = (algs: string[], key: object) => {
  const token = { from: '{header:Authorization|credentials:Bearer}' }
  return { type: 'jwt', token, algs, key, claims: { '/h': '{body|sha256|hex}' } }
}

/** Each kind of proof, a config with it, and the runtime file that no SDK without it may hold. */
const kinds: readonly [kind: string, auth: object, file: string][] = [
  ['hmac', signature('hmac-sha256'), 'auth/hmac.ts'],
  [
    'hash',
    { ...signature('hash-sha256', undefined, '{secret:KEY}{body}'), key: undefined },
    'auth/hash.ts',
  ],
  ['ed25519', signature('ed25519', { secret: 'KEY', encoding: 'ed25519-hex' }), 'auth/ed25519.ts'],
  ['rsa', signature('rsa-sha256'), 'auth/rsa.ts'],
  ['rsa-pss', signature('rsa-pss-sha256'), 'auth/rsa-pss.ts'],
  ['ecdsa', signature('ecdsa-p256-sha256-der'), 'auth/ecdsa.ts'],
  ['jwt', jwt(['HS256'], { secret: 'KEY' }), 'auth/jwt.ts'],
  [
    'jwks',
    jwt(['RS256'], { jwks: 'https://keys.test/jwks', kid: '{jose:/kid}' }),
    'auth/remote-jwks.ts',
  ],
  ['x5c', jwt(['ES256'], { x5c: true, roots: 'ROOT' }), 'auth/chain-keys.ts'],
  ['oauth2', { type: 'oauth2' }, 'auth/oauth2.ts'],
  [
    'httpsig',
    { type: 'httpsig', algs: ['hmac-sha256'], key: { secret: 'KEY' } },
    'auth/httpsig.ts',
  ],
  ['check', { type: 'check', value: '{header:X-Key}', equals: '{secret:KEY}' }, 'auth/check.ts'],
  ['basic', { type: 'basic' }, 'auth/credentials.ts'],
  ['transport', { type: 'transport', https: true }, 'auth/transport.ts'],
  [
    'clientCert',
    { type: 'clientCert', fingerprints: ['ab'.repeat(32)] },
    'auth/client-certificate.ts',
  ],
  ['custom', { type: 'custom', name: 'ask' }, 'auth/custom.ts'],
  [
    'forEach',
    { forEach: '/items', ...signature('hmac-sha256', undefined, '{item:/id}') },
    'auth/for-each.ts',
  ],
  [
    'switch',
    {
      // biome-ignore lint/suspicious/noThenProperty: that is what the config calls it
      switch: [{ when: [{ value: '{header:X-V}', equals: '1' }], then: signature('hmac-sha256') }],
    },
    'auth/switch.ts',
  ],
  [
    'allOf',
    { allOf: [signature('hmac-sha256'), { type: 'bearer', secret: 'TOKEN' }] },
    'auth/all-of.ts',
  ],
]

/** Which other kinds are made of a kind: `jwks` is a token whose algorithm is RSA. */
const madeOf: Readonly<Record<string, readonly string[]>> = {
  jwt: ['hmac', 'basic'],
  jwks: ['jwt', 'rsa', 'basic'],
  // A certificate may be signed by an authority's key of any kind.
  x5c: ['jwt', 'ecdsa', 'ed25519', 'rsa', 'basic'],
  oauth2: ['jwt', 'jwks', 'rsa', 'ecdsa', 'rsa-pss', 'ed25519', 'basic', 'check'],
  httpsig: ['hmac'],
  basic: ['check'],
  clientCert: ['transport', 'ecdsa', 'ed25519', 'rsa'],
  forEach: ['hmac'],
  switch: ['hmac'],
  allOf: ['hmac', 'check', 'basic'],
}

let out: string

beforeAll(async () => {
  const files = kinds.flatMap(([kind, auth]) => [
    [`${kind.toLowerCase()}/webhooks.json`, { auth, allowWeak: true, events: { type: 'any' } }],
    [`${kind.toLowerCase()}/events/any.json`, true],
  ])
  out = (await generateOrThrow(Object.fromEntries(files))).out
}, 240_000)

describe.each(kinds)('an SDK with %s', (kind, _auth, file) => {
  const holds = (path: string) => existsSync(join(out, kind.toLowerCase(), 'src/runtime', path))

  test('holds its code', () => {
    expect(holds(file)).toBe(true)
  })

  test('holds the code of no other proof', () => {
    const allowed = [kind, ...(madeOf[kind] ?? [])]
    const foreign = kinds.filter(([other, , path]) => !allowed.includes(other) && holds(path))
    expect(foreign.map(([other]) => other)).toEqual([])
  })
})

test('an SDK that needs HMAC says nothing of public keys and tokens', () => {
  const sources = readdirSync(join(out, 'hmac/src'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
  expect(sources.length).toBeGreaterThan(50)
  for (const file of sources) {
    expect(readFileSync(file, 'utf8'), file).not.toMatch(/ed25519|ecdsa|\bjws\b|\bjwt\b|jwks/i)
  }
})
