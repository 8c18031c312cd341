/** How some providers make a key of a secret. */
import { digest, type MaybePromise } from '../crypto.js'

/** The key is the SHA-1 of the secret. */
export function deriveSha1(bytes: Uint8Array): MaybePromise<Uint8Array> {
  return digest('SHA-1', [bytes])
}

/** The key is the SHA-256 of the secret. */
export function deriveSha256(bytes: Uint8Array): MaybePromise<Uint8Array> {
  return digest('SHA-256', [bytes])
}

/** The key is the secret, repeated up to 32 bytes. */
export function deriveRepeat32(bytes: Uint8Array): Uint8Array {
  return Uint8Array.from({ length: 32 }, (_, index) => bytes[index % bytes.length] ?? 0)
}
