/** RSASSA-PKCS1-v1_5 (RFC 8017 section 8.2). */
import type { HashName } from '../crypto.js'
import type { KeyAlgorithm } from './public-key.js'
import { LEAST_RSA_BITS, rsaProblem } from './rsa-key.js'

export function rsaPkcs1(hash: HashName, leastBits: number = LEAST_RSA_BITS): KeyAlgorithm {
  const name = 'RSASSA-PKCS1-v1_5'
  return {
    name: `RSA with ${hash}`,
    jose: [`RS${hash.slice(4)}`],
    hash,
    problem: (key) => rsaProblem(key, leastBits),
    signature: (bytes) => bytes,
    node: {},
    web: { key: { name, hash }, verify: { name } },
  }
}
