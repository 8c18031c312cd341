/** Which RSA keys are taken, whatever the padding is. */
import { derChildren, derUnsigned, readDer } from './der.js'
import { butIs, OID, type SpkiParts } from './spki.js'

/** NIST SP 800-131A: below this a signature is not to be trusted. */
export const LEAST_RSA_BITS = 2048
/** Above this one verification takes longer than a webhook should. */
const MOST_RSA_BITS = 8192

/** Why an RSA key of at least so many bits is not this one; undefined where it is. */
export function rsaProblem(parts: SpkiParts, leastBits: number): string | undefined {
  const { oid, key } = parts
  if (oid !== OID.rsa) return `it is no RSA key${butIs(parts)}`
  const [modulus, exponent, ...others] = (derChildren(readDer(key)) ?? []).map(derUnsigned)
  const isPair = modulus !== undefined && exponent !== undefined && others.length === 0
  if (!isPair) return 'it is no RSA key'
  const bits = bitLength(modulus)
  if (bits < leastBits) return `it has ${bits} bits, and ${leastBits} are the least`
  if (bits > MOST_RSA_BITS) return `it has ${bits} bits, and ${MOST_RSA_BITS} are the most`
  if (!isOdd(modulus) || !isOdd(exponent)) return 'its modulus or exponent is even'
  if (bitLength(exponent) < 2) return 'its exponent is 1'
  return bitLength(exponent) > 32 ? 'its exponent has more than 32 bits' : undefined
}

function bitLength(bytes: Uint8Array): number {
  const [first] = bytes
  return first === undefined ? 0 : bytes.length * 8 - Math.clz32(first) + 24
}

function isOdd(bytes: Uint8Array): boolean {
  return ((bytes.at(-1) ?? 0) & 1) === 1
}
