/** Makes keys for a test: a private one to sign with, and all that the receiver needs of its other half. */

import { encodeBase64, encodeHex } from '../bytes.js'
import type { Fetch } from '../options.js'
import { type TestPublicKeys, testPublicKeys } from '../test-keys.js'
import type { CertificateNeed, IssuedChain } from './certificates.js'
import type { SigningKeys } from './keys.js'
import { type PublicHalf, pem, type WritePublic } from './public-half.js'

/** What `sign` takes as `keys`, and `createReceiver` as `secrets`, `fetch` and `testKeys`. */
export interface TestKeys extends SigningKeys {
  readonly key: string
  readonly keyId: string
  /** In the place of the provider's public keys, and of the roots of its certificates. */
  readonly secrets: Readonly<Record<string, string | Readonly<Record<string, string>>>>
  /** Answers as the provider's server of keys would; nothing goes over the network. */
  readonly fetch: Fetch
  /** In the place of keys that are built in; only where the scheme has such. */
  readonly testKeys?: TestPublicKeys | undefined
}

export type KeyType = 'rsa' | 'ed25519' | 'P-256' | 'P-384' | 'P-521' | 'shared'

/** What a scheme has to know of the key that it is signed with; the generator prints it. */
export interface KeyNeed {
  readonly type: KeyType
  /** The secret that holds it, under its id where the provider has several. */
  readonly secret?: { readonly name: string; readonly write: WritePublic; readonly byId: boolean }
  /** What the server of keys answers. */
  readonly answer?: (half: PublicHalf, request: Request) => Response | Promise<Response>
  /** Whether the provider's own is built into the SDK. */
  readonly isBuiltIn?: true
  readonly certificates?: CertificateNeed
  readonly issue?: (need: CertificateNeed, spki: Uint8Array) => Promise<IssuedChain>
  /** How a shared key is written. */
  readonly encode?: (bytes: Uint8Array) => string | undefined
}

const RSA = {
  name: 'RSASSA-PKCS1-v1_5',
  hash: 'SHA-256',
  modulusLength: 2048,
  publicExponent: Uint8Array.of(1, 0, 1),
}

const KEY_BYTES = 32

export async function makeKeys(need: KeyNeed): Promise<TestKeys> {
  const keyId = crypto.randomUUID()
  if (need.type === 'shared') return sharedKey(need, keyId)
  const pair = await generate(need.type)
  const [pkcs8, spki, jwk] = await Promise.all([
    crypto.subtle.exportKey('pkcs8', pair.privateKey),
    crypto.subtle.exportKey('spki', pair.publicKey),
    crypto.subtle.exportKey('jwk', pair.publicKey),
  ])
  const chain = await issue(need, new Uint8Array(spki))
  const half: PublicHalf = {
    keyId,
    spki: new Uint8Array(spki),
    // Without `alg`: one pair may serve several algorithms.
    jwk: { kty: jwk.kty, crv: jwk.crv, x: jwk.x, y: jwk.y, n: jwk.n, e: jwk.e, kid: keyId },
    certificates: chain?.certificates ?? [],
  }
  return {
    key: pem('PRIVATE KEY', new Uint8Array(pkcs8)),
    keyId,
    certificates: half.certificates.map(encodeBase64),
    secrets: { ...secretOf(need, half), ...chain?.roots },
    fetch: server(need, half),
    ...(need.isBuiltIn && { testKeys: testPublicKeys(half.spki) }),
  }
}

function issue({ certificates, issue }: KeyNeed, spki: Uint8Array) {
  return certificates === undefined ? undefined : issue?.(certificates, spki)
}

async function generate(type: Exclude<KeyType, 'shared'>): Promise<CryptoKeyPair> {
  const usages = ['sign', 'verify'] as const
  if (type === 'rsa') return crypto.subtle.generateKey(RSA, true, usages)
  const name = type === 'ed25519' ? { name: 'Ed25519' } : { name: 'ECDSA', namedCurve: type }
  // Sound: the algorithms have a pair of keys each.
  return (await crypto.subtle.generateKey(name, true, usages)) as CryptoKeyPair
}

function secretOf({ secret }: KeyNeed, half: PublicHalf): TestKeys['secrets'] {
  if (secret === undefined) return {}
  const text = secret.write(half)
  return { [secret.name]: secret.byId ? { [half.keyId]: text } : text }
}

function sharedKey(need: KeyNeed, keyId: string): TestKeys {
  const bytes = crypto.getRandomValues(new Uint8Array(KEY_BYTES))
  const key = need.encode?.(bytes) ?? encodeHex(bytes)
  const half = { keyId, spki: new TextEncoder().encode(key), jwk: {}, certificates: [] }
  return { key, keyId, secrets: {}, fetch: server(need, half) }
}

function server({ answer }: KeyNeed, half: PublicHalf): Fetch {
  return async (input, init) => {
    if (answer !== undefined) return answer(half, new Request(input, init))
    return new Response(null, { status: 404 })
  }
}
