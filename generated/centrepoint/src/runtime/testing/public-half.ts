/** The public half of a pair, written as consumers are told to give it. */

import { readSpki } from '../auth/spki.js'
import { encodeBase64, encodeHex } from '../bytes.js'

export interface PublicHalf {
  readonly keyId: string
  readonly spki: Uint8Array
  /** As a JWK, with its id. */
  readonly jwk: Readonly<Record<string, unknown>>
  /** In DER, the key's own first; empty where none was asked for. */
  readonly certificates: readonly Uint8Array[]
}

/** How one of the receiver's secrets, or a server, writes the key. */
export type WritePublic = (half: PublicHalf) => string

export const toPem: WritePublic = ({ spki }) => pem('PUBLIC KEY', spki)
export const toSpkiBase64: WritePublic = ({ spki }) => encodeBase64(spki)
export const toEd25519Hex: WritePublic = ({ spki }) => encodeHex(bits(spki))
export const toEd25519Base64: WritePublic = ({ spki }) => encodeBase64(bits(spki))
export const toJwk: WritePublic = ({ jwk }) => JSON.stringify(jwk)
export const toJwks: WritePublic = ({ jwk }) => JSON.stringify({ keys: [jwk] })
export const toCertificates: WritePublic = ({ certificates }) =>
  certificates.map((one) => pem('CERTIFICATE', one)).join('')

export function pem(label: string, der: Uint8Array): string {
  const lines = encodeBase64(der).match(/.{1,64}/g) ?? []
  return `-----BEGIN ${label}-----\n${lines.join('\n')}\n-----END ${label}-----\n`
}

function bits(spki: Uint8Array): Uint8Array {
  return readSpki(spki)?.key ?? new Uint8Array()
}
