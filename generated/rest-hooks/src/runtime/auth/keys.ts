/** Turns the text of a secret into key bytes, by the rules that the provider states. */
import { copyBytes } from '../bytes.js'
import type { MaybePromise } from '../crypto.js'
import { SecretInvalid } from '../errors.js'
import type { Secret, SecretSet } from '../secrets.js'
import type { KeyRequest } from './algorithm.js'

export interface DecodeRule {
  /** A prefix that is cut off where it is there. */
  readonly strip?: string
  readonly normalize?: 'NFC' | 'NFKD'
  readonly decode: (text: string) => Uint8Array | undefined
  /** Which values of the secret are meant; all of them unless said otherwise. */
  readonly choose?: KeyChoice
}

export interface KeyRule extends DecodeRule {
  readonly derive?: (bytes: Uint8Array) => MaybePromise<Uint8Array>
}

/** Without a request, which is when the receiver is created, all values that there might be. */
export type KeyChoice = (
  secrets: readonly Secret[],
  request: KeyRequest | undefined,
) => readonly Secret[]

export interface KeySource {
  /** The values of the secret that a delivery may be signed with, in the order given. */
  readonly read: (secrets: SecretSet, request?: KeyRequest) => readonly Secret[]
  readonly bytes: (secret: Secret) => MaybePromise<Uint8Array>
}

const PUBLIC = /^\s*-----BEGIN (?:[A-Z]+ )?(?:PUBLIC KEY|CERTIFICATE)-----/

/** Whether they are the PEM of what everybody may know, given in the place of a shared key. */
function isPublic(bytes: Uint8Array): boolean {
  return PUBLIC.test(String.fromCharCode(...bytes.subarray(0, 64)))
}

export function secretKey(name: string, rule: KeyRule): KeySource {
  return {
    read: (secrets, request) => chosenSecrets(name, rule, secrets, request),
    bytes: (secret) => {
      const bytes = keyBytes(name, secret, rule)
      if (isPublic(bytes)) {
        throw new SecretInvalid(`the secret ${name} is a public key: anybody could sign with it`)
      }
      return rule.derive === undefined ? bytes : rule.derive(bytes)
    },
  }
}

export function chosenSecrets(
  name: string,
  { choose }: DecodeRule,
  secrets: SecretSet,
  request: KeyRequest | undefined,
): readonly Secret[] {
  const all = secrets.get(name)
  return choose === undefined ? all : choose(all, request)
}

/**
 * The bytes of one value; bytes are taken as they are.
 *
 * What is empty is refused only after decoding: `whsec_` alone must not become an empty key.
 *
 * @throws {SecretInvalid} `ERR_SECRET_INVALID`
 */
export function keyBytes(name: string, { value }: Secret, rule: DecodeRule): Uint8Array {
  if (typeof value !== 'string') return copyBytes(value)
  const { strip = '' } = rule
  const text = value.startsWith(strip) ? value.slice(strip.length) : value
  const bytes = rule.decode(rule.normalize === undefined ? text : text.normalize(rule.normalize))
  if (bytes === undefined)
    throw new SecretInvalid(`the secret ${name} is not encoded as it should be`)
  if (bytes.length === 0) throw new SecretInvalid(`the secret ${name} is empty after decoding`)
  return bytes
}
