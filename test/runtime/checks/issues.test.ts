/** Issues: collected in order, and said in words. */
import { expect, test } from 'vitest'
import { explained, failed, joined, type Params } from '../../../templates/runtime/checks/issues.js'

test('failures are collected in order', () => {
  const first = failed(null, '/a', 'type', { type: 'string' })
  const both = failed(first, '/b', 'not')
  expect(both).toEqual([
    { pointer: '/a', keyword: 'type', params: { type: 'string' } },
    { pointer: '/b', keyword: 'not', params: {} },
  ])
})

test('joining leaves the failures of the shared definition as they are', () => {
  const others = failed(null, '/a', 'not')
  const list = joined(null, others)
  failed(list, '/b', 'not')
  expect(others).toHaveLength(1)
  expect(joined(list, others)).toHaveLength(3)
})

test('joining copies none of what was found before', () => {
  const list = failed(null, '/a', 'not')
  expect(joined(list, failed(null, '/b', 'not'))).toBe(list)
})

test('no failure is no issue', () => {
  expect(explained(null)).toEqual([])
})

const messages: readonly (readonly [keyword: string, params: Params, want: string])[] = [
  ['type', { type: ['string', 'null'] }, 'must be string,null'],
  ['required', { missingProperty: 'id' }, "must have required property 'id'"],
  ['minimum', { comparison: '>=', limit: 3 }, 'must be >= 3'],
  ['contains', { minContains: 1 }, 'must contain at least 1 valid item(s)'],
  [
    'contains',
    { minContains: 1, maxContains: 2 },
    'must contain at least 1 and no more than 2 valid item(s)',
  ],
  [
    'dependentRequired',
    { property: 'a', depsCount: 1, deps: 'b' },
    'must have property b when property a is present',
  ],
  [
    'dependencies',
    { property: 'a', depsCount: 2, deps: 'b, c' },
    'must have properties b, c when property a is present',
  ],
  ['uniqueItems', { i: 1, j: 0 }, 'must NOT have duplicate items (items ## 0 and 1 are identical)'],
  ['unheardOf', {}, 'must pass "unheardOf" keyword validation'],
]

test.each(messages)('the message of %s', (keyword, params, want) => {
  expect(explained(failed(null, '/x', keyword, params))).toEqual([
    { pointer: '/x', keyword, message: want },
  ])
})
