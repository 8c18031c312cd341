/** The filter that signs with Ed25519: a provider asks for it in a handshake. */
import { deriveRepeat32 } from '../auth/derive.js'
import { importEd25519Seed } from '../auth/ed25519-seed.js'
import type { MaybePromise } from '../crypto.js'
import { asBytes, type Value } from './value.js'

/** The seed of the key is the secret, repeated up to 32 bytes. */
export function signEd25519(
  value: Value | undefined,
  secret: Value | undefined,
): MaybePromise<Uint8Array | undefined> {
  const bytes = asBytes(value)
  const seed = asBytes(secret)
  if (bytes === undefined || seed === undefined) return undefined
  return importEd25519Seed(deriveRepeat32(seed)).sign([bytes])
}
