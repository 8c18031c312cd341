/** The signature algorithms, and how each one is printed. */
import { json } from '../print/literals.js'
import type { Code } from './code.js'
import { printPublicKeys, printSecretKey } from './print-keys.js'
import { PUBLIC_ALGORITHMS } from './public-algorithms.js'
import type { KeyPlan } from './types.js'

/** `hash` has its secret in the content, `mac` shares one, `public` has a pair of keys. */
export type AlgorithmFamily = 'hash' | 'mac' | 'public'

interface Algorithm {
  readonly family: AlgorithmFamily
  /** Whether it takes a key; a plain hash has its secret in the content instead. */
  readonly keyed: boolean
  /** Not safe for new designs; let in by `allowWeak`. */
  readonly weak: boolean
  /** Of a MAC or a plain hash. */
  readonly hash: string
}

const HASHES = { sha1: 'SHA-1', sha256: 'SHA-256', sha384: 'SHA-384', sha512: 'SHA-512' }

/** Shorter RSA keys can be factored with effort; some senders have no other. */
const WEAK_RSA_BITS = 1024

const mac = (hash: string, weak = false): Algorithm => {
  return { family: 'mac', keyed: true, weak, hash }
}
const plain = (hash: string): Algorithm => {
  return { family: 'hash', keyed: false, weak: true, hash }
}

export const ALGORITHMS: ReadonlyMap<string, Algorithm> = new Map([
  ...Object.entries(HASHES).map(([name, hash]) => [`hmac-${name}`, mac(hash)] as const),
  ['hmac-md5', mac('MD5', true)],
  ...Object.entries(HASHES).map(([name, hash]) => [`hash-${name}`, plain(hash)] as const),
  ['hash-md5', plain('MD5')],
  ...[...PUBLIC_ALGORITHMS].map(
    ([name, { weak }]) => [name, { family: 'public', keyed: true, weak, hash: '' }] as const,
  ),
])

export function algorithmProblem(
  name: string,
  allowWeak: boolean,
): { readonly message: string; readonly hint: string } | undefined {
  const algorithm = ALGORITHMS.get(name)
  if (algorithm === undefined) {
    return {
      message: `unknown algorithm ${JSON.stringify(name)}`,
      hint: `the algorithms are ${[...ALGORITHMS.keys()].join(', ')}`,
    }
  }
  if (!algorithm.weak || allowWeak) return undefined
  return {
    message: `"${name}" is weak`,
    hint: 'where the provider leaves no choice, set "allowWeak": true at the top level',
  }
}

/** A TypeScript expression of the runtime's type `Algorithm`. */
export function printAlgorithm(
  name: string,
  key: KeyPlan | undefined,
  code: Code,
  allowWeak = false,
): string {
  const hash = json(ALGORITHMS.get(name)?.hash ?? '')
  if (key === undefined) return `${code.use('hashSignature', 'auth/hash.js')}(${hash})`
  const pair = PUBLIC_ALGORITHMS.get(name)
  if (isSeed(name, key)) {
    const call = code.use('ed25519SeedSignature', 'auth/ed25519-seed.js')
    return `${call}(${printSecretKey(key, code)})`
  }
  if (pair !== undefined) {
    const printed = pair.print(code, allowWeak ? WEAK_RSA_BITS : undefined)
    const call = code.use('asymmetricSignature', 'auth/asymmetric.js')
    return `${call}(${printed}, ${printPublicKeys(key, code)})`
  }
  if (key.kind !== 'secret') {
    const call = code.use('remoteHmacSignature', 'auth/remote-hmac.js')
    return `${call}(${hash}, ${printPublicKeys(key, code)})`
  }
  return `${code.use('hmacSignature', 'auth/hmac.js')}(${hash}, ${printSecretKey(key, code)})`
}

/** An Ed25519 key that both sides derive from one secret is no pair. */
function isSeed(name: string, key: KeyPlan): boolean {
  return name === 'ed25519' && key.kind === 'secret' && key.derive !== undefined
}
