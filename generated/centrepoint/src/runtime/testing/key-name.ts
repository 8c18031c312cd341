/** Which of several keys a test signs with, and where the delivery says so. */
import type { Write } from './draft.js'
import type { SigningContext } from './signers.js'

export interface KeyName {
  readonly write: Write
  /** @throws {TypeError} where no key has a name */
  readonly read: (context: SigningContext) => string
}

/** The key's own name; without one, the name that the consumer gave its secret under. */
export function nameOfKey(secret?: string): (context: SigningContext) => string {
  return ({ keys, secrets }) => {
    const given = secret === undefined ? undefined : secrets.get(secret)[0]?.keyId
    const name = keys?.keyId ?? given
    if (name !== undefined) return name
    throw new TypeError('the delivery has to name its key: give keys.keyId')
  }
}
