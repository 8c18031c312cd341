/** Turns the text of a secret into key bytes, by the rules that the provider states. */
import { copyBytes } from '../bytes.js'
import type { MaybePromise } from '../crypto.js'
import { SecretInvalid } from '../errors.js'
import type { Secret, SecretSet } from '../secrets.js'
import type { KeyRequest } from './algorithm.js'
import { keyKind, secretKind } from './secret-kind.js'

export interface DecodeRule {
  /** A prefix that is cut off where it is there. */
  readonly strip?: string
  readonly normalize?: 'NFC' | 'NFKD'
  readonly decode: (text: string) => Uint8Array | undefined
  /** What the config calls it, for messages. */
  readonly encoding?: string
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

const decoder = new TextDecoder()

export function secretKey(name: string, rule: KeyRule): KeySource {
  return {
    read: (secrets, request) => chosenSecrets(name, rule, secrets, request),
    bytes: (secret) => {
      const bytes = keyBytes(name, secret, rule)
      refuseOtherKeys(name, bytes)
      return rule.derive === undefined ? bytes : rule.derive(bytes)
    },
  }
}

/** The key of a pair is no text that sender and receiver share, and half of them are known to all. */
function refuseOtherKeys(name: string, bytes: Uint8Array): void {
  const kind = keyKind(decoder.decode(bytes))
  if (kind === undefined) return
  const isKnown = /public|certificate/.test(kind)
  throw new SecretInvalid(
    `the secret ${name} is ${kind}${isKnown ? ': anybody could sign with it' : ''}; the scheme needs the secret that the sender signs with as well`,
  )
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
  const bytes = decodeText(value, rule)
  if (bytes === undefined) throw undecodable(name, value, rule)
  if (bytes.length === 0) throw new SecretInvalid(`the secret ${name} is empty after decoding`)
  return bytes
}

/** The bytes behind the prefix; undefined where they are not encoded as the provider states. */
export function decodeText(text: string, rule: DecodeRule): Uint8Array | undefined {
  const { normalize, strip = '' } = rule
  const rest = text.startsWith(strip) ? text.slice(strip.length) : text
  return rule.decode(normalize === undefined ? rest : rest.normalize(normalize))
}

/** Says what is needed, and what was given as far as its form tells. */
export function undecodable(name: string, text: string, rule: DecodeRule): SecretInvalid {
  const { encoding, strip } = rule
  const prefix = strip === undefined ? '' : ` behind ${strip}`
  const needed = encoding === undefined ? '' : `: it must be ${encoding}${prefix}`
  const kind = secretKind(text)
  const given = kind === undefined ? '' : `${needed === '' ? ': it' : ', and'} is ${kind}`
  const whole =
    strip !== undefined && text.startsWith(strip) && rule.choose !== undefined
      ? ' (where the whole text is the key, give its bytes)'
      : ''
  return new SecretInvalid(
    `the secret ${name} is not encoded as it should be${needed}${given}${whole}`,
  )
}
