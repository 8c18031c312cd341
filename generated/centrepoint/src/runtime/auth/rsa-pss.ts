/** RSASSA-PSS (RFC 8017 section 8.1), its salt as long as its hash. */
import type { HashName } from '../crypto.js'
import type { KeyAlgorithm } from './public-key.js'
import { LEAST_RSA_BITS, rsaProblem } from './rsa-key.js'

const SALT_LENGTHS = { 'SHA-256': 32, 'SHA-384': 48, 'SHA-512': 64 } as const

/** `RSA_PKCS1_PSS_PADDING` of `node:crypto`. */
const PSS_PADDING = 6

export function rsaPss(
  hash: HashName & keyof typeof SALT_LENGTHS,
  leastBits: number = LEAST_RSA_BITS,
): KeyAlgorithm {
  const saltLength = SALT_LENGTHS[hash]
  return {
    name: `RSA-PSS with ${hash}`,
    jose: [`PS${hash.slice(4)}`],
    hash,
    problem: (key) => rsaProblem(key, leastBits),
    signature: (bytes) => bytes,
    node: { padding: PSS_PADDING, saltLength },
    web: { key: { name: 'RSA-PSS', hash }, verify: { name: 'RSA-PSS', saltLength } },
  }
}
