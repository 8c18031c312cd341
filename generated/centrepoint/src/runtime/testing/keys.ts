/** The keys that a test signs with, where the provider's own are not for anybody else. */

export interface SigningKeys {
  /** A private key: PKCS#8 as PEM or DER, or a `CryptoKey`. Where a key is shared and fetched, its text. */
  readonly key: string | Uint8Array | CryptoKey
  /** What deliveries call the key, where they name it. */
  readonly keyId?: string | undefined
  /** Base64 of each certificate, the key's own first, where deliveries bring them along. */
  readonly certificates?: readonly string[] | undefined
}

export const HOW_TO_GIVE_KEYS =
  'give keys, as generateKeys() makes them, or { key } with a private key in PEM'

/** @throws {TypeError} where there are none */
export function demandKeys(keys: SigningKeys | undefined): SigningKeys {
  if (keys !== undefined) return keys
  throw new TypeError(
    `the scheme is signed with a key that only the provider has: ${HOW_TO_GIVE_KEYS}`,
  )
}
