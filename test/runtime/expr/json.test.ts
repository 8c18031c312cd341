/** JSON in expressions: values as the sender wrote them, and nothing guessed. */
import { expect, test } from 'vitest'
import { bodyJson, jsonAt, valueAt } from '../../../templates/runtime/expr/json.js'
import { delivery } from './deliveries.js'

const found: [name: string, body: string, pointer: string, want: string | undefined][] = [
  ['a string', '{"a":"b"}', '/a', 'b'],
  ['an empty string', '{"a":""}', '/a', ''],
  ['a string with escapes', '{"a":"\\u00e9\\/\\n"}', '/a', 'é/\n'],
  ['a boolean', '{"a":false}', '/a', 'false'],
  ['null', '{"a":null}', '/a', undefined],
  ['an object', '{"a":{}}', '/a', undefined],
  ['a list', '{"a":[1]}', '/a', undefined],
  ['nothing', '{"a":1}', '/b', undefined],
  ['a member of a string', '{"a":"bc"}', '/a/length', undefined],
  ['the length of a list', '{"a":[7,8]}', '/a/length', undefined],
  ['an index with a leading zero', '{"a":[7,8]}', '/a/01', undefined],
  ['the end of a list', '{"a":[7,8]}', '/a/-', undefined],
  ['a member of Object.prototype', '{}', '/constructor/name', undefined],
  ['a member called constructor', '{"constructor":"x"}', '/constructor', 'x'],
  ['an empty key', '{"":"x"}', '/', 'x'],
  ['the root', '"x"', '', 'x'],
  ['a key with slash and tilde', '{"a/b~c":"x"}', '/a~1b~0c', 'x'],
  ['~01, which is ~1 and no slash', '{"~1":"x"}', '/~01', 'x'],
  ['a whole number', '{"a":1}', '/a', '1'],
  ['a number with a trailing zero', '{"a":1.0}', '/a', '1.0'],
  ['a number with an exponent', '{"a":1e2}', '/a', '1e2'],
  ['a number with a large exponent', '{"a":-1E+300}', '/a', '-1E+300'],
  ['minus zero', '{"a":-0}', '/a', '-0'],
  [
    'a number that no double holds',
    '{"a":12345678901234567890.10}',
    '/a',
    '12345678901234567890.10',
  ],
  ['a number at the root', ' 1.50\n', '', '1.50'],
  ['a number in nested lists', '[[],[[1.0,2.0],[3.0,{"a":[4.00]}]]]', '/1/1/1/a/0', '4.00'],
  ['a number behind strings that look like syntax', '{"x":"\\"a\\":9,}]","a":1.0}', '/a', '1.0'],
  [
    'a number behind every kind of value',
    '{"b":[{},[]],"c":{"a":9},"d":null,"e":true,"f":"\\\\","a":1.0}',
    '/a',
    '1.0',
  ],
  ['a number under a key with escapes', '{"\\u0061\\/b":1.0}', '/a~1b', '1.0'],
  ['the last of two keys', '{"a":"x","a":"y"}', '/a', 'y'],
  ['the last of two numbers', '{"a":1.0,"a":2.0}', '/a', '2.0'],
  ['the last of two keys, one with escapes', '{"\\u0061":1.0,"b":0,"a":2.0}', '/a', '2.0'],
  ['the last of two objects', '{"a":{"b":1.0},"a":{"b":2.0}}', '/a/b', '2.0'],
  ['blanks everywhere', ' { "a" : [ 1 ,\t2.0 ] }\r\n', '/a/1', '2.0'],
  ['an emoji before a number', '{"😀":1,"a":2.0}', '/a', '2.0'],
]
test.each(found)('json: %s', (_name, body, pointer, want) => {
  expect(bodyJson(delivery({ body }), pointer)).toBe(want)
  expect(jsonAt(body, pointer)).toBe(want)
})

const refused: [name: string, body: string | Uint8Array][] = [
  ['no JSON', '{"a":"b"'],
  ['a byte order mark', '\ufeff{"a":"b"}'],
  [
    'bytes that are not UTF-8',
    Uint8Array.from([0x7b, 0x22, 0x61, 0x22, 0x3a, 0x22, 0xff, 0x22, 0x7d]),
  ],
  ['a __proto__ key', '{"a":"b","__proto__":{}}'],
  ['a hidden __proto__ key', '{"a":"b","c":{"\\u005f_proto__":1}}'],
  ['nothing', ''],
]
test.each(refused)('json: a body with %s has no values', (_name, body) => {
  expect(bodyJson(delivery({ body }), '/a')).toBeUndefined()
  expect(jsonAt(body, '/a')).toBeUndefined()
})

test('json: nesting that is far too deep is absent, and no crash', () => {
  const body = `${'['.repeat(200_000)}${']'.repeat(200_000)}`
  expect(bodyJson(delivery({ body }), '/0')).toBeUndefined()
})

test('json: what is absent has no values', () => {
  expect(jsonAt(undefined, '/a')).toBeUndefined()
})

test('valueAt: own members of objects and elements of lists alone', () => {
  const root = { a: [{ b: 1 }], c: null }
  expect(valueAt(root, '')).toBe(root)
  expect(valueAt(root, '/a/0/b')).toBe(1)
  expect(valueAt(root, '/c')).toBeNull()
  for (const pointer of ['/a/length', '/c/d', '/toString', '/a/1', '/a/0/b/c']) {
    expect([pointer, valueAt(root, pointer)]).toEqual([pointer, undefined])
  }
})
