/** The keys that a test signs with, where the provider's own are not for anybody else. */

import { pemBytes } from '../auth/pem.js'
import type { KeyAlgorithm } from '../auth/public-key.js'
import { copyBytes } from '../bytes.js'
import { webSource } from '../crypto.js'

export interface SigningKeys {
  /** A private key: PKCS#8 as PEM or DER, or a `CryptoKey`. Where a key is shared and fetched, its text. */
  readonly key: string | Uint8Array | CryptoKey
  /** What deliveries call the key, where they name it. */
  readonly keyId?: string | undefined
  /** Base64 of each certificate, the key's own first, where deliveries bring them along. */
  readonly certificates?: readonly string[] | undefined
}

const HOW = 'give keys, as generateKeys() makes them, or { key } with a private key in PEM'

/** @throws {TypeError} where there are none */
export function demandKeys(keys: SigningKeys | undefined): SigningKeys {
  if (keys !== undefined) return keys
  throw new TypeError(`the scheme is signed with a key that only the provider has: ${HOW}`)
}

/** @throws {TypeError} where it is no private key for the algorithm */
export async function importPrivateKey(
  { key }: SigningKeys,
  { name, web }: KeyAlgorithm,
): Promise<CryptoKey> {
  try {
    const source = webSource([await pkcs8(key)])
    return await crypto.subtle.importKey('pkcs8', source, web.key, false, ['sign'])
  } catch (cause) {
    throw new TypeError(`keys.key is no private key for ${name} in PKCS#8: ${HOW}`, { cause })
  }
}

async function pkcs8(key: SigningKeys['key']): Promise<Uint8Array> {
  if (typeof key === 'string') return pemBytes(key)?.bytes ?? new Uint8Array()
  if (key instanceof Uint8Array) return copyBytes(key)
  return new Uint8Array(await crypto.subtle.exportKey('pkcs8', key))
}
