/** Equal elements of arrays. */
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { equal } from '../../../templates/runtime/checks/equal.js'
import { findDuplicate } from '../../../templates/runtime/checks/unique.js'
import { processorTime } from '../../support/processor-time.js'

const cases: readonly (readonly [name: string, items: readonly unknown[], want: unknown])[] = [
  ['nothing', [], undefined],
  ['different types', [1, '1', true, 'true', null, 'null', [1], { 0: 1 }, {}, []], undefined],
  ['numbers', [0, 1, -0], [2, 0]],
  [
    'the order of members',
    [
      { a: 1, b: 2 },
      { b: 2, a: 1 },
    ],
    [1, 0],
  ],
  [
    'the order of elements',
    [
      [1, 2],
      [2, 1],
    ],
    undefined,
  ],
  ['the last pair of several', ['a', 'b', 'a', 'b', 'a'], [4, 2]],
  ['names that objects inherit', ['__proto__', 'constructor', '__proto__'], [2, 0]],
  ['text that looks like other text', ['a,b', ['a', 'b'], ['a,b']], undefined],
]

test.each(cases)('%s', (_name, items, want) => {
  expect(findDuplicate(items)).toEqual(want)
})

test('the answer is that of comparing each with each', () => {
  const items = fc.array(fc.jsonValue({ maxDepth: 2 }), { maxLength: 12 })
  fc.assert(
    fc.property(items, (values) => {
      const pairs = values.flatMap((value, later) =>
        values
          .slice(0, later)
          .map((other, earlier) => ({ later, earlier, same: equal(value, other) })),
      )
      const last = pairs.filter(({ same }) => same).at(-1)
      expect(findDuplicate(values)).toEqual(last && [last.later, last.earlier])
    }),
    { numRuns: 2000, seed: 3 },
  )
})

test('an array as large as a body may hold', () => {
  const started = processorTime()
  expect(findDuplicate(Array.from({ length: 300_000 }, (_, index) => index))).toBe(undefined)
  expect(findDuplicate(Array.from({ length: 100_000 }, (_, index) => ({ index })))).toBe(undefined)
  expect(processorTime() - started).toBeLessThan(5000)
})
