/** The signature algorithms of tokens (RFC 7518 section 3.1), and how each one is printed. */
import { json } from '../print/literals.js'
import type { Code } from './code.js'

interface JwsAlgorithm {
  /** Whether sender and receiver share its key. */
  readonly shared: boolean
  readonly call: readonly [name: string, module: string]
  /** Undefined where the call is no call, as it takes nothing. */
  readonly args: readonly string[] | undefined
}

const HASHES = { 256: 'SHA-256', 384: 'SHA-384', 512: 'SHA-512' } as const
const CURVES = { 256: 'P-256', 384: 'P-384', 512: 'P-521' } as const
const SIZES = [256, 384, 512] as const

type Entry = readonly [name: string, algorithm: JwsAlgorithm]

/** `none` is no algorithm: it cannot be written down here. */
export const JWS_ALGORITHMS: ReadonlyMap<string, JwsAlgorithm> = new Map<string, JwsAlgorithm>([
  ...SIZES.flatMap((size): readonly Entry[] => {
    const hash = HASHES[size]
    const call = (name: string, module: string, ...args: readonly string[]): JwsAlgorithm => {
      return { shared: false, call: [name, module], args }
    }
    return [
      [`HS${size}`, { ...call('hmacSignature', 'auth/hmac.js', hash), shared: true }],
      [`RS${size}`, call('rsaPkcs1', 'auth/rsa.js', hash)],
      [`PS${size}`, call('rsaPss', 'auth/rsa-pss.js', hash)],
      [`ES${size}`, call('ecdsa', 'auth/ecdsa.js', CURVES[size], hash, 'raw')],
    ]
  }),
  ['EdDSA', { shared: false, call: ['ED25519', 'auth/ed25519.js'], args: undefined }],
])

export function isShared(name: string): boolean {
  return JWS_ALGORITHMS.get(name)?.shared === true
}

/** The hash of an HMAC algorithm. */
export function sharedHash(name: string): string {
  return JWS_ALGORITHMS.get(name)?.args?.[0] ?? ''
}

/** An object literal from the names of algorithms with public keys to what they are to the runtime. */
export function printJwsAlgorithms(names: readonly string[], code: Code): string {
  return `{ ${names.map((name) => `${name}: ${printJwsAlgorithm(name, code)}`).join(', ')} }`
}

function printJwsAlgorithm(name: string, code: Code): string {
  const algorithm = JWS_ALGORITHMS.get(name)
  if (algorithm === undefined) return ''
  const call = code.use(...algorithm.call)
  return algorithm.args === undefined ? call : `${call}(${algorithm.args.map(json).join(', ')})`
}
