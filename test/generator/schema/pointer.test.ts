/** Tests of generator/schema/pointer.ts. */
import { describe, expect, test } from 'vitest'
import {
  escapeSegment,
  joinPointer,
  memberOf,
  parsePointer,
  unescapeSegment,
  valueAt,
} from '../../../generator/schema/pointer.js'
import type { JsonValue } from '../../../generator/schema/types.js'

const segments: [name: string, plain: string, escaped: string][] = [
  ['a slash', 'a/b', 'a~1b'],
  ['a tilde', 'c~d', 'c~0d'],
  ['a tilde before a one', '~1', '~01'],
  ['an empty name', '', ''],
]
test.each(segments)('segment: %s', (_name, plain, escaped) => {
  expect(escapeSegment(plain)).toBe(escaped)
  expect(unescapeSegment(escaped)).toBe(plain)
})

test('joining escapes each name', () => {
  expect(joinPointer('/$defs', 'a/b', 'c~d')).toBe('/$defs/a~1b/c~0d')
  expect(joinPointer('')).toBe('')
})

const pointers: [pointer: string, want: readonly string[] | undefined][] = [
  ['', []],
  ['/', ['']],
  ['/a~1b/0', ['a/b', '0']],
  ['a', undefined],
]
test.each(pointers)('parsing %j', (pointer, want) => {
  expect(parsePointer(pointer)).toEqual(want)
})

describe('valueAt', () => {
  const value: JsonValue = { a: [{ 'x/y': 1 }], '': 2, null: null }
  const cases: [pointer: string, want: JsonValue | undefined][] = [
    ['', value],
    ['/', 2],
    ['/a/0/x~1y', 1],
    ['/null', null],
    ['/null/x', undefined],
    ['/a/00', undefined],
    ['/a/1', undefined],
    ['/a/length', undefined],
    ['/constructor', undefined],
    ['a', undefined],
  ]
  test.each(cases)('%j', (pointer, want) => {
    expect(valueAt(value, pointer)).toEqual(want)
  })
})

test('a member called __proto__ is found when it is an own one', () => {
  expect(memberOf(JSON.parse('{"__proto__":1}'), '__proto__')).toBe(1)
  expect(memberOf({}, '__proto__')).toBeUndefined()
})
