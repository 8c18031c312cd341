/** Signatures that only their maker can make: every key is tried on every content and candidate. */
import { digest } from '../crypto.js'
import { isWebhookError, SecretInvalid } from '../errors.js'
import type { Algorithm, Content, Match } from './algorithm.js'
import { importPublicKey, type KeyAlgorithm, type PublicKey, verifyWith } from './public-key.js'
import type { FoundKey, PublicKeySource } from './public-keys.js'
import { readSpki } from './spki.js'

export function asymmetricSignature(algorithm: KeyAlgorithm, source: PublicKeySource): Algorithm {
  const imported = new WeakMap<FoundKey, PublicKey>()
  const keyOf = (found: FoundKey): PublicKey => {
    const key = imported.get(found) ?? importPublicKey(found.spki, algorithm)
    imported.set(found, key)
    return key
  }
  return {
    prepare: (secrets) => {
      const known = named(algorithm, () => source.known(secrets))
      const usable = known.filter((key) => isFor(algorithm, key))
      for (const key of usable) keyOf(key)
      if (known.length > 0 && usable.length === 0) {
        throw new SecretInvalid(`none of the keys in the set is for ${algorithm.name}`)
      }
    },
    match: async (secrets, contents, candidates, request) => {
      const found = await named(algorithm, () => source.find(secrets, request))
      const usable = found.filter((key) => isFor(algorithm, key))
      for (const key of usable) {
        if (await verifiesAny(keyOf(key), contents, candidates)) return match(key)
      }
      // As much of the body read as for a sender that exists: the time of a refusal must not say who
      // does. What the operation on the key takes besides does not grow with the body.
      if (found.length === 0) await hashEach(contents, candidates, algorithm)
      return undefined
    },
  }
}

/** What a secret must be that is none: a source knows the encoding, and not what the key is for. */
function named<T>(algorithm: KeyAlgorithm, read: () => T): T {
  try {
    return read()
  } catch (error) {
    if (!isWebhookError(error) || error.code !== 'ERR_SECRET_INVALID') throw error
    throw new SecretInvalid(`${error.message}; ${algorithm.name} needs the sender's public key`)
  }
}

function match({ id, onVerified }: FoundKey): Match {
  onVerified?.()
  return { secretId: id }
}

/** Whether a key of a set is meant for the algorithm; one that stands alone has to be. */
function isFor(algorithm: KeyAlgorithm, { spki, alg, isOneOfMany }: FoundKey): boolean {
  if (isOneOfMany !== true) return true
  if (alg !== undefined && !algorithm.jose.includes(alg)) return false
  const parts = readSpki(spki)
  return parts !== undefined && algorithm.problem(parts) === undefined
}

async function hashEach(
  contents: readonly Content[],
  candidates: readonly Uint8Array[],
  { hash = 'SHA-512', signature }: KeyAlgorithm,
): Promise<void> {
  const tried = candidates.filter((candidate) => signature(candidate) !== undefined)
  for (const content of contents) {
    if (content === undefined) continue
    for (let count = 0; count < tried.length; count++) await digest(hash, content)
  }
}

async function verifiesAny(
  key: PublicKey,
  contents: readonly Content[],
  candidates: readonly Uint8Array[],
): Promise<boolean> {
  for (const content of contents) {
    if (content === undefined) continue
    for (const candidate of candidates) {
      if (await verifyWith(key, content, candidate)) return true
    }
  }
  return false
}
