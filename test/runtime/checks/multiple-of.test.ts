/** `multipleOf` is judged on decimals. */
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { isMultipleOf as inGenerator } from '../../../generator/schema/multiple-of.js'
import { isMultipleOf } from '../../../templates/runtime/checks/multiple-of.js'

const rows: readonly (readonly [value: number, divisor: number, verdict: boolean])[] = [
  [19.99, 0.01, true],
  [19.995, 0.01, false],
  [-19.99, 0.01, true],
  [0, 0.01, true],
  [-0, 3, true],
  [0.0100001, 0.01, false],
  [0.0075, 0.0001, true],
  [0.00751, 0.0001, false],
  [3e-7, 1e-7, true],
  [3.5e-7, 1e-7, false],
  [1, 1e-7, true],
  [12391239123, 1e-8, true],
  [4.5, 1.5, true],
  [4.5, 1, false],
  [10, 0.3, false],
  [9, 0.3, true],
  [7, 2, false],
  [1e22, 5, true],
  [1e21, 1e20, true],
  [1e23, 10, true],
  [1e308, 0.5, true],
  [1e308, 0.123456789, false],
  [1e308, 5e-324, true],
  [5e-324, 1, false],
  [Number.MAX_SAFE_INTEGER, 2, false],
  // The double of 2^60 is exact; the shortest decimal that reads as it is not.
  [2 ** 60, 1024, true],
  [Number.POSITIVE_INFINITY, 0.5, false],
  [Number.NaN, 1, false],
  [1, 0, false],
]

test.each(rows)('%d of %d: %s', (value, divisor, verdict) => {
  expect(isMultipleOf(value, divisor)).toBe(verdict)
})

test('every amount from 0.00 to 100.00 is a multiple of 0.01, and none between them is', () => {
  const wrong: number[] = []
  for (let cents = 0; cents <= 10_000; cents++) {
    const amount = Number(`${Math.floor(cents / 100)}.${String(cents % 100).padStart(2, '0')}`)
    if (!isMultipleOf(amount, 0.01) || !isMultipleOf(-amount, 0.01)) wrong.push(amount)
    const between = Number(`${Math.floor(cents / 100)}.${String(cents % 100).padStart(2, '0')}5`)
    if (isMultipleOf(between, 0.01)) wrong.push(between)
  }
  expect(wrong).toEqual([])
})

describe('decimals as they are written', () => {
  const places = fc.integer({ min: 0, max: 12 })
  const digits = fc.integer({ min: -1_000_000, max: 1_000_000 })

  test('a product is a multiple of its factor, and one more in the last place is not', () => {
    fc.assert(
      fc.property(digits, fc.integer({ min: 2, max: 9999 }), places, (count, step, decimals) => {
        const written = (value: number): number => Number(`${value}e-${decimals}`)
        expect(isMultipleOf(written(count * step), written(step))).toBe(true)
        expect(isMultipleOf(written(count * step + 1), written(step))).toBe(false)
      }),
    )
  })

  test('the generator says the same of examples', () => {
    const number = fc.oneof(
      fc.double({ noNaN: true, noDefaultInfinity: true }),
      fc.tuple(digits, places).map(([value, decimals]) => Number(`${value}e-${decimals}`)),
    )
    fc.assert(
      fc.property(number, number, (value, divisor) => {
        fc.pre(divisor !== 0)
        expect(inGenerator(value, divisor)).toBe(isMultipleOf(value, divisor))
      }),
    )
  })
})
