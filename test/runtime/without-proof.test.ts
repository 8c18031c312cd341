/** Copies without what a proof reads: headers, parameters, fields; all else byte for byte. */
import { expect, test } from 'vitest'
import { utf8 } from '../../templates/runtime/bytes.js'
import { createDelivery } from '../../templates/runtime/delivery.js'
import { emptyParts } from '../../templates/runtime/expr/multipart.js'
import { viewHeaders } from '../../templates/runtime/headers.js'
import type { Credentials } from '../../templates/runtime/provider.js'
import {
  keptHeaders,
  withoutFields,
  withoutParameters,
} from '../../templates/runtime/without-proof.js'

const rules = (more: Partial<Credentials>): Credentials => ({ headers: [], url: false, ...more })
const HEADERS = { 'X-Sig': '1', Cookie: 'c', Authorization: 'a', 'X-Trace': 't' }

const headers: [rules: Partial<Credentials> | undefined, names: string[]][] = [
  [undefined, ['x-sig', 'x-trace']],
  [{ headers: ['x-sig'] }, ['x-trace']],
  [{ onlyHeaders: ['x-sig'] }, ['x-sig']],
  [{ headers: ['x-sig'], onlyHeaders: ['x-sig', 'cookie'] }, []],
]
test.each(headers)('headers by %j are %j', (given, names) => {
  const kept = keptHeaders(given && rules(given), viewHeaders(HEADERS))
  expect(kept.map(([name]) => name)).toEqual(names)
})

const A = 'https://a.test/p?sig=1&b=%20&s%69g=2&c#sig=3'
const urls: [rules: Partial<Credentials>, url: string, kept: string | undefined][] = [
  [{}, A, A],
  [{ query: ['sig'] }, A, 'https://a.test/p?b=%20&c#sig=3'],
  [{ query: ['sig'], blank: true }, A, 'https://a.test/p?sig=&b=%20&s%69g=&c#sig=3'],
  [{ query: 'all' }, A, 'https://a.test/p#sig=3'],
  [{ query: ['sig'] }, '/p?sig=1', '/p'],
  [{ query: ['sig'] }, '/p', '/p'],
  [{ url: true, query: ['sig'] }, A, undefined],
]
test.each(urls)('the URL by %j: %s is %s', (given, url, kept) => {
  expect(withoutParameters(rules(given), url)).toBe(kept)
})

const FORM = 'application/x-www-form-urlencoded'
const bodies: [type: string, blank: boolean, body: string, kept: string][] = [
  [FORM, false, 'token=1&a=%zz&to%6ben=2&token&b=é+', 'a=%zz&b=é+'],
  [FORM, true, 'token=1&a=1&token', 'token=&a=1&token='],
  ['', false, 'a=1&token=1', 'a=1'],
  [FORM, false, 'token=1', ''],
  [FORM, false, 'tokens=1&a=token', 'tokens=1&a=token'],
  [FORM, false, '\ufefftoken=1', '\ufefftoken=1'],
  ['application/json', false, '{"a":"&token=1"}', '{"a":"&token=1"}'],
  ['application/a+json; b=c', false, '{"a":"&token=1"}', '{"a":"&token=1"}'],
  [`${FORM}; a=b/json`, false, 'token=1&a=1', 'a=1'],
]
test.each(bodies)('a body of "%s" (%j): %s is %s', (type, blank, body, kept) => {
  const head = { method: 'POST', url: undefined, platform: [] }
  const delivery = createDelivery(
    { ...head, headers: viewHeaders({ 'content-type': type }) },
    utf8(body),
  )
  const left = withoutFields(rules({ form: ['token'], blank }), delivery)
  expect(new TextDecoder('utf-8', { ignoreBOM: true }).decode(left)).toBe(kept)
  if (body === kept) expect(left).toBe(delivery.body)
})

test('what is kept need not be UTF-8', () => {
  const body = Uint8Array.of(0x61, 0x3d, 0xff, 0x26, 0x74, 0x3d, 0x31, 0x26, 0xfe)
  const head = { method: 'POST', url: undefined, platform: [], headers: viewHeaders({}) }
  const left = withoutFields(rules({ form: ['t'] }), createDelivery(head, body))
  expect([...left]).toEqual([0x61, 0x3d, 0xff, 0x26, 0xfe])
})

test('fields of a multipart body are emptied, and nothing else of it changes', () => {
  const part = (name: string, content: string, more = '') =>
    `--b\r\nContent-Disposition: form-data; name="${name}"${more}\r\n\r\n${content}\r\n`
  const file = part('file', '\u00e9&token=1', '; filename="f"')
  const body = (token: string) =>
    `${part('token', token)}${file}${part('tokens', '1')}${part('token', token)}--b--\r\n`
  const kept = (text: string, type = 'multipart/form-data; boundary=b') => {
    const head = { method: 'POST', url: undefined, platform: [] }
    const headers = viewHeaders({ 'content-type': type })
    const delivery = createDelivery({ ...head, headers }, utf8(text))
    const left = withoutFields(rules({ form: ['token'], emptyParts }), delivery)
    return { text: new TextDecoder().decode(left), isSame: left === delivery.body }
  }
  expect(kept(body('t0ken')).text).toBe(body(''))
  expect(kept(`${file}--b--`).isSame).toBe(true)
  // No reader of ours finds a field in what is no such form.
  expect(kept(body('t0ken'), 'multipart/form-data; boundary=c').isSame).toBe(true)
})
