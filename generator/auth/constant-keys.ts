/** Reads the keys that a provider publishes, so that a wrong one is found when an SDK is generated. */
import { createPublicKey, type JsonWebKey, type KeyObject, X509Certificate } from 'node:crypto'
import { isObject, type JsonValue } from '../schema/types.js'
import type { KeyType } from './public-algorithms.js'
import { list, member, object } from './read.js'
import type { Spot } from './spot.js'
import type { ConstantKey, KeyEncoding } from './types.js'
import { keyWeakness } from './weak-keys.js'

/** Everything of an Ed25519 SPKI but its 32 bytes (RFC 8410 section 4). */
const ED25519_PREFIX = '302a300506032b6570032100'

interface Wanted {
  readonly encoding: KeyEncoding
  readonly types: readonly KeyType[] | undefined
  readonly leastRsaBits: number
}

export function parseConstantKey(
  value: JsonValue | undefined,
  spot: Spot,
  wanted: Wanted,
): ConstantKey {
  const texts = Array.isArray(value) ? list(value) : [value ?? '']
  const keys = texts.flatMap((text, index) => {
    const place = Array.isArray(value) ? spot.at(index) : spot
    const found = readKeys(text, wanted)
    if (found === undefined) {
      const hint = 'give the public key as the provider publishes it, and its "encoding"'
      place.error(
        'ERR_KEY_CONSTANT',
        `it is no public key in the encoding "${wanted.encoding}"`,
        hint,
      )
      return []
    }
    for (const key of found) report(key, place, wanted)
    return found
  })
  const encoded = keys.map((key) => key.export({ format: 'der', type: 'spki' }).toString('base64'))
  return { kind: 'constant', keys: [...new Set(encoded)] }
}

function report(key: KeyObject, spot: Spot, wanted: Wanted): void {
  const { types = [], leastRsaBits } = wanted
  const type = typeOf(key)
  if (!fits(key, wanted)) {
    spot.error(
      'ERR_KEY_CONSTANT',
      `the key is of type ${type}, and the algorithm takes ${types.join(', ')}`,
    )
  }
  const weakness = keyWeakness(key)
  if (weakness !== undefined) {
    const hint = 'give the public key as the provider publishes it'
    spot.error('ERR_KEY_CONSTANT', `the key proves nothing: ${weakness}`, hint)
  }
  const bits = key.asymmetricKeyDetails?.modulusLength ?? leastRsaBits
  if (type !== 'rsa' || bits >= leastRsaBits) return
  const message = `the key has ${bits} bits, and ${leastRsaBits} are the least`
  spot.error('ERR_KEY_CONSTANT', message, 'where the provider has no other, set "allowWeak": true')
}

function typeOf(key: KeyObject): string {
  const names: Readonly<Record<string, KeyType>> = {
    prime256v1: 'P-256',
    secp384r1: 'P-384',
    secp521r1: 'P-521',
  }
  const curve = key.asymmetricKeyDetails?.namedCurve ?? ''
  return names[curve] ?? key.asymmetricKeyType ?? 'unknown'
}

/** A set may hold keys of other kinds, of which none is meant; undefined where no key is left. */
function readKeys(value: JsonValue, wanted: Wanted): readonly KeyObject[] | undefined {
  try {
    const found = readers[wanted.encoding]?.(value) ?? []
    const keys = wanted.encoding === 'jwks' ? found.filter((key) => fits(key, wanted)) : found
    return keys.length === 0 ? undefined : keys
  } catch {
    return undefined
  }
}

function fits(key: KeyObject, { types }: Wanted): boolean {
  return types === undefined || types.some((type) => type === typeOf(key))
}

type Reader = (value: JsonValue) => readonly KeyObject[] | undefined

const readers: Readonly<Partial<Record<KeyEncoding, Reader>>> = {
  pem: (value) => (typeof value === 'string' ? [fromPem(value)] : undefined),
  'spki-base64': (value) => [fromDer(Buffer.from(String(value), 'base64'))],
  'ed25519-hex': (value) => [fromDer(Buffer.from(ED25519_PREFIX + String(value), 'hex'))],
  'ed25519-base64': (value) => {
    return [
      fromDer(
        Buffer.concat([Buffer.from(ED25519_PREFIX, 'hex'), Buffer.from(String(value), 'base64')]),
      ),
    ]
  },
  jwk: (value) => [fromJwk(document(value))],
  jwks: (value) => {
    return list(member(object(document(value)), 'keys'))
      .filter(isForSignatures)
      .map(fromJwk)
  },
}

function document(value: JsonValue): JsonValue {
  return typeof value === 'string' ? (JSON.parse(value) as JsonValue) : value // sound: what JSON.parse gives
}

function fromPem(text: string): KeyObject {
  const [, label = '', content = ''] =
    /^-----BEGIN ([A-Z ]+)-----([^-]*)-----END \1-----$/.exec(writtenOut(text)) ?? []
  const bytes = Buffer.from(content, 'base64')
  if (label === 'RSA PUBLIC KEY') {
    return createPublicKey({ key: bytes, format: 'der', type: 'pkcs1' })
  }
  if (label === 'CERTIFICATE') return new X509Certificate(bytes).publicKey
  if (label !== 'PUBLIC KEY') throw new TypeError('no public key')
  return fromDer(bytes)
}

/** Line breaks are often written out where a key was copied from a variable. */
function writtenOut(text: string): string {
  return text.replace(/\\[rn]/g, '\n').trim()
}

function fromDer(key: Buffer): KeyObject {
  return createPublicKey({ key, format: 'der', type: 'spki' })
}

/** `d` is the private part: it must not find its way into an SDK, nor stand in a config. */
function fromJwk(value: JsonValue): KeyObject {
  if (!isObject(value) || Object.hasOwn(value, 'd')) throw new TypeError('no public key')
  if (!isForSignatures(value)) throw new TypeError('no key for signatures')
  return createPublicKey({ key: value as JsonWebKey, format: 'jwk' }) // sound: node:crypto checks every member
}

/** RFC 7517, sections 4.2 and 4.3: a key for encryption must not prove who sent something. */
function isForSignatures(value: JsonValue): boolean {
  const use = member(object(value), 'use')
  const operations = member(object(value), 'key_ops')
  if (use !== undefined && use !== 'sig') return false
  return operations === undefined || list(operations).includes('verify')
}
