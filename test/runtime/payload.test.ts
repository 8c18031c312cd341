/** The hardened parse: what is not UTF-8 or JSON, or would pollute, is one error. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { utf8 } from '../../templates/runtime/bytes.js'
import { parseForm, parsePayload } from '../../templates/runtime/payload.js'
import { processorTime } from '../support/processor-time.js'

const accepted: [name: string, text: string, want: unknown][] = [
  ['an object', '{"a":[1,null,"é"]}', { a: [1, null, 'é'] }],
  ['a scalar', ' 7 ', 7],
  ['__proto__ as a value', '["__proto__"]', ['__proto__']],
  [
    'constructor and prototype as keys',
    '{"constructor":{"prototype":1}}',
    { constructor: { prototype: 1 } },
  ],
  ['an escape that only could spell a letter of it', '{"\\u005f":1}', { _: 1 }],
  ['U+FFFD that was sent as such', '"\ufffd"', '\ufffd'],
]
test.each(accepted)('parses %s', (_name, text, want) => {
  expect(parsePayload(utf8(text))).toEqual(want)
})

const proto = 'the body has a key named __proto__'
const json = 'the body is not valid JSON'
const text = 'the body is not valid UTF-8'
const refused: [name: string, body: string | Uint8Array, message: string][] = [
  ['no body', '', json],
  ['text that is no JSON', 'secret-token', json],
  ['a byte order mark', '\ufeff{}', json],
  ['two values', '{}{}', json],
  ['a byte that is no UTF-8', Uint8Array.of(0x22, 0xff, 0x22), text],
  ['an overlong encoding', Uint8Array.of(0x22, 0xc0, 0xa2, 0x22), text],
  ['a surrogate', Uint8Array.of(0x22, 0xed, 0xa0, 0x80, 0x22), text],
  ['UTF-8 cut short', Uint8Array.of(0x22, 0xc3), text],
  ['a __proto__ key', '{"__proto__":{"admin":true}}', proto],
  ['a __proto__ key with a scalar', '{"__proto__":null}', proto],
  ['a __proto__ key below lists', '[[{"a":[{"__proto__":1}]}]]', proto],
  ['a __proto__ key with an escaped underscore', '{"__proto_\\u005f":1}', proto],
  ['a __proto__ key with an upper-case escape', '{"\\u005F_proto__":1}', proto],
  ['a __proto__ key with escaped letters', '{"__\\u0070r\\u006fto__":1}', proto],
  ['a __proto__ key with an escaped r', '{"__p\\u0072oto__":1}', proto],
  ['a __proto__ key with an escaped t', '{"__pro\\u0074o__":1}', proto],
  [
    'a __proto__ key 100,000 levels down',
    `${'['.repeat(1e5)}{"__proto__":1}${']'.repeat(1e5)}`,
    proto,
  ],
]
test.each(refused)('refuses %s', (_name, body, message) => {
  const bytes = typeof body === 'string' ? utf8(body) : body
  expect(() => parsePayload(bytes)).toThrow(
    expect.objectContaining({ code: 'ERR_PAYLOAD_MALFORMED', message }),
  )
})

test('every way to escape __proto__ is seen', () => {
  const letters = [...'__proto__']
  fc.assert(
    fc.property(
      fc.array(fc.constantFrom('plain', 'lower', 'upper'), { minLength: 9, maxLength: 9 }),
      (ways) => {
        const key = letters.map((letter, index) => {
          const hex = letter.charCodeAt(0).toString(16).padStart(4, '0')
          if (ways[index] === 'plain') return letter
          return `\\u${ways[index] === 'upper' ? hex.toUpperCase() : hex}`
        })
        expect(() => parsePayload(utf8(`{"${key.join('')}":1}`))).toThrow(proto)
      },
    ),
  )
})

test('an error keeps no cause: the message of the engine quotes the payload', () => {
  try {
    parsePayload(utf8('secret-token'))
    throw new Error('parsed')
  } catch (error) {
    expect(error).not.toHaveProperty('cause')
    expect(String(error)).toBe(`PayloadMalformed: ${json}`)
  }
})

test('100,000 levels are a value, not a crash', () => {
  const text = `${'[{"\\u005f":'.repeat(5e4)}1${'}]'.repeat(5e4)}`
  expect(Array.isArray(parsePayload(utf8(text)))).toBe(true)
})

test('a form keeps every field, and a question mark that begins it', () => {
  const form = parseForm(utf8('?a=1&b=%C3%A9&b=x+y&__proto__=2'))
  expect([...form]).toEqual([
    ['?a', '1'],
    ['b', 'é'],
    ['b', 'x y'],
    ['__proto__', '2'],
  ])
  expect([...parseForm(new Uint8Array())]).toEqual([])
})

test('a form that is not UTF-8 is malformed', () => {
  expect(() => parseForm(Uint8Array.of(0x61, 0x3d, 0xff))).toThrow(
    expect.objectContaining({ code: 'ERR_PAYLOAD_MALFORMED', message: text }),
  )
})

test('10,000 fields are read, and what claims a million is refused unread', () => {
  const form = (count: number) => utf8(Array.from({ length: count }, () => 'a').join('&'))
  expect([...parseForm(form(10_000))]).toHaveLength(10_000)
  const message = 'the body has more than 10000 fields'
  for (const body of [form(10_001), form(1e6), utf8('&'.repeat(1e6))]) {
    const started = processorTime()
    expect(() => parseForm(body)).toThrow(
      expect.objectContaining({ code: 'ERR_PAYLOAD_MALFORMED', message }),
    )
    expect(processorTime() - started).toBeLessThan(250)
  }
})
