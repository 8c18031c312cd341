/** Signatures that node:crypto makes, verified on both sides of the seam. */
import { constants, generateKeyPairSync, sign } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { utf8 } from '../../../templates/runtime/bytes.js'
import { SIDES } from '../sides.js'

const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 })
const smallRsa = generateKeyPairSync('rsa', { modulusLength: 1024 })
const p256 = generateKeyPairSync('ec', { namedCurve: 'P-256' })
const p384 = generateKeyPairSync('ec', { namedCurve: 'P-384' })
const p521 = generateKeyPairSync('ec', { namedCurve: 'P-521' })
const ed = generateKeyPairSync('ed25519')
const message = utf8('{"amount":100}')

type Pair = typeof rsa
const spki = (pair: Pair): Uint8Array => {
  return new Uint8Array(pair.publicKey.export({ format: 'der', type: 'spki' }))
}
const pss = { padding: constants.RSA_PKCS1_PSS_PADDING }
const raw = { dsaEncoding: 'ieee-p1363' } as const

describe.each(SIDES)('on %s', (_name, lookup) => {
  const original = process.getBuiltinModule
  let algorithms: Awaited<ReturnType<typeof load>>
  const load = async () => {
    vi.resetModules()
    const { importPublicKey, verifyWith } = await import(
      '../../../templates/runtime/auth/public-key.js'
    )
    const { ED25519 } = await import('../../../templates/runtime/auth/ed25519.js')
    const { rsaPkcs1 } = await import('../../../templates/runtime/auth/rsa.js')
    const { rsaPss } = await import('../../../templates/runtime/auth/rsa-pss.js')
    const { ecdsa } = await import('../../../templates/runtime/auth/ecdsa.js')
    return { importPublicKey, verifyWith, ED25519, rsaPkcs1, rsaPss, ecdsa }
  }

  beforeAll(async () => {
    Object.assign(process, { getBuiltinModule: lookup })
    algorithms = await load()
    Object.assign(process, { getBuiltinModule: original })
  })
  afterAll(() => {
    Object.assign(process, { getBuiltinModule: original })
  })

  const cases: [
    string,
    Pair,
    () => import('../../../templates/runtime/auth/public-key.js').KeyAlgorithm,
    Uint8Array,
  ][] = [
    ['ed25519', ed, () => algorithms.ED25519, sign(null, message, ed.privateKey)],
    ['rsa-sha1', rsa, () => algorithms.rsaPkcs1('SHA-1'), sign('sha1', message, rsa.privateKey)],
    [
      'rsa-sha256',
      rsa,
      () => algorithms.rsaPkcs1('SHA-256'),
      sign('sha256', message, rsa.privateKey),
    ],
    [
      'rsa-sha384',
      rsa,
      () => algorithms.rsaPkcs1('SHA-384'),
      sign('sha384', message, rsa.privateKey),
    ],
    [
      'rsa-sha512',
      rsa,
      () => algorithms.rsaPkcs1('SHA-512'),
      sign('sha512', message, rsa.privateKey),
    ],
    [
      'rsa-pss-sha256',
      rsa,
      () => algorithms.rsaPss('SHA-256'),
      sign('sha256', message, { key: rsa.privateKey, ...pss, saltLength: 32 }),
    ],
    [
      'rsa-pss-sha384',
      rsa,
      () => algorithms.rsaPss('SHA-384'),
      sign('sha384', message, { key: rsa.privateKey, ...pss, saltLength: 48 }),
    ],
    [
      'rsa-pss-sha512',
      rsa,
      () => algorithms.rsaPss('SHA-512'),
      sign('sha512', message, { key: rsa.privateKey, ...pss, saltLength: 64 }),
    ],
    [
      'ecdsa-p256-sha256-der',
      p256,
      () => algorithms.ecdsa('P-256', 'SHA-256', 'der'),
      sign('sha256', message, p256.privateKey),
    ],
    [
      'ecdsa-p256-sha256-raw',
      p256,
      () => algorithms.ecdsa('P-256', 'SHA-256', 'raw'),
      sign('sha256', message, { key: p256.privateKey, ...raw }),
    ],
    [
      'ecdsa-sha1-der',
      p256,
      () => algorithms.ecdsa('P-256', 'SHA-1', 'der'),
      sign('sha1', message, p256.privateKey),
    ],
    [
      'ecdsa-p384-sha384-der',
      p384,
      () => algorithms.ecdsa('P-384', 'SHA-384', 'der'),
      sign('sha384', message, p384.privateKey),
    ],
    [
      'ecdsa-p384-sha384-raw',
      p384,
      () => algorithms.ecdsa('P-384', 'SHA-384', 'raw'),
      sign('sha384', message, { key: p384.privateKey, ...raw }),
    ],
    [
      'ecdsa-p521-sha512-der',
      p521,
      () => algorithms.ecdsa('P-521', 'SHA-512', 'der'),
      sign('sha512', message, p521.privateKey),
    ],
    [
      'ecdsa-p521-sha512-raw',
      p521,
      () => algorithms.ecdsa('P-521', 'SHA-512', 'raw'),
      sign('sha512', message, { key: p521.privateKey, ...raw }),
    ],
  ]

  test.each(cases)(
    '%s holds for what was signed and for nothing else',
    async (_alg, pair, algorithm, signature) => {
      const { importPublicKey, verifyWith } = algorithms
      const key = importPublicKey(spki(pair), algorithm())
      const flipped = Uint8Array.from(signature)
      flipped[flipped.length - 1] = (flipped.at(-1) ?? 0) ^ 1
      expect(await verifyWith(key, [message.subarray(0, 5), message.subarray(5)], signature)).toBe(
        true,
      )
      expect(await verifyWith(key, [message], flipped)).toBe(false)
      expect(await verifyWith(key, [message, utf8(' ')], signature)).toBe(false)
      expect(await verifyWith(key, [message], signature.subarray(1))).toBe(false)
      expect(await verifyWith(key, [message], new Uint8Array(signature.length))).toBe(false)
    },
  )
})
