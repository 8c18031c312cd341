/** The sources of expressions: parts of a request, exactly as they were sent. */
import { expect, test } from 'vitest'
import { formField } from '../../../templates/runtime/expr/form.js'
import { header } from '../../../templates/runtime/expr/header.js'
import { payloadAt } from '../../../templates/runtime/expr/payload-at.js'
import { secret } from '../../../templates/runtime/expr/secret.js'
import { host, parameter, path, query } from '../../../templates/runtime/expr/url.js'
import type { HeadersInput } from '../../../templates/runtime/headers.js'
import { delivery } from './deliveries.js'

/** What HTTP hands over for UTF-8: one character for each byte. */
const latin1 = (text: string) => Buffer.from(text, 'utf8').toString('latin1')

const headers: [name: string, headers: HeadersInput, want: string | undefined][] = [
  ['plain', { 'X-Name': 'v1=abc' }, 'v1=abc'],
  ['in other case', { 'x-nAME': 'a' }, 'a'],
  ['empty', { 'x-name': '' }, ''],
  ['absent', { other: 'a' }, undefined],
  [
    'sent twice',
    [
      ['x-name', 'a'],
      ['X-Name', 'a'],
    ],
    undefined,
  ],
  ['sent as a list', { 'x-name': ['a', 'b'] }, undefined],
  ['of a joined list', { 'x-name': 'a, b' }, 'a, b'],
  ['in UTF-8', { 'x-name': latin1('naïve 😀') }, 'naïve 😀'],
  ['in Latin-1 that is no UTF-8', { 'x-name': 'na\u00efve' }, 'na\u00efve'],
  ['decoded by somebody else', { 'x-name': '日\u00e9' }, '日\u00e9'],
]
test.each(headers)('header: %s', (_name, given, want) => {
  expect(header(delivery({ headers: given }), 'x-name')).toBe(want)
})

const urls: [
  url: string | undefined,
  host: string | undefined,
  path: string | undefined,
  query: string | undefined,
][] = [
  ['https://h.test/a/b?c=d&e', 'h.test', '/a/b', '?c=d&e'],
  ['https://h.test:8443', 'h.test:8443', '/', ''],
  ['https://h.test?x=1', 'h.test', '/', '?x=1'],
  ['https://h.test/a?', 'h.test', '/a', '?'],
  ['https://h.test/a%2Fb/../c?x=%41+%20#frag', 'h.test', '/a%2Fb/../c', '?x=%41+%20'],
  ['/only/path?q=a?b', undefined, '/only/path', '?q=a?b'],
  [undefined, undefined, undefined, undefined],
]
test.each(urls)('url: %s', (url, wantedHost, wantedPath, wantedQuery) => {
  const given = delivery(url === undefined ? {} : { url })
  expect([host(given), path(given), query(given)]).toEqual([wantedHost, wantedPath, wantedQuery])
})

const parameters: [name: string, query: string, want: string | undefined][] = [
  ['plain', 't=abc', 'abc'],
  ['decoded', 't=a%20b+c%2B', 'a b c+'],
  ['empty', 't=', ''],
  ['without a value', 't', ''],
  ['absent', 'T=a', undefined],
  ['sent twice', 't=a&t=a', undefined],
  ['with a percent sign that escapes nothing', 't=%zz', '%zz'],
  ['not UTF-8', 't=%ff', undefined],
  ['cut in the middle of a character', 't=%F0%9F', undefined],
]
test.each(parameters)('query and form: %s', (_name, text, want) => {
  expect(parameter(delivery({ url: `https://h.test/?x=1&${text}` }), 't')).toBe(want)
  expect(formField(delivery({ body: `x=1&${text}` }), 't')).toBe(want)
})

test('a form that begins with ? keeps it, and bytes that are not UTF-8 are no form', () => {
  expect(formField(delivery({ body: '?t=a' }), 't')).toBeUndefined()
  expect(formField(delivery({ body: '?t=a' }), '?t')).toBe('a')
  expect(formField(delivery({ body: Uint8Array.from([0x74, 0x3d, 0xff]) }), 't')).toBeUndefined()
})

test('a parameter without a URL is absent', () => {
  expect(parameter(delivery(), 't')).toBeUndefined()
})

test('a payload is what stands at its place, if anything does', () => {
  const body = '{"data":{"a":null}}'
  expect(payloadAt(delivery({ body }), '/data')).toEqual({ a: null })
  expect(payloadAt(delivery({ body }), '/data/a')).toBeNull()
  expect(payloadAt(delivery({ body }), '/dat')).toBeUndefined()
  const malformed = expect.objectContaining({ code: 'ERR_PAYLOAD_MALFORMED' })
  expect(() => payloadAt(delivery({ body: '{' }), '/data')).toThrow(malformed)
})

test('a secret is the first of its values, and absent where there is none', () => {
  const values = [
    { id: 'a', value: 'one' },
    { id: 'b', value: 'two' },
  ]
  const secrets = { get: (name: string) => (name === 'KEY' ? values : []) }
  expect(secret({ secrets, now: 0 }, 'KEY')).toBe('one')
  expect(secret({ secrets, now: 0 }, 'OTHER')).toBeUndefined()
})
