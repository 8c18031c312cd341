/** Public keys with which a signature proves nothing, whatever their length says. */
import type { KeyObject } from 'node:crypto'

/** The y of the eight points of Ed25519 whose order divides eight, as they are encoded. */
const SMALL_ORDER: ReadonlySet<string> = new Set([
  '00'.repeat(32),
  `01${'00'.repeat(31)}`,
  `ec${'ff'.repeat(30)}7f`,
  '26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05',
  'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a',
])

/** The prime 2^255 - 19 of the field. */
const PRIME = (1n << 255n) - 19n

/** Why anybody could sign for the key, or no receiver would take it; undefined for any other key. */
export function keyWeakness(key: KeyObject): string | undefined {
  if (key.asymmetricKeyType === 'ed25519') return pointWeakness(key)
  const exponent = key.asymmetricKeyDetails?.publicExponent
  if (exponent === undefined) return undefined
  if (exponent % 2n === 0n || exponent === 1n) return 'its exponent is 1 or even'
  return exponent >= 1n << 32n ? 'its exponent has more than 32 bits' : undefined
}

function pointWeakness(key: KeyObject): string | undefined {
  const y = key.export({ format: 'der', type: 'spki' }).subarray(-32)
  // The highest bit is the sign of x.
  y[31] = (y[31] ?? 0) & 0x7f
  const isSmall = SMALL_ORDER.has(y.toString('hex'))
  const isAbove = BigInt(`0x${Buffer.from(y).reverse().toString('hex')}`) >= PRIME
  return isSmall || isAbove ? 'anybody could sign for its point' : undefined
}
