/** SubjectPublicKeyInfo (RFC 5280 section 4.1): the one form that every public key is brought to. */
import { decodeBase64, decodeHex, encodeHex } from '../bytes.js'
import { DER, derBits, derChildren, readDer, writeDer } from './der.js'

/** Object identifiers as the hexadecimal digits of their DER content. */
export const OID = {
  rsa: '2a864886f70d010101',
  ec: '2a8648ce3d0201',
  ed25519: '2b6570',
  p256: '2a8648ce3d030107',
  p384: '2b81040022',
  p521: '2b81040023',
} as const

export interface SpkiParts {
  readonly oid: string
  /** The named curve of an EC key as an `OID`; absent where the parameters are anything else. */
  readonly curve: string | undefined
  readonly key: Uint8Array
}

/** Takes the structure apart; undefined where it is not exactly one. */
export function readSpki(spki: Uint8Array): SpkiParts | undefined {
  const [algorithm, key, ...others] = derChildren(readDer(spki)) ?? []
  const [oid, parameters, ...more] = derChildren(algorithm) ?? []
  const bits = derBits(key)
  if (oid?.tag !== DER.oid || bits === undefined) return undefined
  if (others.length > 0 || more.length > 0) return undefined
  const curve = parameters?.tag === DER.oid ? encodeHex(parameters.content) : undefined
  return { oid: encodeHex(oid.content), curve, key: bits }
}

const KINDS: Readonly<Record<string, string>> = {
  [OID.rsa]: 'an RSA key',
  '2a864886f70d01010a': 'an RSA-PSS key',
  [OID.ed25519]: 'an Ed25519 key',
  '2b6571': 'an Ed448 key',
  '2b656e': 'an X25519 key',
  '2a8648ce380401': 'a DSA key',
  [OID.p256]: 'a key on P-256',
  [OID.p384]: 'a key on P-384',
  [OID.p521]: 'a key on P-521',
  '2b8104000a': 'a key on secp256k1',
}

/** What it is, for the message that says what it is not: empty where that is unknown. */
export function butIs({ oid, curve }: SpkiParts): string {
  const kind = KINDS[curve !== undefined && oid === OID.ec ? curve : oid]
  return kind === undefined ? '' : `, but ${kind}`
}

/** Puts a key of a kind into the structure. */
export function writeSpki(oid: string, parameters: Uint8Array, key: Uint8Array): Uint8Array {
  const algorithm = writeDer(DER.sequence, writeOid(oid), parameters)
  return writeDer(DER.sequence, algorithm, writeDer(DER.bitString, Uint8Array.of(0), key))
}

export function writeOid(oid: string): Uint8Array {
  return writeDer(DER.oid, decodeHex(oid) ?? new Uint8Array())
}

/** The 32 bytes of an Ed25519 key; undefined for any other length. */
export function ed25519Spki(key: Uint8Array | undefined): Uint8Array | undefined {
  return key?.length === 32 ? writeSpki(OID.ed25519, new Uint8Array(), key) : undefined
}

/** DER as base64, as some providers print a key. */
export function fromSpkiBase64(text: string): Uint8Array | undefined {
  return decodeBase64(text.replace(/\s+/g, ''))
}

export function fromEd25519Hex(text: string): Uint8Array | undefined {
  return ed25519Spki(decodeHex(text.trim()))
}

export function fromEd25519Base64(text: string): Uint8Array | undefined {
  return ed25519Spki(decodeBase64(text.trim()))
}
