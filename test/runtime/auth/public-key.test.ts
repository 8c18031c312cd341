/** Signatures that node:crypto makes, verified on both sides of the seam. */
import { constants, sign } from 'node:crypto'
import { beforeAll, describe, expect, test } from 'vitest'
import type { KeyAlgorithm } from '../../../templates/runtime/auth/public-key.js'
import { concat, utf8 } from '../../../templates/runtime/bytes.js'
import { SIDES } from '../sides.js'
import {
  type Algorithms,
  ed,
  loadAlgorithms,
  type Pair,
  p256,
  p384,
  p521,
  rsa,
  smallRsa,
  spki,
} from './pairs.js'

const message = utf8('{"amount":100}')
const pss = { padding: constants.RSA_PKCS1_PSS_PADDING }
const raw = { dsaEncoding: 'ieee-p1363' } as const

describe.each(SIDES)('on %s', (_name, lookup) => {
  let algorithms: Algorithms

  beforeAll(async () => {
    algorithms = await loadAlgorithms(lookup)
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
