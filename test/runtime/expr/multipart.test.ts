/** Fields of multipart forms: exactly one reading, or none. */
import { describe, expect, test } from 'vitest'
import { formPart } from '../../../templates/runtime/expr/multipart.js'
import { asText } from '../../../templates/runtime/expr/value.js'
import { delivery } from './deliveries.js'

const TYPE = 'multipart/form-data; boundary=b1'
const part = (name: string, content: string, more = '') =>
  `--b1\r\nContent-Disposition: form-data; name="${name}"${more}\r\n\r\n${content}\r\n`
const form = (...parts: readonly string[]) => `${parts.join('')}--b1--\r\n`
const read = (body: string, name = 'json', type = TYPE) =>
  asText(formPart(delivery({ headers: { 'content-type': type }, body }), name))

describe('is read', () => {
  test.each([
    ['a field', form(part('json', '{"a":1}')), '{"a":1}'],
    ['one of several', form(part('x', '1'), part('json', '2'), part('y', '3')), '2'],
    ['an empty field', form(part('json', '')), ''],
    [
      'a file',
      form(part('json', 'x', '; filename="a.json"\r\nContent-Type: application/json')),
      'x',
    ],
    [
      'what looks like a boundary and is none',
      form(part('json', 'a\r\n--b\r\nb--b1')),
      'a\r\n--b\r\nb--b1',
    ],
    ['without the last line break', form(part('json', 'x')).trimEnd(), 'x'],
  ])('%s', (_name, body, want) => {
    expect(read(body)).toBe(want)
  })

  test('a quoted boundary', () => {
    expect(read(form(part('json', 'x')), 'json', 'multipart/form-data; boundary="b1"')).toBe('x')
  })

  test('the same of every copy of a delivery', () => {
    const given = delivery({ headers: { 'content-type': TYPE }, body: form(part('json', 'x')) })
    expect(formPart(given, 'json')).toEqual(formPart({ ...given }, 'json'))
  })
})

describe('is absent', () => {
  test.each([
    ['a field that came twice', form(part('json', '1'), part('json', '2'))],
    ['a field of another name', form(part('JSON', '1'))],
    ['text in front of the first boundary', `preamble\r\n${form(part('json', 'x'))}`],
    ['text behind the last boundary', `${form(part('json', 'x'))}more`],
    ['a form that breaks off', part('json', 'x')],
    [
      'a part without a name',
      form('--b1\r\nContent-Disposition: form-data\r\n\r\nx\r\n', part('json', 'x')),
    ],
    [
      'a part with two names',
      form(part('json', 'x', '\r\nContent-Disposition: form-data; name="b"')),
    ],
    ['an escaped name', form(part('js\\"on', '1'), part('json', 'x'))],
    ['bare line feeds', form(part('json', 'x')).replaceAll('\r\n', '\n')],
    ['an encoded part', form(part('json', 'eA==', '\r\nContent-Transfer-Encoding: base64'))],
    ['headers that are too long', form(part('json', 'x', `; x="${'y'.repeat(4096)}"`))],
    [
      'too many parts',
      form(...Array.from({ length: 65 }, (_, index) => part(`f${index}`, '')), part('json', 'x')),
    ],
  ])('%s', (_name, body) => {
    expect(read(body)).toBeUndefined()
  })

  test.each([
    'multipart/form-data',
    'multipart/mixed; boundary=b1',
    'text/plain',
    'multipart/form-data; boundary=b2',
  ])('everything under the content type %s', (type) => {
    expect(read(form(part('json', 'x')), 'json', type)).toBeUndefined()
  })

  test('64 parts are read', () => {
    const others = Array.from({ length: 63 }, (_, index) => part(`f${index}`, ''))
    expect(read(form(...others, part('json', 'x')))).toBe('x')
  })
})
