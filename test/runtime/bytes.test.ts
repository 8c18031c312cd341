/** Strict decoding: one text for each value, and nothing guessed. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  concat,
  copyBytes,
  decodeBase64,
  decodeBase64Url,
  decodeHex,
  encodeBase64,
  encodeBase64Url,
  encodeHex,
  encodeLatin1,
  utf8,
} from '../../templates/runtime/bytes.js'

type Decoder = (text: string) => Uint8Array | undefined

const accepted: [name: string, decode: Decoder, text: string, want: number[]][] = [
  ['lower-case hex', decodeHex, '00ff0a', [0, 255, 10]],
  ['upper-case hex', decodeHex, 'FF0A', [255, 10]],
  ['mixed-case hex', decodeHex, 'fFAb', [255, 171]],
  ['base64 without padding to need', decodeBase64, 'AAEC', [0, 1, 2]],
  ['base64 with one pad', decodeBase64, '+/8=', [251, 255]],
  ['base64 with two pads', decodeBase64, '/w==', [255]],
  ['base64url, bare', decodeBase64Url, '-_8', [251, 255]],
  ['base64url, padded', decodeBase64Url, '-_8=', [251, 255]],
]
test.each(accepted)('decodes %s', (_name, decode, text, want) => {
  expect([...(decode(text) ?? [])]).toEqual(want)
})

const refused: [name: string, decode: Decoder, text: string][] = [
  ['no hex', decodeHex, ''],
  ['odd hex', decodeHex, 'abc'],
  ['hex with junk', decodeHex, 'abzz'],
  ['hex with a letter beyond ASCII', decodeHex, 'ab\u0430b'],
  ['hex with a trailing newline', decodeHex, 'abcd\n\n'],
  ['hex with a prefix', decodeHex, '0xab'],
  ['hex with a blank', decodeHex, ' abc'],
  ['no base64', decodeBase64, ''],
  ['padding alone', decodeBase64, '=='],
  ['a full group of padding', decodeBase64, '===='],
  ['one digit', decodeBase64, 'A'],
  ['one digit and padding', decodeBase64, 'A==='],
  ['missing padding', decodeBase64, '/w'],
  ['half of the padding', decodeBase64, '/w='],
  ['too much padding', decodeBase64, 'AAEC='],
  ['a pad in the middle', decodeBase64, '/w==AAEC'],
  ['non-zero bits to spare in the second digit', decodeBase64, '/x=='],
  ['non-zero bits to spare in the third digit', decodeBase64, '+/9='],
  ['a newline in base64', decodeBase64, 'AAEC\nAAE'],
  ['a blank at the end', decodeBase64, 'AAE '],
  ['base64url digits in base64', decodeBase64, '-_8='],
  ['a digit beyond ASCII', decodeBase64, 'AAE\u0142'],
  ['base64 digits in base64url', decodeBase64Url, '+/8'],
  ['wrong padding of base64url', decodeBase64Url, '_w='],
  ['non-zero bits to spare in base64url', decodeBase64Url, '_x'],
  ['no base64url', decodeBase64Url, ''],
]
test.each(refused)('refuses %s', (_name, decode, text) => {
  expect(decode(text)).toBeUndefined()
})

test('encoders agree with the platform and decoders invert them', () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 1, maxLength: 70 }), (bytes) => {
      const buffer = Buffer.from(bytes)
      expect(encodeHex(bytes)).toBe(buffer.toString('hex'))
      expect(encodeBase64(bytes)).toBe(buffer.toString('base64'))
      expect(encodeBase64Url(bytes)).toBe(buffer.toString('base64url'))
      expect(decodeHex(encodeHex(bytes))).toEqual(bytes)
      expect(decodeBase64(encodeBase64(bytes))).toEqual(bytes)
      expect(decodeBase64Url(encodeBase64Url(bytes))).toEqual(bytes)
    }),
  )
})

test('a text that base64 accepts is the only text of its bytes', () => {
  const digit = fc.constantFrom(...'AQgw/+8x=')
  fc.assert(
    fc.property(fc.string({ unit: digit, maxLength: 12 }), (text) => {
      const bytes = decodeBase64(text)
      if (bytes !== undefined) expect(encodeBase64(bytes)).toBe(text)
    }),
    { numRuns: 1000 },
  )
})

test('concat joins in order, and utf8 encodes', () => {
  expect(concat([utf8('a'), utf8(''), utf8('é')])).toEqual(Uint8Array.of(0x61, 0xc3, 0xa9))
  expect(concat([])).toEqual(new Uint8Array())
})

test('Latin-1 is one byte a character, or nothing', () => {
  expect(encodeLatin1('a\u0000\u00ff')).toEqual(Uint8Array.of(0x61, 0, 0xff))
  expect(encodeLatin1('a\u0100')).toBeUndefined()
})

const views: [name: string, view: (memory: ArrayBuffer) => ArrayBufferView][] = [
  ['a Buffer', (memory) => Buffer.from(memory, 1, 2)],
  ['a Uint8Array', (memory) => new Uint8Array(memory, 1, 2)],
  ['a DataView', (memory) => new DataView(memory, 1, 2)],
]
test.each(views)('copyBytes copies the window of %s', (_name, view) => {
  const memory = Uint8Array.of(1, 2, 3, 4)
  const copy = copyBytes(view(memory.buffer))
  memory.fill(9)
  expect(copy).toEqual(Uint8Array.of(2, 3))
})
