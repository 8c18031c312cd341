/** Makes tokens, keys and deliveries for the tests of token proofs. */
import { createHmac, generateKeyPairSync, type KeyObject, sign as signBytes } from 'node:crypto'
import { createDelivery, type Delivery } from '../../../templates/runtime/delivery.js'
import { viewHeaders } from '../../../templates/runtime/headers.js'
import type { SecretSet } from '../../../templates/runtime/secrets.js'

export const NOW = 1_700_000_000
export const SECRET = 'a-secret-of-enough-length'

export type Json = Readonly<Record<string, unknown>>

export function encode(value: unknown): string {
  const text = typeof value === 'string' ? value : JSON.stringify(value)
  return Buffer.from(text).toString('base64url')
}

/** A token whose parts are exactly what is given. */
export function hs256(header: unknown, payload: unknown, secret = SECRET): string {
  const input = `${encode(header)}.${encode(payload)}`
  return `${input}.${createHmac('sha256', secret).update(input).digest('base64url')}`
}

const HASHES = { '256': 'sha256', '384': 'sha384', '512': 'sha512' } as const

/** Signs as JOSE says, with any of the algorithms that have a private key. */
export function signed(header: Json, payload: unknown, key: KeyObject): string {
  const input = `${encode(header)}.${encode(payload)}`
  const alg = String(header['alg'])
  const hash = HASHES[alg.slice(2) as keyof typeof HASHES] ?? null
  const padding = alg.startsWith('PS') ? { padding: 6, saltLength: -1 } : {}
  const options = { key, dsaEncoding: 'ieee-p1363', ...padding } as const
  return `${input}.${signBytes(hash, Buffer.from(input), options).toString('base64url')}`
}

export const RSA = generateKeyPairSync('rsa', { modulusLength: 2048 })
export const P256 = generateKeyPairSync('ec', { namedCurve: 'P-256' })

export function jwkOf(key: KeyObject, more: Json = {}): Json {
  return { ...key.export({ format: 'jwk' }), ...more }
}

export function spkiOf(key: KeyObject): Uint8Array {
  return new Uint8Array(key.export({ format: 'der', type: 'spki' }))
}

export function pemOf(key: KeyObject): string {
  return String(key.export({ format: 'pem', type: 'spki' }))
}

export function delivery(token: string | undefined, body = ''): Delivery {
  const headers = token === undefined ? {} : { authorization: `Bearer ${token}` }
  const head = {
    method: 'POST',
    url: 'https://example.com/hook?a=1',
    headers: viewHeaders(headers),
    platform: [],
  }
  return createDelivery(head, new TextEncoder().encode(body))
}

export function secrets(values: Readonly<Record<string, string>>): SecretSet {
  const all = Object.entries(values).map(([name, value]) => [name, [{ id: name, value }]] as const)
  const map = new Map(all)
  return { get: (name) => map.get(name) ?? [] }
}
