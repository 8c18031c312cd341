/** Public keys that are refused when they are imported, on both sides of the seam. */
import { beforeAll, describe, expect, test } from 'vitest'
import { DER, writeDer, writeDerUnsigned } from '../../../templates/runtime/auth/der.js'
import type { KeyAlgorithm } from '../../../templates/runtime/auth/public-key.js'
import { OID, writeSpki } from '../../../templates/runtime/auth/spki.js'
import { concat, decodeHex } from '../../../templates/runtime/bytes.js'
import { SIDES } from '../sides.js'
import { type Algorithms, ed, loadAlgorithms, p256, p384, rsa, smallRsa, spki } from './pairs.js'

describe.each(SIDES)('on %s', (_name, lookup) => {
  let algorithms: Algorithms

  beforeAll(async () => {
    algorithms = await loadAlgorithms(lookup)
  })

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
      'RSA with SHA-256: it is no RSA key, but a key on P-256',
    ],
    [
      'an RSA key for Ed25519',
      spki(rsa),
      () => algorithms.ED25519,
      'ed25519: it is no Ed25519 key, but an RSA key',
    ],
    [
      'an RSA key for ECDSA',
      spki(rsa),
      () => algorithms.ecdsa('P-256', 'SHA-256', 'raw'),
      'ECDSA on P-256 with SHA-256: it is no key on P-256, but an RSA key',
    ],
    [
      'a key on another curve',
      spki(p384),
      () => algorithms.ecdsa('P-256', 'SHA-256', 'raw'),
      'ECDSA on P-256 with SHA-256: it is no key on P-256, but a key on P-384',
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
