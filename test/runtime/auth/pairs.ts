/** Pairs of keys for tests, and the modules that verify with them on one side of the seam. */
import { generateKeyPairSync } from 'node:crypto'
import { vi } from 'vitest'

export const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 })
export const smallRsa = generateKeyPairSync('rsa', { modulusLength: 1024 })
export const p256 = generateKeyPairSync('ec', { namedCurve: 'P-256' })
export const p384 = generateKeyPairSync('ec', { namedCurve: 'P-384' })
export const p521 = generateKeyPairSync('ec', { namedCurve: 'P-521' })
export const ed = generateKeyPairSync('ed25519')

export type Pair = typeof rsa

export function spki(pair: Pair): Uint8Array {
  return new Uint8Array(pair.publicKey.export({ format: 'der', type: 'spki' }))
}

const original = process.getBuiltinModule

/** Fresh modules that found the platform by this lookup. */
export async function loadAlgorithms(lookup: unknown) {
  Object.assign(process, { getBuiltinModule: lookup })
  vi.resetModules()
  const loaded = {
    ...(await import('../../../templates/runtime/auth/public-key.js')),
    ...(await import('../../../templates/runtime/auth/ed25519.js')),
    ...(await import('../../../templates/runtime/auth/rsa.js')),
    ...(await import('../../../templates/runtime/auth/rsa-pss.js')),
    ...(await import('../../../templates/runtime/auth/ecdsa.js')),
  }
  Object.assign(process, { getBuiltinModule: original })
  return loaded
}

export type Algorithms = Awaited<ReturnType<typeof loadAlgorithms>>
