/** JSON Web Keys (RFC 7517): public ones, brought to SPKI. */
import { decodeBase64Url } from '../bytes.js'
import { DER, writeDer, writeDerUnsigned } from './der.js'
import { ed25519Spki, OID, writeOid, writeSpki } from './spki.js'

/** A key of a set, and what the set says about it. */
export interface Jwk {
  readonly kid: string | undefined
  /** The one algorithm that it is for; absent where any that fits may be used. */
  readonly alg: string | undefined
  readonly spki: Uint8Array
}

const CURVES: ReadonlyMap<string, { readonly oid: string; readonly size: number }> = new Map([
  ['P-256', { oid: OID.p256, size: 32 }],
  ['P-384', { oid: OID.p384, size: 48 }],
  ['P-521', { oid: OID.p521, size: 66 }],
])

/**
 * One key as JSON text, alone or in a set that holds no other; undefined where it is none, is no public
 * one, or is not for signatures.
 */
export function fromJwk(text: string): Uint8Array | undefined {
  const value = parse(text)
  const { keys } = members(value)
  return readJwk(Array.isArray(keys) && keys.length === 1 ? keys[0] : value)?.spki
}

/**
 * The keys of a set as JSON text; undefined where it is no set. Keys of other kinds and uses are
 * left out: a provider may add one at any time.
 */
export function readJwks(text: string): readonly Jwk[] | undefined {
  const keys = members(parse(text))['keys']
  if (!Array.isArray(keys)) return undefined
  return keys.map(readJwk).filter((key) => key !== undefined)
}

/** One parsed key; undefined where it is none, is no public one, or is not for signatures. */
export function readJwk(value: unknown): Jwk | undefined {
  const key = members(value)
  const spki = key['d'] === undefined && isForVerifying(key) ? spkiOf(key) : undefined
  return spki && { kid: text(key['kid']), alg: text(key['alg']), spki }
}

/** The first byte of a point with both coordinates. */
const UNCOMPRESSED = 4

type Members = Readonly<Record<string, unknown>>

function isForVerifying({ use, key_ops: operations }: Members): boolean {
  if (use !== undefined && use !== 'sig') return false
  if (operations === undefined) return true
  return Array.isArray(operations) && operations.includes('verify')
}

function spkiOf(key: Members): Uint8Array | undefined {
  const { kty, crv } = key
  if (kty === 'RSA') return rsaSpki(bytes(key['n']), bytes(key['e']))
  if (kty === 'OKP' && crv === 'Ed25519') return ed25519Spki(bytes(key['x']))
  return kty === 'EC' ? ecSpki(text(crv), bytes(key['x']), bytes(key['y'])) : undefined
}

function rsaSpki(n: Uint8Array | undefined, e: Uint8Array | undefined): Uint8Array | undefined {
  if (n === undefined || e === undefined) return undefined
  const key = writeDer(DER.sequence, writeDerUnsigned(n), writeDerUnsigned(e))
  return writeSpki(OID.rsa, writeDer(DER.null), key)
}

/**
 * Coordinates have the full length of the curve (RFC 7518 section 6.2.1.2), but some providers
 * publish them without the zeros in front, which leaves no doubt about the number.
 */
function ecSpki(
  crv: string | undefined,
  x: Uint8Array | undefined,
  y: Uint8Array | undefined,
): Uint8Array | undefined {
  const curve = CURVES.get(crv ?? '')
  if (curve === undefined || x === undefined || y === undefined) return undefined
  if (x.length > curve.size || y.length > curve.size) return undefined
  const point = new Uint8Array(1 + 2 * curve.size)
  point[0] = UNCOMPRESSED
  point.set(x, 1 + curve.size - x.length)
  point.set(y, 1 + 2 * curve.size - y.length)
  return writeSpki(OID.ec, writeOid(curve.oid), point)
}

function bytes(value: unknown): Uint8Array | undefined {
  const digits = text(value)
  // JOSE writes no padding.
  return digits === undefined || digits.includes('=') ? undefined : decodeBase64Url(digits)
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined
}

function parse(text: string): unknown {
  try {
    // The mark at the beginning of a file is white space to `trim`, and none to JSON.
    return JSON.parse(text.trim())
  } catch {
    return undefined
  }
}

function members(value: unknown): Members {
  // Sound: an object that is not null has members, and each is read as unknown.
  return typeof value === 'object' && value !== null ? (value as Members) : {}
}
