/** Issues: collected in order, the first of them, and said in words. */
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  explained,
  type Failures,
  failed,
  joined,
  type Params,
} from '../../../templates/runtime/checks/issues.js'

function pointersOf(failures: Failures | null): readonly string[] {
  return explained(failures).issues.map(({ pointer }) => pointer)
}

test('failures are collected in order', () => {
  const first = failed(null, '/a', 'type', { type: 'string' })
  const both = failed(first, '/b', 'not')
  expect(explained(both)).toEqual({
    issues: [
      { pointer: '/a', keyword: 'type', message: 'must be string' },
      { pointer: '/b', keyword: 'not', message: 'must NOT be valid' },
    ],
    count: 2,
  })
})

test('joining leaves the failures of the shared definition as they are', () => {
  const others = failed(null, '/a', 'not')
  const list = joined(null, others)
  failed(list, '/b', 'not')
  expect(pointersOf(others)).toEqual(['/a'])
  expect(pointersOf(joined(list, others))).toEqual(['/a', '/b', '/a'])
})

test('joining copies none of what was found before', () => {
  const list = failed(null, '/a', 'not')
  expect(joined(list, failed(null, '/b', 'not'))).toBe(list)
})

test('no failure is no issue', () => {
  expect(explained(null)).toEqual({ issues: [], count: 0 })
})

/** What a function of a validator does with its list; the number says how often, or how many stay. */
type Step = readonly ['fail' | 'join' | 'reset', number]

const steps = fc.array(
  fc.oneof(
    fc.tuple(fc.constant('fail' as const), fc.integer({ min: 1, max: 130 })),
    fc.tuple(fc.constant('join' as const), fc.integer({ min: 1, max: 130 })),
    fc.tuple(fc.constant('reset' as const), fc.integer({ min: 1, max: 300 })),
  ),
  { maxLength: 20 },
)

/** Applies the steps to a list and to an array that keeps everything. */
function run(done: readonly Step[]): { list: Failures; all: readonly string[] } {
  const list = failed(null, '/first', 'not')
  const all = ['/first']
  for (const [index, [what, count]] of done.entries()) {
    const names = Array.from({ length: count }, (_, one) => `/${index}-${one}`)
    if (what === 'reset') {
      all.length = Math.min(all.length, count)
      list.length = all.length
    } else {
      all.push(...names)
      if (what === 'fail') for (const name of names) failed(list, name, 'not')
      else {
        const others = names.map((name) => failed(null, name, 'not')).reduce(joined)
        joined(list, others)
      }
    }
  }
  return { list, all }
}

test('whatever is added and taken back: the first hundred are kept, and all are counted', () => {
  const check = (done: readonly Step[]) => {
    const { list, all } = run(done)
    expect(pointersOf(list)).toEqual(all.slice(0, 100))
    expect([list.length, explained(list).count]).toEqual([all.length, all.length])
  }
  fc.assert(fc.property(steps, check), { seed: 3 })
})

test('ten thousand stand for as many or more', () => {
  const list = failed(null, '', 'not')
  list.length = 9_999
  expect(explained(list).count).toBe(9_999)
  expect(explained(failed(list, '', 'not')).count).toBe(10_000)
  expect(explained(failed(list, '', 'not')).count).toBe(10_000)
})

test('a pointer that is too long leads to what surrounds its value', () => {
  const short = `/a/${'b'.repeat(4093)}`
  expect(pointersOf(failed(null, short, 'not'))).toEqual([short])
  expect(pointersOf(failed(null, `${short}b`, 'not'))).toEqual(['/a'])
  expect(pointersOf(failed(null, `${short}/c/d`, 'not'))).toEqual([short])
  expect(pointersOf(failed(null, `/${'a'.repeat(1e6)}/b`, 'not'))).toEqual([''])
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
  expect(explained(failed(null, '/x', keyword, params)).issues).toEqual([
    { pointer: '/x', keyword, message: want },
  ])
})
