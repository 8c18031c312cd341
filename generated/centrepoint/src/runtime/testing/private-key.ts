/** Imports the private key of a test for one algorithm. */
import { pemBytes } from '../auth/pem.js'
import type { KeyAlgorithm } from '../auth/public-key.js'
import { copyBytes } from '../bytes.js'
import { webSource } from '../crypto.js'
import { HOW_TO_GIVE_KEYS, type SigningKeys } from './keys.js'

/** @throws {TypeError} where it is no private key for the algorithm */
export async function importPrivateKey(
  { key }: SigningKeys,
  { name, web }: KeyAlgorithm,
): Promise<CryptoKey> {
  try {
    const source = webSource([await pkcs8(key)])
    return await crypto.subtle.importKey('pkcs8', source, web.key, false, ['sign'])
  } catch (cause) {
    throw new TypeError(`keys.key is no private key for ${name} in PKCS#8: ${HOW_TO_GIVE_KEYS}`, {
      cause,
    })
  }
}

async function pkcs8(key: SigningKeys['key']): Promise<Uint8Array> {
  if (typeof key === 'string') return pemBytes(key)?.bytes ?? new Uint8Array()
  if (key instanceof Uint8Array) return copyBytes(key)
  return new Uint8Array(await crypto.subtle.exportKey('pkcs8', key))
}
