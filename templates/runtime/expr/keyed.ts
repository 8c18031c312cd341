/** The filters that make a MAC: providers ask for one in a handshake. */
import { type HashName, hmac, importHmacKey, type MaybePromise } from '../crypto.js'
import { asBytes, type Value } from './value.js'

/** @throws {SecretInvalid} `ERR_SECRET_INVALID` where the secret is empty */
export function keyedHash(
  hash: HashName,
  value: Value | undefined,
  secret: Value | undefined,
): MaybePromise<Uint8Array | undefined> {
  const bytes = asBytes(value)
  const key = asBytes(secret)
  if (bytes === undefined || key === undefined) return undefined
  return hmac(importHmacKey(hash, key), [bytes])
}
