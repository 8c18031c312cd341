/** ECDSA over the NIST curves, its signature in one declared form. */
import type { HashName } from '../crypto.js'
import { derChildren, derUnsigned, readDer } from './der.js'
import type { KeyAlgorithm } from './public-key.js'
import { butIs, OID } from './spki.js'

export type Curve = 'P-256' | 'P-384' | 'P-521'

const CURVES = {
  'P-256': { oid: OID.p256, size: 32 },
  'P-384': { oid: OID.p384, size: 48 },
  'P-521': { oid: OID.p521, size: 66 },
} as const

/** The first byte of a point with both coordinates. */
const UNCOMPRESSED = 4

/** `der` is the ASN.1 pair of X9.62; `raw` is `r || s`, as JOSE and RFC 9421 have it. */
export function ecdsa(curve: Curve, hash: HashName, form: 'der' | 'raw'): KeyAlgorithm {
  const { oid, size } = CURVES[curve]
  return {
    name: `ECDSA on ${curve} with ${hash}`,
    jose: [`ES${hash.slice(4)}`],
    hash,
    problem: (key) => {
      if (key.oid !== OID.ec || key.curve !== oid) {
        return `it is no key on ${curve}${butIs(key)}`
      }
      const isWhole = key.key.length === 1 + 2 * size && key.key[0] === UNCOMPRESSED
      return isWhole ? undefined : 'its point is not uncompressed'
    },
    signature: (bytes) => {
      if (form === 'der') return rawSignature(bytes, size)
      return bytes.length === 2 * size ? bytes : undefined
    },
    node: { dsaEncoding: 'ieee-p1363' },
    web: { key: { name: 'ECDSA', namedCurve: curve }, verify: { name: 'ECDSA', hash } },
  }
}

/** `r || s` of a strict DER signature; undefined for any other encoding of the two numbers. */
function rawSignature(bytes: Uint8Array, size: number): Uint8Array | undefined {
  const [r, s, ...others] = (derChildren(readDer(bytes)) ?? []).map(derUnsigned)
  if (r === undefined || s === undefined || others.length > 0) return undefined
  if (r.length > size || s.length > size) return undefined
  const raw = new Uint8Array(2 * size)
  raw.set(r, size - r.length)
  raw.set(s, 2 * size - s.length)
  return raw
}
