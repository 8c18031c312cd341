/** Signatures that the receiver can make as well: one for each key and content, compared with every candidate. */
import { equalBytes, type HmacKey } from '../crypto.js'
import type { Secret } from '../secrets.js'
import type { Algorithm, Content, Match } from './algorithm.js'
import type { KeySource } from './keys.js'

type ImportedKey = HmacKey | Promise<HmacKey>

/** A key that every algorithm takes. */
const DECOY_BYTES = 32

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
  let decoy: HmacKey | undefined
  return {
    prepare: (secrets) => {
      for (const secret of source.read(secrets)) keyOf(secret)
    },
    match: async (secrets, contents, candidates, request) => {
      const given = source.read(secrets, request)
      for (const secret of given) {
        if (await isSigned(await keyOf(secret), contents, candidates)) {
          return { secretId: secret.id } satisfies Match
        }
      }
      if (given.length > 0) return undefined
      // As much work as for a sender that exists: the time of a refusal must not say who does.
      decoy ??= importKey(crypto.getRandomValues(new Uint8Array(DECOY_BYTES)))
      await isSigned(decoy, contents, [])
      return undefined
    },
  }
}

async function isSigned(
  key: HmacKey,
  contents: readonly Content[],
  candidates: readonly Uint8Array[],
): Promise<boolean> {
  for (const content of contents) {
    if (content === undefined) continue
    const mac = await key.sign(content)
    if (candidates.some((candidate) => equalBytes(mac, candidate))) return true
  }
  return false
}
