/** HMAC signatures (RFC 2104): one MAC for each key and content, compared with every candidate. */
import { equalBytes, type HashName, type HmacKey, hmac, importHmacKey } from '../crypto.js'
import type { Secret, SecretSet } from '../secrets.js'
import type { Algorithm, Content, Match } from './algorithm.js'
import type { KeySource } from './keys.js'

export function hmacSignature(hash: HashName, source: KeySource): Algorithm {
  const keys = new WeakMap<Secret, HmacKey | Promise<HmacKey>>()
  const keyOf = (secret: Secret): HmacKey | Promise<HmacKey> => {
    const known = keys.get(secret)
    if (known !== undefined) return known
    const bytes = source.bytes(secret)
    const key =
      bytes instanceof Promise
        ? bytes.then((derived) => importHmacKey(hash, derived))
        : importHmacKey(hash, bytes)
    keys.set(secret, key)
    return key
  }
  return {
    prepare: (secrets) => {
      for (const secret of source.read(secrets)) keyOf(secret)
    },
    match: (secrets, contents, candidates) => {
      return matchAny(source.read(secrets), keyOf, contents, candidates)
    },
  }
}

async function matchAny(
  secrets: ReturnType<SecretSet['get']>,
  keyOf: (secret: Secret) => HmacKey | Promise<HmacKey>,
  contents: readonly Content[],
  candidates: readonly Uint8Array[],
): Promise<Match | undefined> {
  for (const secret of secrets) {
    const key = await keyOf(secret)
    for (const content of contents) {
      if (content === undefined) continue
      const mac = await hmac(key, content)
      if (candidates.some((candidate) => equalBytes(mac, candidate))) {
        return { secretId: secret.id }
      }
    }
  }
  return undefined
}
