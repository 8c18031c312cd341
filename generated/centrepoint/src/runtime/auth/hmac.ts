/** HMAC signatures (RFC 2104). */
import { type HashName, importHmacKey } from '../crypto.js'
import type { Algorithm } from './algorithm.js'
import type { KeySource } from './keys.js'
import { macSignature } from './mac.js'

export function hmacSignature(hash: HashName, source: KeySource): Algorithm {
  return macSignature((bytes) => importHmacKey(hash, bytes), source)
}
