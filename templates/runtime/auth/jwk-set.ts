/** Public keys that the consumer gives as a JWK set (RFC 7517 section 5). */
import { utf8 } from '../bytes.js'
import { SecretInvalid } from '../errors.js'
import type { KeyIdReader } from './algorithm.js'
import { readJwks } from './jwk.js'
import { type DecodeRule, keyBytes } from './keys.js'
import { type FoundKey, fromSecrets, type PublicKeySource } from './public-keys.js'
import { secretKind } from './secret-kind.js'

const decoder = new TextDecoder()

/** With `kid`, the keys of the id that the delivery names, and none where it names none. */
export function jwkSet(
  name: string,
  given: Omit<DecodeRule, 'decode'>,
  kid?: KeyIdReader,
): PublicKeySource {
  const rule: DecodeRule = { ...given, decode: utf8 }
  const source = fromSecrets(name, rule, (secret) => {
    return readSet(name, secret.id, decoder.decode(keyBytes(name, secret, rule)))
  })
  if (kid === undefined) return source
  return {
    known: source.known,
    find: (secrets, request) => {
      const wanted = kid(request.delivery, request.context)
      if (wanted === undefined) return []
      return source.find(secrets, request).filter((key) => key.kid === wanted)
    },
  }
}

function readSet(name: string, id: string, text: string): readonly FoundKey[] {
  // One key alone is a set as well.
  const keys = readJwks(text) ?? readJwks(`{"keys":[${text.trim()}]}`)
  if (keys === undefined || keys.length === 0) {
    const kind = keys === undefined ? secretKind(text) : undefined
    const given = kind === undefined ? '' : `: it is ${kind}`
    throw new SecretInvalid(
      `the secret ${name} is no JWK set with a public key for signatures${given}`,
    )
  }
  return keys.map(({ kid, alg, spki }) => ({ id, kid, alg, spki, isOneOfMany: true }))
}
