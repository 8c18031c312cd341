/** Ed25519 with a seed that both sides know: its signatures are deterministic, so they are a MAC. */
import { concat, decodeHex } from '../bytes.js'
import { type HmacKey, type NodeCrypto, platformCrypto, webSource } from '../crypto.js'
import { SecretInvalid } from '../errors.js'
import type { Algorithm } from './algorithm.js'
import type { KeySource } from './keys.js'
import { macSignature } from './mac.js'

/** RFC 8410 section 7: everything of a private key but the 32 bytes of its seed. */
const PKCS8_PREFIX = decodeHex('302e020100300506032b657004220420') ?? new Uint8Array()
const SEED_LENGTH = 32

export function ed25519SeedSignature(source: KeySource): Algorithm {
  return macSignature(importEd25519Seed, source)
}

/** @throws {SecretInvalid} `ERR_SECRET_INVALID` where the seed has not 32 bytes */
export function importEd25519Seed(seed: Uint8Array): HmacKey {
  if (seed.length !== SEED_LENGTH) {
    throw new SecretInvalid(`an Ed25519 seed has ${SEED_LENGTH} bytes`)
  }
  const pkcs8 = concat([PKCS8_PREFIX, seed])
  const { createPrivateKey, sign } = platformCrypto() ?? {}
  return createPrivateKey === undefined || sign === undefined
    ? webSeed(pkcs8)
    : nodeSeed({ createPrivateKey, sign }, pkcs8)
}

function nodeSeed(
  node: Required<Pick<NodeCrypto, 'createPrivateKey' | 'sign'>>,
  pkcs8: Uint8Array,
): HmacKey {
  const key = node.createPrivateKey({ key: pkcs8, format: 'der', type: 'pkcs8' })
  return { sign: (parts) => node.sign(null, concat(parts), key) }
}

function webSeed(pkcs8: Uint8Array): HmacKey {
  let imported: Promise<CryptoKey> | undefined
  return {
    sign: async (parts) => {
      const algorithm = { name: 'Ed25519' }
      imported ??= crypto.subtle.importKey('pkcs8', webSource([pkcs8]), algorithm, false, ['sign'])
      return new Uint8Array(await crypto.subtle.sign(algorithm, await imported, webSource(parts)))
    },
  }
}
