/** Turns the text of a secret into key bytes, by the rules that the provider states. */
import { copyBytes } from '../bytes.js'
import type { MaybePromise } from '../crypto.js'
import { SecretInvalid } from '../errors.js'
import type { Secret, SecretSet } from '../secrets.js'

export interface KeyRule {
  /** A prefix that is cut off where it is there. */
  readonly strip?: string
  readonly normalize?: 'NFC' | 'NFKD'
  readonly decode: (text: string) => Uint8Array | undefined
  readonly derive?: (bytes: Uint8Array) => MaybePromise<Uint8Array>
}

/** One imported key, and the id of the secret that it came from. */
export interface NamedKey<K> {
  readonly id: string
  readonly key: K
}

export interface KeySource {
  /** Every value of the secret as key bytes, in the order given. */
  readonly read: (secrets: SecretSet) => readonly Secret[]
  readonly bytes: (secret: Secret) => MaybePromise<Uint8Array>
}

export function secretKey(name: string, rule: KeyRule): KeySource {
  return {
    read: (secrets) => secrets.get(name),
    bytes: ({ value }) => {
      const bytes = typeof value === 'string' ? decode(name, value, rule) : copyBytes(value)
      return rule.derive === undefined ? bytes : rule.derive(bytes)
    },
  }
}

/** Decodes, and refuses what is empty only now: `whsec_` alone must not become an empty key. */
function decode(name: string, value: string, rule: KeyRule): Uint8Array {
  const { strip = '' } = rule
  const text = value.startsWith(strip) ? value.slice(strip.length) : value
  const bytes = rule.decode(rule.normalize === undefined ? text : text.normalize(rule.normalize))
  if (bytes === undefined)
    throw new SecretInvalid(`the secret ${name} is not encoded as it should be`)
  if (bytes.length === 0) throw new SecretInvalid(`the secret ${name} is empty after decoding`)
  return bytes
}
