/** RSA signatures that nobody made with the private key: each known way to make one, on both sides of the seam. */
import { constants, createHash, generateKeyPairSync, privateDecrypt, sign } from 'node:crypto'
import { beforeAll, describe, expect, test } from 'vitest'
import { DER, writeDer } from '../../../templates/runtime/auth/der.js'
import type { KeyAlgorithm } from '../../../templates/runtime/auth/public-key.js'
import { writeOid } from '../../../templates/runtime/auth/spki.js'
import { concat, utf8 } from '../../../templates/runtime/bytes.js'
import { SIDES } from '../sides.js'
import { type Algorithms, loadAlgorithms, type Pair, rsa, spki } from './pairs.js'

const message = utf8('{"amount":100}')

const bytesOf = (value: bigint, size: number) =>
  new Uint8Array(Buffer.from(value.toString(16).padStart(2 * size, '0'), 'hex'))
const numberOf = (bytes: Uint8Array) => BigInt(`0x${Buffer.from(bytes).toString('hex')}`)

/** With an exponent of three, roots of padded messages can be had without the private key. */
const cubic = generateKeyPairSync('rsa', { modulusLength: 2048, publicExponent: 3 })
/** DigestInfo of SHA-256 (RFC 8017 section 9.2). */
const DIGEST_INFO = Buffer.from('3031300d060960864801650304020105000420', 'hex')
const digestOf = (text: Uint8Array) => createHash('sha256').update(text).digest()

/** The least number whose cube is not below the one given. */
function cubeRoot(value: bigint): bigint {
  let low = 0n
  let high = 1n << 800n
  while (low < high) {
    const middle = (low + high) >> 1n
    if (middle ** 3n < value) low = middle + 1n
    else high = middle
  }
  return low
}

/** Bleichenbacher's signature of 2006: the hash stands left, and whatever is behind it is not looked at. */
function leftAligned(): Uint8Array {
  const info = Buffer.concat([DIGEST_INFO, digestOf(message)])
  const head = Buffer.concat([Buffer.from([0, 1, 255, 255, 255, 255, 255, 255, 255, 255, 0]), info])
  const padded = Buffer.concat([head, Buffer.alloc(256 - head.length)])
  const root = cubeRoot(numberOf(padded))
  const cube = bytesOf(root ** 3n, 256)
  // That the forgery is one: its cube begins with what a lax verifier looks for.
  expect(Buffer.from(cube.subarray(0, head.length)).equals(head)).toBe(true)
  return bytesOf(root, 256)
}

/** What the private key makes of a block of any form. */
const rawRsa = (block: Uint8Array, pair: Pair = rsa) =>
  new Uint8Array(privateDecrypt({ key: pair.privateKey, padding: constants.RSA_NO_PADDING }, block))

function blockOf(info: Uint8Array, padding = 256 - 3 - info.length): Uint8Array {
  const tail = new Uint8Array(256 - 3 - padding - info.length)
  return concat([
    Uint8Array.of(0, 1),
    new Uint8Array(padding).fill(255),
    Uint8Array.of(0),
    info,
    tail,
  ])
}

/** An Info whose algorithm is given as DER, and the digest after it. */
const infoOf = (algorithm: Uint8Array, digest: Uint8Array = digestOf(message)) =>
  writeDer(DER.sequence, algorithm, writeDer(DER.octetString, digest))
const SHA256 = writeOid('608648016503040201')
const NULL = writeDer(DER.null)

const goodInfo = concat([DIGEST_INFO, digestOf(message)])
const paddings: readonly (readonly [name: string, block: () => Uint8Array])[] = [
  ['bytes behind the hash', () => blockOf(goodInfo, 8)],
  [
    'short padding and the hash at the end',
    () =>
      concat([
        Uint8Array.of(0, 1, 255, 255, 0),
        new Uint8Array(256 - 5 - goodInfo.length),
        goodInfo,
      ]),
  ],
  [
    'padding that is not ones',
    () => blockOf(goodInfo).map((byte, index) => (index > 20 && index < 60 ? 254 : byte)),
  ],
  [
    'the block type of encryption',
    () => blockOf(goodInfo).map((byte, index) => (index === 1 ? 2 : byte)),
  ],
  ['no block type', () => blockOf(goodInfo).map((byte, index) => (index === 1 ? 0 : byte))],
  [
    'the digest of another text',
    () => blockOf(infoOf(writeDer(DER.sequence, SHA256, NULL), digestOf(utf8('x')))),
  ],
  [
    'parameters of the hash that hold junk',
    () =>
      blockOf(
        infoOf(
          writeDer(DER.sequence, SHA256, writeDer(DER.octetString, new Uint8Array(16).fill(7))),
        ),
      ),
  ],
  [
    'the length of the hash in two bytes',
    () => blockOf(concat([Uint8Array.of(0x30, 0x81, 0x31), goodInfo.subarray(2)])),
  ],
  [
    'another hash',
    () => blockOf(infoOf(writeDer(DER.sequence, writeOid('608648016503040203'), NULL))),
  ],
  ['the bare digest', () => blockOf(digestOf(message))],
  [
    'nothing but padding',
    () => new Uint8Array(256).map((_, index) => (index === 0 ? 0 : index === 1 ? 1 : 255)),
  ],
]

describe.each(SIDES)('on %s', (_name, lookup) => {
  let algorithms: Algorithms

  beforeAll(async () => {
    algorithms = await loadAlgorithms(lookup)
  })

  async function holds(key: Uint8Array, algorithm: KeyAlgorithm, signature: Uint8Array) {
    const imported = algorithms.importPublicKey(key, algorithm)
    return algorithms.verifyWith(imported, [message], signature)
  }

  describe('RSA with PKCS #1 v1.5', () => {
    test('the block that the tests change is a signature as it is', async () => {
      const made = rawRsa(blockOf(goodInfo))
      expect(await holds(spki(rsa), algorithms.rsaPkcs1('SHA-256'), made)).toBe(true)
    })

    test.each(paddings)('a block with %s is refused', async (_what, block) => {
      const made = rawRsa(block())
      expect(await holds(spki(rsa), algorithms.rsaPkcs1('SHA-256'), made)).toBe(false)
    })

    test('a cube root of the block (Bleichenbacher 2006) is refused', async () => {
      const made = new Uint8Array(sign('sha256', message, cubic.privateKey))
      expect(await holds(spki(cubic), algorithms.rsaPkcs1('SHA-256'), made)).toBe(true)
      expect(await holds(spki(cubic), algorithms.rsaPkcs1('SHA-256'), leftAligned())).toBe(false)
    })
  })

  test.each(['rsaPkcs1', 'rsaPss'] as const)(
    '%s: a signature has the length of the modulus and is below it',
    async (name) => {
      const algorithm = algorithms[name]('SHA-256')
      const padding =
        name === 'rsaPss' ? { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 32 } : {}
      const made = new Uint8Array(sign('sha256', message, { key: rsa.privateKey, ...padding }))
      const modulus = numberOf(
        Buffer.from(rsa.publicKey.export({ format: 'jwk' }).n ?? '', 'base64url'),
      )
      const others = [
        concat([Uint8Array.of(0), made]),
        concat([made, Uint8Array.of(0)]),
        made.subarray(1),
        new Uint8Array(),
        new Uint8Array(256),
        bytesOf(1n, 256),
        bytesOf(modulus - 1n, 256),
        bytesOf(modulus, 256),
        bytesOf(modulus - numberOf(made), 256),
        new Uint8Array(256).fill(255),
        bytesOf(numberOf(made) + modulus, 257),
      ]
      expect(await holds(spki(rsa), algorithm, made)).toBe(true)
      for (const [index, other] of others.entries()) {
        expect([index, await holds(spki(rsa), algorithm, other)]).toEqual([index, false])
      }
    },
  )

  test.each([0, 20, 31, 33, 64, 222])(
    'RSA-PSS with a salt of %i bytes is refused',
    async (saltLength) => {
      const padding = constants.RSA_PKCS1_PSS_PADDING
      const made = new Uint8Array(
        sign('sha256', message, { key: rsa.privateKey, padding, saltLength }),
      )
      expect(await holds(spki(rsa), algorithms.rsaPss('SHA-256'), made)).toBe(false)
    },
  )

  test('neither padding of RSA is taken for the other', async () => {
    const pss = { key: rsa.privateKey, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 32 }
    const made = new Uint8Array(sign('sha256', message, pss))
    expect(await holds(spki(rsa), algorithms.rsaPkcs1('SHA-256'), made)).toBe(false)
    const other = new Uint8Array(sign('sha256', message, rsa.privateKey))
    expect(await holds(spki(rsa), algorithms.rsaPss('SHA-256'), other)).toBe(false)
  })
})
