/** HMAC signatures whose key the provider hands out. */
import { type HashName, importHmacKey } from '../crypto.js'
import type { Algorithm } from './algorithm.js'
import { macSignature } from './mac.js'
import type { FoundKey, PublicKeySource } from './public-keys.js'

/** The bytes that the source finds are the key; each one is imported once. */
export function remoteHmacSignature(hash: HashName, source: PublicKeySource): Algorithm {
  const macs = new WeakMap<FoundKey, Algorithm>()
  const macOf = (key: FoundKey): Algorithm => {
    const mac = macs.get(key) ?? macWith(hash, key)
    macs.set(key, mac)
    return mac
  }
  return {
    prepare: (secrets) => void source.known(secrets),
    match: async (secrets, contents, candidates, request) => {
      for (const key of await source.find(secrets, request)) {
        const match = await macOf(key).match(secrets, contents, candidates, request)
        if (match === undefined) continue
        key.onVerified?.()
        return { secretId: key.id }
      }
      return undefined
    },
  }
}

function macWith(hash: HashName, { id = '', spki: bytes }: FoundKey): Algorithm {
  const secret = { id, value: bytes }
  return macSignature((key) => importHmacKey(hash, key), {
    read: () => [secret],
    bytes: () => bytes,
  })
}
