/** The signature algorithms, and how each one is printed. */
import { json } from '../print/literals.js'
import type { Code } from './code.js'
import { printSecretKey } from './keys.js'
import type { SecretKey } from './types.js'

interface Algorithm {
  /** Whether it takes a key; a plain hash has its secret in the content instead. */
  readonly keyed: boolean
  /** Not safe for new designs; let in by `allowWeak`. */
  readonly weak: boolean
  readonly call: readonly [name: string, module: string]
  readonly hash: string
}

const HASHES = { sha1: 'SHA-1', sha256: 'SHA-256', sha384: 'SHA-384', sha512: 'SHA-512' }

const hmac = (hash: string, weak = false): Algorithm => {
  return { keyed: true, weak, call: ['hmacSignature', 'auth/hmac.js'], hash }
}
const plain = (hash: string): Algorithm => {
  return { keyed: false, weak: true, call: ['hashSignature', 'auth/hash.js'], hash }
}

export const ALGORITHMS: ReadonlyMap<string, Algorithm> = new Map([
  ...Object.entries(HASHES).map(([name, hash]) => [`hmac-${name}`, hmac(hash)] as const),
  ['hmac-md5', hmac('MD5', true)],
  ...Object.entries(HASHES).map(([name, hash]) => [`hash-${name}`, plain(hash)] as const),
  ['hash-md5', plain('MD5')],
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

export function printAlgorithm(name: string, key: SecretKey | undefined, code: Code): string {
  const algorithm = ALGORITHMS.get(name)
  if (algorithm === undefined) return ''
  const call = code.use(...algorithm.call)
  const hash = json(algorithm.hash)
  return key === undefined ? `${call}(${hash})` : `${call}(${hash}, ${printSecretKey(key, code)})`
}
