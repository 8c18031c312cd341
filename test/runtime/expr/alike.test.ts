/** Two deliveries that differ must not read alike: a signature of one would be a signature of the other. */
import { describe, expect, test } from 'vitest'
import { componentValue } from '../../../templates/runtime/auth/message-components.js'
import { parseItem } from '../../../templates/runtime/auth/parse-structured-fields.js'
import { equalsAny } from '../../../templates/runtime/expr/compare.js'
import { base64, fromUtf8, hex } from '../../../templates/runtime/expr/encode.js'
import { hashed } from '../../../templates/runtime/expr/hash.js'
import { bodyJson } from '../../../templates/runtime/expr/json.js'
import { keyedHash } from '../../../templates/runtime/expr/keyed.js'
import { qsh } from '../../../templates/runtime/expr/qsh.js'
import { legacyQs } from '../../../templates/runtime/expr/url-filters.js'
import { asBytes, parts } from '../../../templates/runtime/expr/value.js'
import { delivery } from './deliveries.js'

const HALVES = ['\ud800', '\udfff', 'a\ud83d', '\ude00\ud83d']

describe('half of a surrogate pair, which JSON can spell and UTF-8 cannot', () => {
  test.each(HALVES)('%j has no bytes to sign, hash or encode', (half) => {
    const value = bodyJson(delivery({ body: JSON.stringify({ id: half }) }), '/id')
    expect(value).toBe(half)
    expect([asBytes(value), parts('a', value), hex(value), base64(value), fromUtf8(value)]).toEqual(
      new Array(5).fill(undefined),
    )
    expect(hashed('SHA-256', value)).toBe(undefined)
    expect(keyedHash('SHA-256', value, 'secret')).toBe(undefined)
  })

  test.each(HALVES)('%j equals itself, and no other half', (half) => {
    expect(equalsAny(half, [half])).toBe(true)
    for (const other of ['\ufffd', 'a\ufffd', '\ufffd\ufffd', ...HALVES]) {
      if (other !== half) expect(equalsAny(half, [other])).toBe(false)
    }
  })

  test('whole pairs keep their bytes', () => {
    expect(hex('\ud83d\ude00')).toBe('f09f9880')
    expect(equalsAny('\ud83d\ude00', ['\ud83d\ude00'])).toBe(true)
  })
})

describe('escapes in a query that are no UTF-8', () => {
  const component = (identifier: string, url: string) => {
    const item = parseItem(identifier)
    return item && componentValue(delivery({ url }), item)
  }
  const URLS = ['%FF', '%FE', '%C3', '%ED%A0%80', '%C0%AF', '%EF%BF%BD'].map(
    (sent) => `https://a.example/p?a=x${sent}&b=1`,
  )

  test.each(URLS)('%s has no form that could be signed anew', (url) => {
    expect(legacyQs(url)).toBe(undefined)
    expect(qsh(delivery({ url }), url)).toBe(undefined)
    expect(component('"@query-param";name="a"', url)).toBe(undefined)
    expect(component('"@query-param";name="b"', url)).toBe('1')
  })

  test('a parameter whose name is no UTF-8 cannot be named', () => {
    const url = 'https://a.example/p?%FF=1'
    expect(component('"@query-param";name="%EF%BF%BD"', url)).toBe(undefined)
    expect(legacyQs(url)).toBe(undefined)
  })
})

test('a second question mark belongs to the name of the parameter, and is signed with it', () => {
  const [one, two] = ['https://a.example/p?a=1', 'https://a.example/p??a=1']
  expect(legacyQs(one)).toBe(one)
  expect(legacyQs(two)).toBe('https://a.example/p?%3Fa=1')
  expect(qsh(delivery({ url: two }), two)).toBe('POST&/p&%3Fa=1')
})

test('the Kelvin sign makes no other name of a header', () => {
  const given = delivery({ headers: { 'x-\u212aey': 'smuggled', 'X-Key': 'sent' } })
  expect(given.headers.values('x-key')).toEqual(['sent'])
  expect(delivery({ headers: { 'x-\u212aey': 'smuggled' } }).headers.get('x-key')).toBe(undefined)
})
