/** Equality of JSON values, whatever their members are called. */
import { expect, test } from 'vitest'
import { equal } from '../../../templates/runtime/checks/equal.js'

const cases: readonly (readonly [name: string, a: string, b: string, want: boolean])[] = [
  ['scalars', '1', '1', true],
  ['a number and its text', '1', '"1"', false],
  ['null and an object', 'null', '{}', false],
  ['lists', '[1,[2]]', '[1,[2]]', true],
  ['lists of other length', '[1]', '[1,2]', false],
  ['a list and an object', '[]', '{}', false],
  ['an object and a list', '{"0":1}', '[1]', false],
  ['members in another order', '{"a":1,"b":{"c":[]}}', '{"b":{"c":[]},"a":1}', true],
  ['a member more', '{"a":1}', '{"a":1,"b":2}', false],
  ['other names', '{"a":1}', '{"b":1}', false],
  ['members that objects inherit', '{"valueOf":1}', '{"valueOf":1}', true],
  ['an inherited member is none', '{"toString":null}', '{"a":null}', false],
  ['__proto__ as a member', '{"__proto__":{"a":1}}', '{"__proto__":{"a":2}}', false],
  ['__proto__ on one side', '{"__proto__":{}}', '{"a":{}}', false],
]

test.each(cases)('%s', (_name, a, b, want) => {
  expect(equal(JSON.parse(a), JSON.parse(b))).toBe(want)
})
