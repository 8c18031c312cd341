/** Public keys: imported once, for one algorithm, with the same verdicts on both sides of the seam. */
import { concat, copyBytes } from '../bytes.js'
import {
  type HashName,
  type MaybePromise,
  type NodeAsymmetric,
  nodeHashName,
  platformCrypto,
  webSource,
} from '../crypto.js'
import { SecretInvalid } from '../errors.js'
import { readSpki, type SpkiParts } from './spki.js'

/** What one algorithm is to each platform. Each family has a file that makes them. */
export interface KeyAlgorithm {
  /** As it stands in messages. */
  readonly name: string
  /** What JOSE calls it: a key that says it is for another is not taken. */
  readonly jose: readonly string[]
  /** Absent where the algorithm brings its own. */
  readonly hash: HashName | undefined
  /** Why the key does not fit; undefined where it does. */
  readonly problem: (key: SpkiParts) => string | undefined
  /** The signature as both platforms take it, `r || s` for ECDSA; undefined where it has another form. */
  readonly signature: (bytes: Uint8Array) => Uint8Array | undefined
  readonly node: NodeVerifyOptions
  readonly web: {
    readonly key: RsaHashedImportParams | EcKeyImportParams | { readonly name: string }
    readonly verify: RsaPssParams | EcdsaParams | { readonly name: string }
  }
}

type Verifier = Pick<NodeAsymmetric, 'createPublicKey' | 'verify'>

export interface NodeVerifyOptions {
  readonly padding?: number
  readonly saltLength?: number
  readonly dsaEncoding?: 'ieee-p1363'
}

/** A public key, imported for one algorithm: no signature can choose another. */
export interface PublicKey {
  readonly verify: (parts: readonly Uint8Array[], signature: Uint8Array) => MaybePromise<boolean>
}

/**
 * Imports a key that is given as SPKI.
 *
 * @throws {SecretInvalid} `ERR_SECRET_INVALID` where it is no such key, of another kind than the
 * algorithm takes, or too weak. Without `node:crypto` a point that is not on its curve is found
 * by the first verification, which then rejects with the same error.
 */
export function importPublicKey(spki: Uint8Array, algorithm: KeyAlgorithm): PublicKey {
  const parts = readSpki(spki)
  const problem = parts === undefined ? 'it is no SubjectPublicKeyInfo' : algorithm.problem(parts)
  if (problem !== undefined) throw unusable(algorithm, problem)
  const copy = copyBytes(spki)
  const { createPublicKey, verify } = platformCrypto() ?? {}
  return createPublicKey === undefined || verify === undefined
    ? webKey(copy, algorithm)
    : nodeKey({ createPublicKey, verify }, copy, algorithm)
}

/** Whether the key made the signature over all parts, in their order. */
export function verifyWith(
  key: PublicKey,
  parts: readonly Uint8Array[],
  signature: Uint8Array,
): MaybePromise<boolean> {
  return key.verify(parts, signature)
}

function nodeKey(node: Verifier, spki: Uint8Array, algorithm: KeyAlgorithm): PublicKey {
  const key = nodeImport(node, spki, algorithm)
  const hash = algorithm.hash === undefined ? null : nodeHashName(algorithm.hash)
  const options = { ...algorithm.node, key }
  return {
    verify: (parts, signature) => {
      const form = algorithm.signature(signature)
      return form !== undefined && node.verify(hash, concat(parts), options, form)
    },
  }
}

function nodeImport(node: Verifier, spki: Uint8Array, algorithm: KeyAlgorithm): unknown {
  try {
    return node.createPublicKey({ key: spki, format: 'der', type: 'spki' })
  } catch (cause) {
    throw unusable(algorithm, 'the platform refuses it', cause)
  }
}

function webKey(spki: Uint8Array, algorithm: KeyAlgorithm): PublicKey {
  let imported: Promise<CryptoKey> | undefined
  return {
    verify: async (parts, signature) => {
      const form = algorithm.signature(signature)
      if (form === undefined) return false
      imported ??= webImport(spki, algorithm)
      const key = await imported
      return crypto.subtle.verify(algorithm.web.verify, key, webSource([form]), webSource(parts))
    },
  }
}

async function webImport(spki: Uint8Array, algorithm: KeyAlgorithm): Promise<CryptoKey> {
  try {
    const source = webSource([spki])
    return await crypto.subtle.importKey('spki', source, algorithm.web.key, false, ['verify'])
  } catch (cause) {
    throw unusable(algorithm, 'the platform refuses it', cause)
  }
}

function unusable(algorithm: KeyAlgorithm, problem: string, cause?: unknown): SecretInvalid {
  return new SecretInvalid(`the key is no public key for ${algorithm.name}: ${problem}`, { cause })
}
