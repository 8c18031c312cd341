/** Signatures that the receiver can make as well: one for each key and content, compared with every candidate. */
import { equalBytes, type HmacKey } from '../crypto.js'
import type { Secret } from '../secrets.js'
import type { Algorithm, Content, Match } from './algorithm.js'
import type { KeySource } from './keys.js'

type ImportedKey = HmacKey | Promise<HmacKey>

export function macSignature(
  importKey: (bytes: Uint8Array) => HmacKey,
  source: KeySource,
): Algorithm {
  const keys = new WeakMap<Secret, ImportedKey>()
  const keyOf = (secret: Secret): ImportedKey => {
    const known = keys.get(secret)
    if (known !== undefined) return known
    const bytes = source.bytes(secret)
    const key = bytes instanceof Promise ? bytes.then(importKey) : importKey(bytes)
    keys.set(secret, key)
    return key
  }
  return {
    prepare: (secrets) => {
      for (const secret of source.read(secrets)) keyOf(secret)
    },
    match: (secrets, contents, candidates, request) => {
      return matchAny(source.read(secrets, request), keyOf, contents, candidates)
    },
  }
}

async function matchAny(
  secrets: readonly Secret[],
  keyOf: (secret: Secret) => ImportedKey,
  contents: readonly Content[],
  candidates: readonly Uint8Array[],
): Promise<Match | undefined> {
  for (const secret of secrets) {
    const key = await keyOf(secret)
    for (const content of contents) {
      if (content === undefined) continue
      const mac = await key.sign(content)
      if (candidates.some((candidate) => equalBytes(mac, candidate))) {
        return { secretId: secret.id }
      }
    }
  }
  return undefined
}
