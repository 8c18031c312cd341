/** The filters of expressions: strict, and absent in, absent out. */
import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { credentials } from '../../../templates/runtime/auth/credentials.js'
import * as encode from '../../../templates/runtime/expr/encode.js'
import { hashed } from '../../../templates/runtime/expr/hash.js'
import * as text from '../../../templates/runtime/expr/text.js'
import { asBytes, asText, join, parts, type Value } from '../../../templates/runtime/expr/value.js'

const bytes = (...values: number[]) => Uint8Array.from(values)

type Filter = (value: Value | undefined) => Value | undefined

const cases: [name: string, filter: Filter, given: Value, want: Value | undefined][] = [
  ['lower', text.lower, 'ÀbC', 'àbc'],
  ['lower of bytes', text.lower, bytes(0x41, 0xc3, 0x80), 'aà'],
  ['lower of bytes that are no text', text.lower, bytes(0xff), undefined],
  ['upper', text.upper, 'aß', 'ASS'],
  ['trim', text.trim, ' a b\t', 'a b'],
  ['strip', (value) => text.strip(value, 'v1='), 'v1=ab', 'ab'],
  ['strip all of it', (value) => text.strip(value, 'v1='), 'v1=', ''],
  ['strip what is not there', (value) => text.strip(value, 'v1='), 'V1=ab', undefined],
  ['the first of a list', (value) => text.nth(value, ',', 0), 'a,b', 'a'],
  ['one beyond a list', (value) => text.nth(value, ',', 2), 'a,b', undefined],
  ['jsonString', text.jsonString, 'a"\n', '"a\\"\\n"'],
  ['hex', encode.hex, 'é', 'c3a9'],
  ['hex of bytes', encode.hex, bytes(0, 255), '00ff'],
  ['base64', encode.base64, bytes(251, 255), '+/8='],
  ['base64url', encode.base64url, bytes(251, 255), '-_8'],
  ['from hex', encode.fromHex, '0aFF', bytes(10, 255)],
  ['from odd hex', encode.fromHex, 'abc', undefined],
  ['from hex with junk', encode.fromHex, 'abzz', undefined],
  ['from base64', encode.fromBase64, '+/8=', bytes(251, 255)],
  ['from base64 without padding', encode.fromBase64, '+/8', undefined],
  ['from base64 with blanks', encode.fromBase64, '+/ 8=', undefined],
  ['from base64 with spare bits', encode.fromBase64, '+/9=', undefined],
  ['from base64 of the other alphabet', encode.fromBase64, '-_8=', undefined],
  ['from base64url', encode.fromBase64Url, '-_8', bytes(251, 255)],
  ['from text', encode.fromUtf8, 'é', bytes(0xc3, 0xa9)],
  ['as text', asText, bytes(0xef, 0xbb, 0xbf, 0x61), '\ufeffa'],
  ['as bytes', asBytes, 'é', bytes(0xc3, 0xa9)],
]
test.each(cases)('%s', (_name, filter, given, want) => {
  expect(filter(given)).toEqual(want)
  expect(filter(undefined)).toBeUndefined()
})

const headers: [given: string, want: string | undefined][] = [
  ['Bearer abc', 'abc'],
  ['bEARER   abc', 'abc'],
  ['Bearer a b=c', 'a b=c'],
  ['Bearer', undefined],
  ['Bearer ', undefined],
  ['Bearerabc', undefined],
  ['Basic abc', undefined],
  ['Bear\ter abc', undefined],
  [' Bearer abc', undefined],
  ['', undefined],
]
test.each(headers)('credentials of %j', (given, want) => {
  expect(credentials(given, 'Bearer')).toBe(want)
})
test('credentials of what is absent', () => {
  expect(credentials(undefined, 'Bearer')).toBeUndefined()
})

const names = { MD5: 'md5', 'SHA-1': 'sha1', 'SHA-256': 'sha256', 'SHA-512': 'sha512' } as const
test.each(Object.entries(names))('%s of text and of bytes', async (name, node) => {
  const hash = name as keyof typeof names // sound: a key of `names`
  const want = createHash(node).update('é').digest('hex')
  expect(encode.hex(await hashed(hash, 'é'))).toBe(want)
  expect(encode.hex(await hashed(hash, bytes(0xc3, 0xa9)))).toBe(want)
  expect(await hashed(hash, undefined)).toBeUndefined()
})

test('a concatenation is absent where any of its parts is', () => {
  expect(join('a', bytes(0x62), '')).toBe('ab')
  expect(join()).toBe('')
  expect(join('a', undefined)).toBeUndefined()
  expect(join('a', bytes(0xff))).toBeUndefined()
  expect(parts('a', undefined, 'b')).toBeUndefined()
})

test('bytes are signed as they are: not copied, and not read as text', () => {
  const body = bytes(0xff, 0xfe)
  expect(parts('é', body)).toEqual([bytes(0xc3, 0xa9), body])
  expect(parts(body)?.[0]).toBe(body)
})
