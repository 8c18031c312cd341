/** ECDSA signatures and points that nobody made with a private key, on both sides of the seam. */
import { sign } from 'node:crypto'
import { beforeAll, describe, expect, test } from 'vitest'
import { DER, writeDer, writeDerUnsigned } from '../../../templates/runtime/auth/der.js'
import type { KeyAlgorithm } from '../../../templates/runtime/auth/public-key.js'
import { OID, writeOid, writeSpki } from '../../../templates/runtime/auth/spki.js'
import { concat, utf8 } from '../../../templates/runtime/bytes.js'
import { SIDES } from '../sides.js'
import { type Algorithms, loadAlgorithms, p256, p384, p521, spki } from './pairs.js'

const message = utf8('{"amount":100}')

/** The orders of the curves' groups (FIPS 186-4, appendix D.1.2). */
const ORDERS = {
  'P-256': BigInt('0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551'),
  'P-384': BigInt(
    '0xffffffffffffffffffffffffffffffffffffffffffffffffc7634d81f4372ddf581a0db248b0a77aecec196accc52973',
  ),
  'P-521': BigInt(
    '0x01fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffa51868783bf2f966b7fcc0148f709a5d03bb5c9b8899c47aebb6fb71e91386409',
  ),
} as const

type Curve = keyof typeof ORDERS
const SIZES = { 'P-256': 32, 'P-384': 48, 'P-521': 66 } as const
const PAIRS = { 'P-256': p256, 'P-384': p384, 'P-521': p521 } as const
const HASHES = { 'P-256': 'SHA-256', 'P-384': 'SHA-384', 'P-521': 'SHA-512' } as const
const CURVES: readonly Curve[] = ['P-256', 'P-384', 'P-521']

const bytesOf = (value: bigint, size: number) =>
  new Uint8Array(Buffer.from(value.toString(16).padStart(2 * size, '0'), 'hex'))
const numberOf = (bytes: Uint8Array) => BigInt(`0x${Buffer.from(bytes).toString('hex')}`)

/** An INTEGER with exactly these bytes. */
const integer = (...bytes: readonly number[]) => Uint8Array.of(2, bytes.length, ...bytes)
const derOf = (r: bigint, s: bigint, size: number) =>
  writeDer(DER.sequence, writeDerUnsigned(bytesOf(r, size)), writeDerUnsigned(bytesOf(s, size)))

describe.each(SIDES)('on %s', (_name, lookup) => {
  let algorithms: Algorithms

  beforeAll(async () => {
    algorithms = await loadAlgorithms(lookup)
  })

  async function holds(key: Uint8Array, algorithm: KeyAlgorithm, signature: Uint8Array) {
    const imported = algorithms.importPublicKey(key, algorithm)
    return algorithms.verifyWith(imported, [message], signature)
  }

  describe.each(CURVES)('ECDSA on %s', (curve) => {
    const size = SIZES[curve]
    const order = ORDERS[curve]
    const pair = PAIRS[curve]
    const made = new Uint8Array(
      sign(HASHES[curve].replace('-', ''), message, {
        key: pair.privateKey,
        dsaEncoding: 'ieee-p1363',
      }),
    )
    const [r, s] = [numberOf(made.subarray(0, size)), numberOf(made.subarray(size))]
    const limit = 1n << BigInt(8 * size)
    const trials: [name: string, r: bigint, s: bigint][] = [
      ['nothing at all', 0n, 0n],
      ['r of nothing', 0n, s],
      ['s of nothing', r, 0n],
      ['r of one', 1n, s],
      ['both of one', 1n, 1n],
      ['r of the order', order, s],
      ['s of the order', r, order],
      ['both of the order', order, order],
      ['r above the order', (r + order) % limit, s],
      ['s above the order', r, (s + order) % limit],
      ['all bits', limit - 1n, limit - 1n],
      ['r and s swapped', s, r],
      ['r negated', order - r, s],
    ]

    test('what was signed holds in both forms', async () => {
      const { ecdsa } = algorithms
      expect(await holds(spki(pair), ecdsa(curve, HASHES[curve], 'raw'), made)).toBe(true)
      const der = derOf(r, s, size)
      expect(await holds(spki(pair), ecdsa(curve, HASHES[curve], 'der'), der)).toBe(true)
    })

    test.each(trials)('%s proves nothing', async (_what, oddR, oddS) => {
      const { ecdsa } = algorithms
      const raw = concat([bytesOf(oddR, size), bytesOf(oddS, size)])
      expect(await holds(spki(pair), ecdsa(curve, HASHES[curve], 'raw'), raw)).toBe(false)
      const der = derOf(oddR, oddS, size)
      expect(await holds(spki(pair), ecdsa(curve, HASHES[curve], 'der'), der)).toBe(false)
    })

    test('numbers have one encoding in DER', async () => {
      const { ecdsa } = algorithms
      const [first, second] = [
        writeDerUnsigned(bytesOf(r, size)),
        writeDerUnsigned(bytesOf(s, size)),
      ]
      const padded = writeDer(DER.integer, Uint8Array.of(0), first.subarray(2))
      const others = [
        writeDer(DER.sequence, padded, second),
        writeDer(
          DER.sequence,
          writeDer(
            DER.integer,
            bytesOf(-(-r % order), size).map((byte, at) => (at === 0 ? byte | 0x80 : byte)),
          ),
          second,
        ),
        writeDer(DER.sequence, integer(), second),
        writeDer(DER.sequence, first, integer()),
        writeDer(DER.sequence, integer(0), integer(0)),
        writeDer(DER.sequence, integer(0x80), second),
        writeDer(DER.sequence, first),
        writeDer(DER.sequence),
        writeDer(DER.sequence, writeDer(DER.octetString, first.subarray(2)), second),
        writeDer(DER.sequence, writeDer(DER.sequence, first, second)),
        concat([writeDer(DER.sequence, first, second), Uint8Array.of(5, 0)]),
      ]
      for (const [index, other] of others.entries()) {
        const verdict = await holds(spki(pair), ecdsa(curve, HASHES[curve], 'der'), other)
        expect([index, verdict]).toEqual([index, false])
      }
    })

    const whole = spki(pair)
    const point = whole.subarray(-2 * size)
    const written = (key: Uint8Array) =>
      writeSpki(
        OID.ec,
        writeOid({ 'P-256': OID.p256, 'P-384': OID.p384, 'P-521': OID.p521 }[curve]),
        key,
      )
    const points: [name: string, key: Uint8Array][] = [
      ['infinity', Uint8Array.of(0)],
      ['infinity at full length', new Uint8Array(1 + 2 * size)],
      ['zeros', concat([Uint8Array.of(4), new Uint8Array(2 * size)])],
      [
        'another y',
        concat([
          Uint8Array.of(4),
          point.map((byte, at) => (at === 2 * size - 1 ? byte ^ 1 : byte)),
        ]),
      ],
      [
        'coordinates that are not reduced',
        concat([Uint8Array.of(4), new Uint8Array(2 * size).fill(255)]),
      ],
      ['the hybrid form', concat([Uint8Array.of(6 + ((point.at(-1) ?? 0) & 1)), point])],
      [
        'the compressed form',
        concat([Uint8Array.of(2 + ((point.at(-1) ?? 0) & 1)), point.subarray(0, size)]),
      ],
    ]
    test.each(points)('a key at %s is refused', async (_what, key) => {
      const use = holds.bind(undefined, written(key), algorithms.ecdsa(curve, HASHES[curve], 'raw'))
      await expect(use(made)).rejects.toMatchObject({ code: 'ERR_SECRET_INVALID' })
      await expect(use(new Uint8Array(2 * size))).rejects.toMatchObject({
        code: 'ERR_SECRET_INVALID',
      })
    })
  })
})
