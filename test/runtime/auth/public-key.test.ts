/** Signatures that node:crypto makes, verified on both sides of the seam. */
import { constants, generateKeyPairSync, sign } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { DER, writeDer, writeDerUnsigned } from '../../../templates/runtime/auth/der.js'
import type { KeyAlgorithm } from '../../../templates/runtime/auth/public-key.js'
import { OID, writeSpki } from '../../../templates/runtime/auth/spki.js'
import { concat, decodeHex, utf8 } from '../../../templates/runtime/bytes.js'
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

  const cases: [string, Pair, () => KeyAlgorithm, Uint8Array][] = [
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

  const refusals: [string, Uint8Array, () => KeyAlgorithm, string][] = [
    [
      'a short RSA key',
      spki(smallRsa),
      () => algorithms.rsaPkcs1('SHA-256'),
      'RSA with SHA-256: it has 1024 bits, and 2048 are the least',
    ],
    [
      'a short RSA key',
      spki(smallRsa),
      () => algorithms.rsaPss('SHA-256'),
      'RSA-PSS with SHA-256: it has 1024 bits, and 2048 are the least',
    ],
    [
      'an EC key for RSA',
      spki(p256),
      () => algorithms.rsaPkcs1('SHA-256'),
      'RSA with SHA-256: it is no RSA key',
    ],
    [
      'an RSA key for Ed25519',
      spki(rsa),
      () => algorithms.ED25519,
      'ed25519: it is no Ed25519 key',
    ],
    [
      'an RSA key for ECDSA',
      spki(rsa),
      () => algorithms.ecdsa('P-256', 'SHA-256', 'raw'),
      'ECDSA on P-256 with SHA-256: it is no key on P-256',
    ],
    [
      'a key on another curve',
      spki(p384),
      () => algorithms.ecdsa('P-256', 'SHA-256', 'raw'),
      'ECDSA on P-256 with SHA-256: it is no key on P-256',
    ],
    [
      'a byte behind the key',
      concat([spki(ed), Uint8Array.of(0)]),
      () => algorithms.ED25519,
      'ed25519: it is no SubjectPublicKeyInfo',
    ],
    [
      'half a key',
      spki(ed).subarray(0, 20),
      () => algorithms.ED25519,
      'ed25519: it is no SubjectPublicKeyInfo',
    ],
    [
      'a compressed point',
      compressed(spki(p256)),
      () => algorithms.ecdsa('P-256', 'SHA-256', 'raw'),
      'ECDSA on P-256 with SHA-256: its point is not uncompressed',
    ],
    [
      'an RSA exponent of 1',
      rsaSpki([1]),
      () => algorithms.rsaPkcs1('SHA-256'),
      'RSA with SHA-256: its exponent is 1',
    ],
    [
      'an even RSA exponent',
      rsaSpki([4]),
      () => algorithms.rsaPkcs1('SHA-256'),
      'RSA with SHA-256: its modulus or exponent is even',
    ],
    [
      'a long RSA exponent',
      rsaSpki([1, 0, 0, 0, 1]),
      () => algorithms.rsaPkcs1('SHA-256'),
      'RSA with SHA-256: its exponent has more than 32 bits',
    ],
    [
      'an RSA key of 8200 bits',
      rsaSpki([3], 1025),
      () => algorithms.rsaPkcs1('SHA-256'),
      'RSA with SHA-256: it has 8200 bits, and 8192 are the most',
    ],
  ]
  test.each(refusals)(
    '%s is refused when it is imported (%#)',
    (_name, key, algorithm, problem) => {
      expect(() => algorithms.importPublicKey(key, algorithm())).toThrow(
        expect.objectContaining({
          code: 'ERR_SECRET_INVALID',
          message: `the key is no public key for ${problem}`,
        }),
      )
    },
  )

  test('a short RSA key is taken where the config allows weak ones', async () => {
    const key = algorithms.importPublicKey(spki(smallRsa), algorithms.rsaPkcs1('SHA-256', 1024))
    const signature = sign('sha256', message, smallRsa.privateKey)
    expect(await algorithms.verifyWith(key, [message], signature)).toBe(true)
  })

  test('a point that is not on its curve is refused, at the latest by the first verification', async () => {
    const off = Uint8Array.from(spki(p256))
    off[off.length - 1] = (off.at(-1) ?? 0) ^ 1
    const use = async () => {
      const key = algorithms.importPublicKey(off, algorithms.ecdsa('P-256', 'SHA-256', 'raw'))
      return algorithms.verifyWith(key, [message], new Uint8Array(64).fill(1))
    }
    await expect(use()).rejects.toMatchObject({
      code: 'ERR_SECRET_INVALID',
      message: 'the key is no public key for ECDSA on P-256 with SHA-256: the platform refuses it',
    })
  })

  test.each(['der', 'raw'] as const)(
    'an ECDSA signature in the other form than %s is refused',
    async (form) => {
      const key = algorithms.importPublicKey(spki(p256), algorithms.ecdsa('P-256', 'SHA-256', form))
      const other = form === 'der' ? { key: p256.privateKey, ...raw } : p256.privateKey
      expect(await algorithms.verifyWith(key, [message], sign('sha256', message, other))).toBe(
        false,
      )
    },
  )

  test('a DER signature has one encoding', async () => {
    const key = algorithms.importPublicKey(spki(p256), algorithms.ecdsa('P-256', 'SHA-256', 'der'))
    const good = new Uint8Array(sign('sha256', message, p256.privateKey))
    const length = good[1] ?? 0
    const others = [
      concat([good, Uint8Array.of(0)]),
      concat([Uint8Array.of(0x30, 0x81, length), good.subarray(2)]),
      concat([Uint8Array.of(0x30, 0x80), good.subarray(2), Uint8Array.of(0, 0)]),
      concat([Uint8Array.of(0x30, length + 3), good.subarray(2), Uint8Array.of(2, 1, 0)]),
      concat([Uint8Array.of(0x31), good.subarray(1)]),
    ]
    expect(await algorithms.verifyWith(key, [message], good)).toBe(true)
    for (const other of others) {
      expect(await algorithms.verifyWith(key, [message], other)).toBe(false)
    }
  })
})

/** The same point with one coordinate. */
function compressed(key: Uint8Array): Uint8Array {
  const point = key.subarray(-64, -32)
  const parts = [
    decodeHex('3039301306072a8648ce3d020106082a8648ce3d030107032200'),
    Uint8Array.of(2),
    point,
  ]
  return concat(parts.filter((part) => part !== undefined))
}

/** An RSA key of a modulus of ones. */
function rsaSpki(exponent: readonly number[], bytes = 256): Uint8Array {
  const modulus = writeDerUnsigned(new Uint8Array(bytes).fill(0xff))
  const key = writeDer(DER.sequence, modulus, writeDerUnsigned(Uint8Array.from(exponent)))
  return writeSpki(OID.rsa, writeDer(DER.null), key)
}
