/** Where public keys come from: the consumer's secrets, a key set, or the provider's own constants. */
import { copyBytes, encodeBase64 } from '../bytes.js'
import type { MaybePromise } from '../crypto.js'
import { SecretInvalid } from '../errors.js'
import type { Secret, SecretSet } from '../secrets.js'
import { readTestKeys } from '../test-keys.js'
import type { KeyRequest } from './algorithm.js'
import { chosenSecrets, type DecodeRule, decodeText, keyBytes, undecodable } from './keys.js'
import { ed25519Spki, fromSpkiBase64, readSpki } from './spki.js'

export interface FoundKey {
  /** What `ctx.secretId` reports when it matched. */
  readonly id: string | undefined
  readonly spki: Uint8Array
  readonly kid?: string | undefined
  /** The one JOSE algorithm that it is for; absent where any that fits may be used. */
  readonly alg?: string | undefined
  /** One of a set that may hold keys of other kinds: where it does not fit it is passed over. */
  readonly isOneOfMany?: true
  /** Called where it has verified a delivery; absent where nobody wants to know. */
  readonly onVerified?: () => void
}

export interface PublicKeySource {
  /** The keys known before a delivery comes. @throws {SecretInvalid} `ERR_SECRET_INVALID` */
  readonly known: (secrets: SecretSet) => readonly FoundKey[]
  /** The keys that a delivery may be signed with; the same key is the same object. */
  readonly find: (secrets: SecretSet, request: KeyRequest) => MaybePromise<readonly FoundKey[]>
}

/** Keys that the consumer gives, one in each value of a secret. */
export function publicKeys(name: string, rule: DecodeRule): PublicKeySource {
  return fromSecrets(name, rule, (secret) => [
    { id: secret.id, spki: publicKey(name, secret, rule) },
  ])
}

const decoder = new TextDecoder()

/** Bytes are SPKI, the text of the key as a file has it, or what that text would be base64 of. */
function publicKey(name: string, secret: Secret, rule: DecodeRule): Uint8Array {
  const { value } = secret
  if (typeof value === 'string') return keyBytes(name, secret, rule)
  if (readSpki(value) !== undefined) return copyBytes(value)
  const text = decoder.decode(value)
  const key = decodeText(text, rule) ?? decodeText(encodeBase64(value), rule) ?? ed25519Spki(value)
  if (key === undefined) throw undecodable(name, text, rule)
  return key
}

/** Keys that the provider publishes, in base64: the generator has checked and encoded them. */
export function constantKeys(encoded: readonly string[]): PublicKeySource {
  const keys = encoded.map((text) => ({ id: undefined, spki: constantKey(text) }))
  return {
    known: () => keys,
    find: (_secrets, { context }) => readTestKeys(context.options?.testKeys) ?? keys,
  }
}

/** A source that never has to wait. */
export interface SecretKeySource extends PublicKeySource {
  readonly find: (secrets: SecretSet, request: KeyRequest) => readonly FoundKey[]
}

/** Reads the keys of each value once. */
export function fromSecrets(
  name: string,
  rule: DecodeRule,
  read: (secret: Secret) => readonly FoundKey[],
): SecretKeySource {
  const all = new WeakMap<Secret, readonly FoundKey[]>()
  const keysOf = (secret: Secret) => {
    const keys = all.get(secret) ?? read(secret)
    all.set(secret, keys)
    return keys
  }
  return {
    known: (secrets) => chosenSecrets(name, rule, secrets, undefined).flatMap(keysOf),
    find: (secrets, request) => chosenSecrets(name, rule, secrets, request).flatMap(keysOf),
  }
}

function constantKey(text: string): Uint8Array {
  const spki = fromSpkiBase64(text)
  if (spki === undefined) throw new SecretInvalid('a key of the provider is not base64')
  return spki
}
