/** Makes signatures with a key that the receiver has as well. */
import type { KeySource } from '../auth/keys.js'
import { digest, type HashName, type HmacKey, hmac, importHmacKey } from '../crypto.js'
import { demandKeys } from './keys.js'
import type { Maker, SigningContext } from './signers.js'

export function makeHmac(hash: HashName, source: KeySource): Maker {
  return makeMac((bytes) => importHmacKey(hash, bytes), source)
}

/** A MAC of any kind. */
export function makeMac(importKey: (bytes: Uint8Array) => HmacKey, source: KeySource): Maker {
  return async (context, content) => {
    const [secret] = source.read(namedFirst(context))
    if (secret === undefined) throw new TypeError('the scheme needs a secret to sign with')
    return hmac(importKey(await source.bytes(secret)), content)
  }
}

/** Of several keys the one that is named comes first. */
function namedFirst({ keys, secrets }: SigningContext): SigningContext['secrets'] {
  const keyId = keys?.keyId
  if (keyId === undefined) return secrets
  return {
    get: (name) => {
      const all = secrets.get(name)
      const named = all.filter((secret) => secret.keyId === keyId)
      return [...named, ...all.filter((secret) => secret.keyId !== keyId)]
    },
  }
}

/** A key that the provider's API hands out: the test's own takes its place. */
export function makeRemoteHmac(
  hash: HashName,
  decode: (text: string) => Uint8Array | undefined,
): Maker {
  return ({ keys }, content) => {
    const { key } = demandKeys(keys)
    const bytes = typeof key === 'string' ? decode(key) : undefined
    if (bytes === undefined) throw new TypeError('keys.key must be the text of the shared key')
    return hmac(importHmacKey(hash, bytes), content)
  }
}

export function makeHash(hash: HashName): Maker {
  return (_context, content) => digest(hash, content)
}
