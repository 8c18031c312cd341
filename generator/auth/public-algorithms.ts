/** The signature algorithms with a public key, and how each one is printed. */
import { json } from '../print/literals.js'
import type { Code } from './code.js'

/** The keys that an algorithm takes, as `node:crypto` tells them apart. */
export type KeyType = 'rsa' | 'ed25519' | 'P-256' | 'P-384' | 'P-521'

export interface PublicAlgorithm {
  readonly keyType: KeyType
  readonly weak: boolean
  /** A TypeScript expression of type `KeyAlgorithm`; RSA keys may be as short as `rsaBits`. */
  readonly print: (code: Code, rsaBits: number | undefined) => string
}

const HASHES = { sha1: 'SHA-1', sha256: 'SHA-256', sha384: 'SHA-384', sha512: 'SHA-512' }
const STRONG_HASHES = { sha256: 'SHA-256', sha384: 'SHA-384', sha512: 'SHA-512' }
const CURVES = [
  ['p256-sha256', 'P-256', 'SHA-256'],
  ['p384-sha384', 'P-384', 'SHA-384'],
  ['p521-sha512', 'P-521', 'SHA-512'],
] as const

const rsa = (name: string, module: string, hash: string): PublicAlgorithm => ({
  keyType: 'rsa',
  weak: hash === 'SHA-1',
  print: (code, rsaBits) => {
    const least = rsaBits === undefined ? '' : `, ${rsaBits}`
    return `${code.use(name, module)}(${json(hash)}${least})`
  },
})

const ecdsa = (curve: KeyType, hash: string, form: string): PublicAlgorithm => ({
  keyType: curve,
  weak: hash === 'SHA-1',
  print: (code) => {
    return `${code.use('ecdsa', 'auth/ecdsa.js')}(${[curve, hash, form].map(json).join(', ')})`
  },
})

export const PUBLIC_ALGORITHMS: ReadonlyMap<string, PublicAlgorithm> = new Map([
  ...Object.entries(HASHES).map(
    ([name, hash]) => [`rsa-${name}`, rsa('rsaPkcs1', 'auth/rsa.js', hash)] as const,
  ),
  ...Object.entries(STRONG_HASHES).map(
    ([name, hash]) => [`rsa-pss-${name}`, rsa('rsaPss', 'auth/rsa-pss.js', hash)] as const,
  ),
  ...CURVES.flatMap(([name, curve, hash]) =>
    ['der', 'raw'].map((form) => [`ecdsa-${name}-${form}`, ecdsa(curve, hash, form)] as const),
  ),
  ['ecdsa-sha1-der', ecdsa('P-256', 'SHA-1', 'der')],
  [
    'ed25519',
    { keyType: 'ed25519', weak: false, print: (code) => code.use('ED25519', 'auth/ed25519.js') },
  ],
])
