/** Which of several values of a secret a delivery may be signed with. */
import { SecretInvalid } from '../errors.js'
import type { Secret } from '../secrets.js'
import type { KeyIdReader } from './algorithm.js'
import type { KeyChoice } from './keys.js'

/** The values that the consumer gave under the id that the delivery names: none for an unknown id. */
export function byId(read: KeyIdReader): KeyChoice {
  return (secrets, request) => {
    if (secrets.some(({ keyId }) => keyId === undefined)) {
      throw new SecretInvalid('the provider has a key for each id: give them as { id: key }')
    }
    if (request === undefined) return secrets
    const id = read(request.delivery, request.context)
    return id === undefined ? [] : secrets.filter(({ keyId }) => keyId === id)
  }
}

/** The values with a prefix that says what they are for. */
export function onlyPrefix(prefix: string): KeyChoice {
  return (secrets) => secrets.filter((secret) => hasPrefix(secret, prefix))
}

/** All values but those with the prefix: they are for another proof. */
export function exceptPrefix(prefix: string): KeyChoice {
  return (secrets) => secrets.filter((secret) => !hasPrefix(secret, prefix))
}

function hasPrefix({ value }: Secret, prefix: string): boolean {
  return typeof value === 'string' && value.startsWith(prefix)
}
