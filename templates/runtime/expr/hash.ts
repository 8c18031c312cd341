/** The hash filters of the expression language. */
import { digest, type HashName, type MaybePromise } from '../crypto.js'
import { asBytes, type Value } from './value.js'

export function hashed(
  hash: HashName,
  value: Value | undefined,
): MaybePromise<Uint8Array | undefined> {
  const bytes = asBytes(value)
  return bytes === undefined ? undefined : digest(hash, [bytes])
}
