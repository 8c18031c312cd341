/** Events that are no JSON body: forms, queries, text, and what stands inside of something else. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { bodyText } from '../../../templates/runtime/expr/body-text.js'
import { beyondWords, carriedJson, carriedText } from '../../../templates/runtime/expr/carried.js'
import { carriedElements } from '../../../templates/runtime/expr/carried-batch.js'
import { formEntries, formField } from '../../../templates/runtime/expr/form.js'
import { formPayload } from '../../../templates/runtime/expr/form-payload.js'
import { itemAt } from '../../../templates/runtime/expr/item.js'
import { queryPayload } from '../../../templates/runtime/expr/query-payload.js'
import { delivery } from './deliveries.js'

const malformed = (message: string) =>
  expect.objectContaining({ code: 'ERR_PAYLOAD_MALFORMED', message })

const MULTIPART = { 'content-type': 'Multipart/Form-Data; boundary=b1' }
const part = (name: string, content: string) =>
  `--b1\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${content}\r\n`
const multipart = (...parts: readonly string[]) =>
  delivery({ headers: MULTIPART, body: `${parts.join('')}--b1--\r\n` })

const fields: [name: string, text: string, want: unknown][] = [
  ['texts, decoded', 'a=1&b=x+y%20%C3%A9&c', { a: '1', b: 'x y é', c: '' }],
  ['names that came more than once, as lists', 'a=1&b=2&a=3&a=', { a: ['1', '3', ''], b: '2' }],
  [
    'names of Object.prototype, as data',
    'constructor=1&toString=2&toString=3',
    JSON.parse('{"constructor":"1","toString":["2","3"]}'),
  ],
  ['U+FFFD that was sent as such', 'a=%EF%BF%BD', { a: '\ufffd' }],
  ['nothing', '', {}],
]
test.each(fields)('form and query: %s', (_name, text, want) => {
  expect(formPayload(delivery({ body: text }), '')).toEqual(want)
  expect(queryPayload(delivery({ url: `https://a.example/?${text}` }), '')).toEqual(want)
})

const refused: [name: string, text: string, message: string][] = [
  ['an escape that breaks off', 'a=1&b=%4', 'a field is not percent-encoded UTF-8'],
  ['an escape that is none', 'a=%zz', 'a field is not percent-encoded UTF-8'],
  ['escapes that are no UTF-8', 'a=%ff', 'a field is not percent-encoded UTF-8'],
  ['a name that is no UTF-8', '%c3=a', 'a field is not percent-encoded UTF-8'],
  ['a field named __proto__', 'a=1&__proto__=x', 'a field is named __proto__'],
  ['an escaped __proto__', '__pr%6fto__=x', 'a field is named __proto__'],
  ['a __proto__ that came twice', '__proto__=x&__proto__=y', 'a field is named __proto__'],
]
test.each(refused)('form and query refuse %s', (_name, text, message) => {
  expect(() => formPayload(delivery({ body: text }), '')).toThrow(malformed(message))
  const url = `https://a.example/?${text}`
  expect(() => queryPayload(delivery({ url }), '')).toThrow(malformed(message))
})

test('what a form is read as, a reader that refuses every doubt reads alike', () => {
  const piece = fc.constantFrom(
    'a',
    '=',
    '&',
    '+',
    '%41',
    '%c3%a9',
    '%c3',
    '%4',
    '%',
    '?',
    'é',
    '\ufeff',
  )
  const forms = fc.array(piece, { maxLength: 12 }).map((pieces) => pieces.join(''))
  fc.assert(
    fc.property(forms, (text) => {
      const strict = strictly(text)
      const given = delivery({ body: text })
      if (strict === undefined) expect(() => formPayload(given, '')).toThrow()
      else expect(formPayload(given, '')).toEqual(strict)
    }),
    { numRuns: 2000 },
  )
})

/** The form by its grammar, each part decoded on its own; undefined where one cannot be. */
function strictly(text: string): unknown {
  const fields: Record<string, string | string[]> = {}
  for (const pair of text.split('&').filter((one) => one !== '')) {
    const at = pair.includes('=') ? pair.indexOf('=') : pair.length
    let parts: readonly string[]
    try {
      parts = [pair.slice(0, at), pair.slice(at + 1)].map((part) => {
        return decodeURIComponent(part.replaceAll('+', ' '))
      })
    } catch {
      return undefined
    }
    const [name = '', value = ''] = parts
    const known = fields[name]
    fields[name] = known === undefined ? value : [known, value].flat()
  }
  return fields
}

test('a part of the fields', () => {
  expect(formPayload(delivery({ body: 'a=1&b=2' }), '/b')).toBe('2')
  expect(formPayload(delivery({ body: 'a=1' }), '/toString')).toBeUndefined()
  expect(queryPayload(delivery({ url: '/?a=1&b=2' }), '/b')).toBe('2')
})

test('a form that is no UTF-8, and a delivery without a URL, are malformed', () => {
  const body = Uint8Array.of(0x61, 0x3d, 0xff)
  expect(() => formPayload(delivery({ body }), '')).toThrow(
    malformed('the body is not valid UTF-8'),
  )
  expect(() => queryPayload(delivery(), '')).toThrow(malformed('the delivery has no URL'))
})

describe('a multipart form', () => {
  test('is read as such by name, as entries and as payload', () => {
    const given = multipart(part('a', '1%20+'), part('b', '2'), part('b', '3'))
    expect(formField(given, 'a')).toBe('1%20+')
    expect(formField(given, 'b')).toBeUndefined()
    expect(formEntries(given)).toEqual([
      ['a', '1%20+'],
      ['b', '2'],
      ['b', '3'],
    ])
    expect(formPayload(given, '')).toEqual({ a: '1%20+', b: ['2', '3'] })
  })

  test('is never read as an encoded one: a proof and a handler would see two bodies', () => {
    const given = delivery({ headers: MULTIPART, body: 'a=1' })
    expect(formField(given, 'a')).toBeUndefined()
    expect(formEntries(given)).toBeUndefined()
    expect(() => formPayload(given, '')).toThrow(malformed('the body is not a valid form'))
  })

  test('may hold a file beside the field that is read', () => {
    const file = part('f', '\0').replace('\0', String.fromCharCode(0xff))
    const body = Uint8Array.from(Buffer.from(`${part('a', '1')}${file}--b1--`, 'latin1'))
    const given = delivery({ headers: MULTIPART, body })
    expect(formField(given, 'a')).toBe('1')
    expect(formEntries(given)).toBeUndefined()
    expect(() => formPayload(given, '')).toThrow(malformed('the body is not valid UTF-8'))
  })
})

test('text is the body, and may be empty', () => {
  expect(bodyText(delivery({ body: '\ufeff<a>é</a>' }))).toBe('\ufeff<a>é</a>')
  expect(bodyText(delivery())).toBe('')
  expect(() => bodyText(delivery({ body: Uint8Array.of(0xff) }))).toThrow(
    malformed('the body is not valid UTF-8'),
  )
})

describe('what is carried', () => {
  test('is JSON, or a part of it', () => {
    expect(carriedJson('{"a":[1]}', '')).toEqual({ a: [1] })
    expect(carriedJson(new TextEncoder().encode('{"a":[1]}'), '/a/0')).toBe(1)
    expect(carriedJson('{}', '/a')).toBeUndefined()
  })

  test('is text', () => {
    expect(carriedText('<a/>')).toBe('<a/>')
    expect(carriedText('')).toBe('')
  })

  test('is a batch', () => {
    const items = carriedElements('{"a":[1.0,{"b":2}]}', '/a')
    expect(items.map(({ value, source }) => [value, source()])).toEqual([
      [1, '1.0'],
      [{ b: 2 }, '{"b":2}'],
    ])
  })

  const given: [name: string, value: string | Uint8Array | undefined, message: string][] = [
    ['absent', undefined, 'the delivery carries no event'],
    ['no JSON', '{', 'the body is not valid JSON'],
    ['no UTF-8', Uint8Array.of(0xff), 'the body is not valid UTF-8'],
    ['poisoned', '{"a":{"__proto__":1}}', 'the body has a key named __proto__'],
  ]
  test.each(given)('is malformed where it is %s', (_name, value, message) => {
    expect(() => carriedJson(value, '')).toThrow(malformed(message))
    expect(() => carriedElements(value, '')).toThrow(malformed(message))
  })

  test('is longer than words that anybody can have signed', () => {
    expect(beyondWords('abcd', 3)).toBe('abcd')
    expect(beyondWords(undefined, 3)).toBeUndefined()
    expect(() => beyondWords('abc', 3)).toThrow(
      malformed('what the body carries is too short for an event'),
    )
  })
})

test('an element is read as it is', () => {
  const item = { value: { a: { b: [1] } }, source: () => '' }
  expect(itemAt({ ...delivery(), item }, '/a')).toEqual({ b: [1] })
  expect(itemAt({ ...delivery(), item }, '/constructor')).toBeUndefined()
  expect(itemAt(delivery(), '/a')).toBeUndefined()
})
