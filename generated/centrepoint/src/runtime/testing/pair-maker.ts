/** Makes signatures with a private key: the test's own, in the place of the provider's. */
import { DER, writeDer, writeDerUnsigned } from '../auth/der.js'
import type { KeyAlgorithm } from '../auth/public-key.js'
import { webSource } from '../crypto.js'
import { demandKeys } from './keys.js'
import { importPrivateKey } from './private-key.js'
import type { Maker } from './signers.js'
import type { TokenMakers } from './token-signer.js'

/** WebCrypto on every platform: a test has the time, and signatures of ECDSA are `r || s`. */
export function makeSignature(algorithm: KeyAlgorithm): Maker {
  return async ({ keys }, content) => {
    const key = await importPrivateKey(demandKeys(keys), algorithm)
    const signature = await crypto.subtle.sign(algorithm.web.verify, key, webSource(content))
    return new Uint8Array(signature)
  }
}

/** The same, where the two numbers of ECDSA are sent in DER. */
export function makeDerSignature(algorithm: KeyAlgorithm): Maker {
  const make = makeSignature(algorithm)
  return async (context, content) => {
    const raw = await make(context, content)
    const half = raw.length / 2
    const numbers = [raw.subarray(0, half), raw.subarray(half)].map(writeDerUnsigned)
    return writeDer(DER.sequence, ...numbers)
  }
}

/** The algorithms that a token may name, each with its maker. */
export function pairMakers(algorithms: Readonly<Record<string, KeyAlgorithm>>): TokenMakers {
  return Object.entries(algorithms).map(([alg, one]) => [alg, makeSignature(one)])
}
