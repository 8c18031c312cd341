/** Ed25519 with bytes that only an attacker writes: both sides of the seam refuse all of them. */
import { createPublicKey, generateKeyPairSync, sign, verify } from 'node:crypto'
import { beforeAll, describe, expect, test } from 'vitest'
import { fromJwk, readJwks } from '../../../templates/runtime/auth/jwk.js'
import { ed25519Spki, fromEd25519Hex } from '../../../templates/runtime/auth/spki.js'
import { SIDES } from '../sides.js'
import { type Algorithms, loadAlgorithms } from './pairs.js'

const ORDER = (1n << 252n) + 27742317777372353535851937790883648493n

/** Table 6 b of "Taming the many EdDSAs" (IACR ePrint 2020/1244): every encoding of the eight points. */
const SMALL_ORDER = [
  '0100000000000000000000000000000000000000000000000000000000000000',
  'ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
  '0000000000000000000000000000000000000000000000000000000000000080',
  '0000000000000000000000000000000000000000000000000000000000000000',
  'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a',
  'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa',
  '26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05',
  '26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85',
  '0100000000000000000000000000000000000000000000000000000000000080',
  'ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff',
  'eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
  'eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff',
  'edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
  'edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff',
]

/** Cases 0 to 11 of ed25519-speccheck: what is odd in each, message, key, signature. */
const SPECCHECK: readonly (readonly [what: string, message: string, key: string, sig: string])[] = [
  [
    'key and R of small order',
    '8c93255d71dcab10e8f379c26200f3c7bd5f09d9bc3068d3ef4edeb4853022b6',
    'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa',
    'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a0000000000000000000000000000000000000000000000000000000000000000',
  ],
  [
    'key of small order',
    '9bd9f44f4dcc75bd531b56b2cd280b0bb38fc1cd6d1230e14861d861de092e79',
    'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa',
    'f7badec5b8abeaf699583992219b7b223f1df3fbbea919844e3f7c554a43dd43a5bb704786be79fc476f91d3f3f89b03984d8068dcf1bb7dfc6637b45450ac04',
  ],
  [
    'R of small order',
    'aebf3f2601a0c8c5d39cc7d8911642f740b78168218da8471772b35f9d35b9ab',
    'f7badec5b8abeaf699583992219b7b223f1df3fbbea919844e3f7c554a43dd43',
    'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa8c4bd45aecaca5b24fb97bc10ac27ac8751a7dfe1baff8b953ec9f5833ca260e',
  ],
  [
    'key and R of mixed order, both equations hold',
    '9bd9f44f4dcc75bd531b56b2cd280b0bb38fc1cd6d1230e14861d861de092e79',
    'cdb267ce40c5cd45306fa5d2f29731459387dbf9eb933b7bd5aed9a765b88d4d',
    '9046a64750444938de19f227bb80485e92b83fdb4b6506c160484c016cc1852f87909e14428a7a1d62e9f22f3d3ad7802db02eb2e688b6c52fcd6648a98bd009',
  ],
  [
    'only the equation with the cofactor holds',
    'e47d62c63f830dc7a6851a0b1f33ae4bb2f507fb6cffec4011eaccd55b53f56c',
    'cdb267ce40c5cd45306fa5d2f29731459387dbf9eb933b7bd5aed9a765b88d4d',
    '160a1cb0dc9c0258cd0a7d23e94d8fa878bcb1925f2c64246b2dee1796bed5125ec6bc982a269b723e0668e540911a9a6a58921d6925e434ab10aa7940551a09',
  ],
  [
    'only the equation with the cofactor holds, unless it is reduced first',
    'e47d62c63f830dc7a6851a0b1f33ae4bb2f507fb6cffec4011eaccd55b53f56c',
    'cdb267ce40c5cd45306fa5d2f29731459387dbf9eb933b7bd5aed9a765b88d4d',
    '21122a84e0b5fca4052f5b1235c80a537878b38f3142356b2c2384ebad4668b7e40bc836dac0f71076f9abe3a53f9c03c1ceeeddb658d0030494ace586687405',
  ],
  [
    'S above the order',
    '85e241a07d148b41e47d62c63f830dc7a6851a0b1f33ae4bb2f507fb6cffec40',
    '442aad9f089ad9e14647b1ef9099a1ff4798d78589e66f28eca69c11f582a623',
    'e96f66be976d82e60150baecff9906684aebb1ef181f67a7189ac78ea23b6c0e547f7690a0e2ddcd04d87dbc3490dc19b3b3052f7ff0538cb68afb369ba3a514',
  ],
  [
    'S far above the order',
    '85e241a07d148b41e47d62c63f830dc7a6851a0b1f33ae4bb2f507fb6cffec40',
    '442aad9f089ad9e14647b1ef9099a1ff4798d78589e66f28eca69c11f582a623',
    '8ce5b96c8f26d0ab6c47958c9e68b937104cd36e13c33566acd2fe8d38aa19427e71f98a473474f2f13f06f97c20d58cc3f54b8bd0d272f42b695dd7e89a8c22',
  ],
  [
    'another encoding of R, which is reduced for the hash',
    '9bedc267423725d473888631ebf45988bad3db83851ee85c85e241a07d148b41',
    'f7badec5b8abeaf699583992219b7b223f1df3fbbea919844e3f7c554a43dd43',
    'ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff03be9678ac102edcd92b0210bb34d7428d12ffc5df5f37e359941266a4e35f0f',
  ],
  [
    'another encoding of R',
    '9bedc267423725d473888631ebf45988bad3db83851ee85c85e241a07d148b41',
    'f7badec5b8abeaf699583992219b7b223f1df3fbbea919844e3f7c554a43dd43',
    'ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffca8c5b64cd208982aa38d4936621a4775aa233aa0505711d8fdcfdaa943d4908',
  ],
  [
    'another encoding of the key, which is reduced for the hash',
    'e96b7021eb39c1a163b6da4e3093dcd3f21387da4cc4572be588fafae23c155b',
    'ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff',
    'a9d55260f765261eb9b84e106f665e00b867287a761990d7135963ee0a7d59dca5bb704786be79fc476f91d3f3f89b03984d8068dcf1bb7dfc6637b45450ac04',
  ],
  [
    'another encoding of the key',
    '39a591f5321bbe07fd5a23dc2f39d025d74526615746727ceefd6e82ae65c06f',
    'ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff',
    'a9d55260f765261eb9b84e106f665e00b867287a761990d7135963ee0a7d59dca5bb704786be79fc476f91d3f3f89b03984d8068dcf1bb7dfc6637b45450ac04',
  ],
]

/** Only who made the key of case 3 could have signed: what is odd about it opens no door. */
const SOUND = 3

const bytes = (hex: string) => Uint8Array.from(Buffer.from(hex, 'hex'))
const spki = (key: string) => ed25519Spki(bytes(key)) ?? new Uint8Array()
const isOfSmallOrder = (key: string) => SMALL_ORDER.includes(key)

const pair = generateKeyPairSync('ed25519')
const own = new Uint8Array(pair.publicKey.export({ format: 'der', type: 'spki' }))

function littleEndian(value: bigint): Uint8Array {
  const hex = value.toString(16).padStart(64, '0')
  return bytes(hex).reverse()
}

function scalarOf(signature: Uint8Array): bigint {
  return BigInt(`0x${Buffer.from(signature.subarray(32)).reverse().toString('hex')}`)
}

function withScalar(signature: Uint8Array, scalar: bigint): Uint8Array {
  return Uint8Array.from([...signature.subarray(0, 32), ...littleEndian(scalar)])
}

/** That nobody needs a private key for these: the identity as R, nothing as S, and a few messages. */
function forge(key: string): boolean {
  const signature = Uint8Array.from([1, ...new Uint8Array(63)])
  const publicKey = createPublicKey({ key: Buffer.from(spki(key)), format: 'der', type: 'spki' })
  for (let attempt = 0; attempt < 200; attempt++) {
    if (verify(null, Buffer.from(`pay ${attempt}`), publicKey, signature)) return true
  }
  return false
}

test('the platform itself takes a forged signature for the first eight keys', () => {
  expect(SMALL_ORDER.slice(0, 8).map(forge)).toEqual(new Array(8).fill(true))
})

describe.each(SIDES)('on %s', (_name, lookup) => {
  let algorithms: Algorithms

  beforeAll(async () => {
    algorithms = await loadAlgorithms(lookup)
  })

  test.each(SMALL_ORDER)('the key %s is refused when it is imported', (key) => {
    expect(() => algorithms.importPublicKey(spki(key), algorithms.ED25519)).toThrow(
      expect.objectContaining({
        code: 'ERR_SECRET_INVALID',
        message: 'the key is no public key for ed25519: anybody could sign for its point',
      }),
    )
  })

  test('a key of small order is refused in every encoding that a secret may have', () => {
    const [key = ''] = SMALL_ORDER
    const x = Buffer.from(key, 'hex').toString('base64url')
    const jwk = { kty: 'OKP', crv: 'Ed25519', x }
    const forms = [
      fromEd25519Hex(key),
      fromJwk(JSON.stringify(jwk)),
      readJwks(JSON.stringify({ keys: [jwk] }))?.[0]?.spki,
    ]
    for (const form of forms) {
      expect(form).toEqual(spki(key))
      expect(() => algorithms.importPublicKey(form ?? own, algorithms.ED25519)).toThrow()
    }
  })

  test('a y above the prime is refused, of every point that has such a form', () => {
    for (let y = 0xed; y <= 0xff; y++) {
      for (const last of ['7f', 'ff']) {
        const key = `${y.toString(16)}${'ff'.repeat(30)}${last}`
        expect(() => algorithms.importPublicKey(spki(key), algorithms.ED25519)).toThrow()
      }
    }
  })

  test.each(SPECCHECK.map((one, index) => [index, ...one] as const))(
    'ed25519-speccheck %i: %s',
    async (index, _what, message, key, signature) => {
      const { ED25519, importPublicKey, verifyWith } = algorithms
      if (isOfSmallOrder(key)) {
        expect(() => importPublicKey(spki(key), ED25519)).toThrow()
        return
      }
      const imported = importPublicKey(spki(key), ED25519)
      expect(await verifyWith(imported, [bytes(message)], bytes(signature))).toBe(index === SOUND)
    },
  )

  test('a signature has one form: neither S plus the order nor a flipped sign of R is another', async () => {
    const { ED25519, importPublicKey, verifyWith } = algorithms
    const key = importPublicKey(own, ED25519)
    const message = bytes('7b7d')
    const signature = new Uint8Array(sign(null, message, pair.privateKey))
    expect(await verifyWith(key, [message], signature)).toBe(true)
    for (let scalar = scalarOf(signature) + ORDER; scalar < 1n << 256n; scalar += ORDER) {
      const other = withScalar(signature, scalar)
      expect(ED25519.signature(other)).toBe(undefined)
      expect(await verifyWith(key, [message], other)).toBe(false)
    }
    for (const scalar of [0n, ORDER - 1n, ORDER, ORDER - scalarOf(signature)]) {
      expect(await verifyWith(key, [message], withScalar(signature, scalar))).toBe(false)
    }
    const negated = Uint8Array.from(signature)
    negated[31] = (negated[31] ?? 0) ^ 0x80
    expect(await verifyWith(key, [message], negated)).toBe(false)
  })

  test('the greatest scalar below the order has its form, and the order has none', () => {
    const signature = new Uint8Array(sign(null, bytes('00'), pair.privateKey))
    expect(algorithms.ED25519.signature(withScalar(signature, ORDER - 1n))).toBeDefined()
    expect(algorithms.ED25519.signature(withScalar(signature, ORDER))).toBe(undefined)
    for (const point of SMALL_ORDER) {
      const other = Uint8Array.from([...bytes(point), ...signature.subarray(32)])
      expect(algorithms.ED25519.signature(other)).toBe(undefined)
    }
  })
})
