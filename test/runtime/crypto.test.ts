/** The seam: the same vectors on both of its sides. */
import { createHash, createHmac } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { encodeHex, utf8 } from '../../templates/runtime/bytes.js'

type Seam = typeof import('../../templates/runtime/crypto.js')

const original = process.getBuiltinModule
const sides: [name: string, lookup: unknown][] = [
  ['node:crypto', original],
  ['WebCrypto', undefined],
  [
    'WebCrypto behind a polyfill that throws',
    () => {
      throw new Error('not implemented')
    },
  ],
  ['WebCrypto behind a polyfill that is empty', () => ({})],
]

/** RFC 4231, test cases 1, 2 and 6; RFC 2202, test case 2. */
const vectors: [
  hash: 'SHA-1' | 'SHA-256' | 'SHA-512',
  key: Uint8Array,
  data: string,
  mac: string,
][] = [
  [
    'SHA-256',
    new Uint8Array(20).fill(0x0b),
    'Hi There',
    'b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7',
  ],
  [
    'SHA-256',
    utf8('Jefe'),
    'what do ya want for nothing?',
    '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843',
  ],
  [
    'SHA-256',
    new Uint8Array(131).fill(0xaa),
    'Test Using Larger Than Block-Size Key - Hash Key First',
    '60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54',
  ],
  [
    'SHA-1',
    utf8('Jefe'),
    'what do ya want for nothing?',
    'effcdf6ae5eb2fa2d27416d5f184df9c259a7c79',
  ],
  [
    'SHA-512',
    utf8('Jefe'),
    'what do ya want for nothing?',
    '164b7a7bfcf819e2e395fbe73b56e0a387bd64222e831fd610270cd7ea2505549758bf75c05a994a6d034f65f8f0e6fdcaeab1a34d4a6b4b636e070a38bce737',
  ],
]

describe.each(sides)('on %s', (name, lookup) => {
  const isWeb = name !== 'node:crypto'
  let seam: Seam

  beforeAll(async () => {
    Object.assign(process, { getBuiltinModule: lookup })
    vi.resetModules()
    seam = await import('../../templates/runtime/crypto.js')
  })
  afterAll(() => {
    Object.assign(process, { getBuiltinModule: original })
  })

  test('the side is the one under test', () => {
    expect(seam.platformCrypto() === undefined).toBe(isWeb)
    const mac = seam.hmac(seam.importHmacKey('SHA-256', utf8('k')), [utf8('x')])
    expect(mac instanceof Promise).toBe(isWeb)
  })

  test.each(vectors)('%s of a published vector', async (hash, key, data, mac) => {
    const imported = seam.importHmacKey(hash, key)
    const [head, tail] = [data.slice(0, 3), data.slice(3)]
    expect(encodeHex(await seam.hmac(imported, [utf8(data)]))).toBe(mac)
    expect(encodeHex(await seam.hmac(imported, [utf8(head), utf8(''), utf8(tail)]))).toBe(mac)
  })

  test.each(['SHA-1', 'SHA-256', 'SHA-384', 'SHA-512'] as const)('digest %s', async (hash) => {
    const want = createHash(hash.replace('-', '').toLowerCase()).update('abc').digest('hex')
    expect(encodeHex(await seam.digest(hash, [utf8('a'), utf8('bc')]))).toBe(want)
    expect(encodeHex(await seam.digest(hash, [utf8('abc')]))).toBe(want)
  })

  test('MD5 works where node:crypto is, and says what it needs elsewhere', async () => {
    const message = 'MD5 needs node:crypto, which this platform does not have'
    if (isWeb) {
      expect(() => seam.importHmacKey('MD5', utf8('k'))).toThrow(new TypeError(message))
      expect(() => seam.digest('MD5', [])).toThrow(new TypeError(message))
      return
    }
    const want = createHmac('md5', 'k').update('abc').digest('hex')
    expect(encodeHex(await seam.hmac(seam.importHmacKey('MD5', utf8('k')), [utf8('abc')]))).toBe(
      want,
    )
  })

  test('an empty key is refused', () => {
    expect(() => seam.importHmacKey('SHA-256', new Uint8Array())).toThrow(
      expect.objectContaining({
        code: 'ERR_SECRET_INVALID',
        message: 'an HMAC key must not be empty',
      }),
    )
  })

  test('a key is a copy of its bytes', async () => {
    const bytes = utf8('Jefe')
    const key = seam.importHmacKey('SHA-256', bytes)
    bytes.fill(0)
    const want = createHmac('sha256', 'Jefe').update('abc').digest('hex')
    expect(encodeHex(await seam.hmac(key, [utf8('abc')]))).toBe(want)
  })

  const pairs: [name: string, a: Uint8Array, b: Uint8Array, want: boolean][] = [
    ['equal bytes', utf8('same'), utf8('same'), true],
    ['no bytes', utf8(''), utf8(''), true],
    ['a different first byte', utf8('aame'), utf8('same'), false],
    ['a different last byte', utf8('samf'), utf8('same'), false],
    ['a prefix', utf8('sam'), utf8('same'), false],
    ['nothing and something', utf8(''), utf8('same'), false],
    [
      'windows of one pool',
      Buffer.from('abcd').subarray(0, 2),
      Buffer.from('abcd').subarray(2),
      false,
    ],
  ]
  test.each(pairs)('equalBytes of %s', (_name, a, b, want) => {
    expect(seam.equalBytes(a, b)).toBe(want)
    expect(seam.equalBytes(b, a)).toBe(want)
  })
})
