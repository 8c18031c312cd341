/** Ed25519 (RFC 8032), without the keys and signatures that platforms differ about. */
import { encodeHex } from '../bytes.js'
import type { KeyAlgorithm } from './public-key.js'
import { butIs, OID } from './spki.js'

const SIZE = 32

/** The prime 2^255 - 19 of the field, and the order of the base point. */
const PRIME = '7fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffed'
const ORDER = '1000000000000000000000000000000014def9dea2f79cd65812631a5cf5d3ed'

/** The y of the eight points whose order divides eight: 0, 1, -1, and two more. */
const SMALL_ORDER: ReadonlySet<string> = new Set([
  '0000000000000000000000000000000000000000000000000000000000000000',
  '0000000000000000000000000000000000000000000000000000000000000001',
  '7fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffec',
  '05fc536d880238b13933c6d305acdfd5f098eff289f4c345b027b2c28f95e826',
  '7a03ac9277fdc74ec6cc392cfa53202a0f67100d760b3cba4fd84d3d706a17c7',
])

/**
 * Refused on every platform: a key of small order, for which anybody can make a signature; a point
 * of small order or with a y above the prime in a signature; and a scalar above the order of the
 * base point, which would be a second form of one signature.
 */
export const ED25519: KeyAlgorithm = {
  name: 'ed25519',
  jose: ['EdDSA', 'Ed25519'],
  hash: undefined,
  problem: ({ oid, curve, key }) => {
    if (oid !== OID.ed25519) return `it is no Ed25519 key${butIs({ oid, curve, key })}`
    if (key.length !== SIZE) return 'it is no Ed25519 key'
    return isUsablePoint(key) ? undefined : 'anybody could sign for its point'
  },
  signature: (bytes) => {
    if (bytes.length !== 2 * SIZE || !isUsablePoint(bytes.subarray(0, SIZE))) return undefined
    return bigEndian(bytes.subarray(SIZE)) < ORDER ? bytes : undefined
  },
  node: {},
  web: { key: { name: 'Ed25519' }, verify: { name: 'Ed25519' } },
}

/** Whether the point has its one encoding, and an order above eight. */
function isUsablePoint(point: Uint8Array): boolean {
  const y = Uint8Array.from(point)
  // The highest bit is the sign of x.
  y[SIZE - 1] = (y[SIZE - 1] ?? 0) & 0x7f
  const digits = bigEndian(y)
  return digits < PRIME && !SMALL_ORDER.has(digits)
}

/** Of one length, so that the texts compare as the numbers do. */
function bigEndian(littleEndian: Uint8Array): string {
  return encodeHex(Uint8Array.from(littleEndian).reverse())
}
