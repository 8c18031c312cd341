/** Positions: texts that stand in the order of the values, and one text for equal values. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  numberPosition,
  textPosition,
  timePosition,
} from '../../../templates/runtime/expr/position.js'
import { processorTime } from '../../support/processor-time.js'

/** By code unit, as stores compare. */
const sign = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)

function positionOf(read: (text: string) => string | undefined, text: string): string {
  const position = read(text)
  if (position === undefined) throw new Error(`${text} has no position`)
  expect(position).toMatch(/^[\x20-\x7e]{1,128}$/)
  return position
}

interface Decimal {
  readonly negative: boolean
  readonly digits: string
  /** How many of the digits stand behind the point. */
  readonly scale: number
}

const digits = fc
  .array(fc.constantFrom(...'0001234567899'), { minLength: 1, maxLength: 60 })
  .map((list) => list.join(''))
const decimal: fc.Arbitrary<Decimal> = fc.record({
  negative: fc.boolean(),
  digits,
  scale: fc.nat(40),
})

/** As an integer, all decimals on one scale. */
const amountOf = ({ negative, digits: all, scale }: Decimal) =>
  BigInt(negative ? -1 : 1) * BigInt(all) * 10n ** BigInt(40 - scale)

function write({ negative, digits: all, scale }: Decimal): string {
  const padded = all.padStart(scale + 1, '0')
  const point = padded.length - scale
  const fraction = scale === 0 ? '' : `.${padded.slice(point)}`
  return `${negative ? '-' : ''}${padded.slice(0, point)}${fraction}`
}

describe('numbers', () => {
  test('positions stand in the order of the numbers, and equal numbers have one', () => {
    fc.assert(
      fc.property(decimal, decimal, (a, b) => {
        const [left, right] = [amountOf(a), amountOf(b)]
        const want = left < right ? -1 : left > right ? 1 : 0
        const [x, y] = [a, b].map((one) => positionOf(numberPosition, write(one)))
        expect(sign(x ?? '', y ?? '')).toBe(want)
      }),
      { numRuns: 2000 },
    )
  })

  test('close numbers are told apart', () => {
    fc.assert(
      fc.property(decimal, fc.boolean(), (a, up) => {
        const near = { ...a, digits: String(BigInt(a.digits) + 1n) }
        const [x, y] = [a, near].map((one) => positionOf(numberPosition, write(one)))
        expect(sign(x ?? '', y ?? '')).toBe(a.negative ? 1 : -1)
        const zeros = up ? { ...a, digits: `${a.digits}0`, scale: a.scale + 1 } : a
        expect(positionOf(numberPosition, write(zeros))).toBe(x)
      }),
    )
  })

  test('what a double is printed as stands where the double does', () => {
    const double = fc.double({ noNaN: true, noDefaultInfinity: true })
    fc.assert(
      fc.property(double, double, (a, b) => {
        const [x, y] = [a, b].map((one) => positionOf(numberPosition, String(one)))
        expect(sign(x ?? '', y ?? '')).toBe(a < b ? -1 : a > b ? 1 : 0)
      }),
      { numRuns: 1000 },
    )
  })

  test.each([
    ['0', '-0', '0.0', '0e5', '-0.00E-3', '000'],
    ['10', '10.0', '1e1', '1E+1', '010', '100e-1', '0.1e2'],
    ['-2.5', '-2.50', '-25e-1', '-0.25e1'],
  ])('%s is %s', (first, ...others) => {
    const want = positionOf(numberPosition, first)
    for (const other of others) expect(positionOf(numberPosition, other)).toBe(want)
  })

  test.each([
    undefined,
    '',
    ' 1',
    '1 ',
    '1\n',
    '+1',
    '.5',
    '5.',
    '1e',
    '1_000',
    '1,5',
    '0x10',
    'NaN',
    'Infinity',
    '١',
    '--1',
    '1e500',
    '1e-501',
    '1e99999',
    '7'.repeat(101),
    `${'0'.repeat(300)}1`,
  ])('%j has no position', (text) => {
    expect(numberPosition(text)).toBeUndefined()
  })

  test('a megabyte of zeros is no work', () => {
    const started = processorTime()
    expect(numberPosition(`1${'0'.repeat(1 << 20)}1`)).toBeUndefined()
    expect(processorTime() - started).toBeLessThan(100)
  })
})

describe('times', () => {
  const two = (value: number) => String(value).padStart(2, '0')

  /** The same moment as a zone says it. */
  function write(milliseconds: number, offsetMinutes: number, zeros: number): string {
    const local = new Date(milliseconds + offsetMinutes * 60_000).toISOString().slice(0, -1)
    const minutes = Math.abs(offsetMinutes)
    const zone = `${offsetMinutes < 0 ? '-' : '+'}${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`
    return `${local}${'0'.repeat(zeros)}${offsetMinutes === 0 ? 'Z' : zone}`
  }

  const moment = fc.integer({ min: Date.UTC(1900), max: Date.UTC(2999) })
  const near = fc.integer({ min: -70_000, max: 70_000 })
  const offset = fc.integer({ min: -1439, max: 1439 })

  test('positions stand in the order of the moments, whatever their zones', () => {
    fc.assert(
      fc.property(moment, near, offset, offset, fc.nat(5), (at, step, one, other, zeros) => {
        const x = positionOf(timePosition, write(at, one, zeros))
        const y = positionOf(timePosition, write(at + step, other, 0))
        expect(sign(y, x)).toBe(Math.sign(step))
      }),
      { numRuns: 1000 },
    )
  })

  test.each([
    ['2026-01-01T00:00:00Z', '2026-01-01t00:00:00z', '2025-12-31T18:30:00.000-05:30'],
    ['0001-01-01T00:00:00Z', '0001-01-01T05:00:00+05:00'],
    ['2016-12-31T23:59:60Z', '2016-12-31T15:59:60.0-08:00'],
  ])('%s is %s', (first, ...others) => {
    const want = positionOf(timePosition, first)
    for (const other of others) expect(positionOf(timePosition, other)).toBe(want)
  })

  const ordered = [
    '0000-01-01T00:00:00Z',
    '2016-12-31T23:59:59.999999999999999999Z',
    '2016-12-31T23:59:60Z',
    '2016-12-31T15:59:60.5-08:00',
    '2017-01-01T00:00:00Z',
    '2017-01-01T00:00:00.000000000000000000000000000001Z',
    '2017-01-01T00:00:00.1Z',
    '9999-12-31T23:59:59Z',
  ]
  test.each(ordered.slice(1).map((text, index) => [ordered[index] ?? '', text] as const))(
    '%s comes before %s',
    (earlier, later) => {
      expect(sign(positionOf(timePosition, earlier), positionOf(timePosition, later))).toBe(-1)
    },
  )

  test.each([
    undefined,
    '',
    '2026-01-01',
    '2026-01-01T00:00:00',
    '2026-01-01 00:00:00Z',
    '2026-02-30T00:00:00Z',
    '2026-01-01T00:00:00+0100',
    '2026-01-01T00:00:00+01',
    '2026-01-01T24:00:00Z',
    '2026-01-01T30:59:00+07:00',
    '2026-01-01T12:00:60Z',
    '2026-01-01T00:00:00.Z',
    '0000-01-01T00:00:00+00:01',
    '9999-12-31T23:59:00-00:01',
    '1767225600',
    `2026-01-01T00:00:00.${'1'.repeat(101)}Z`,
  ])('%j has no position', (text) => {
    expect(timePosition(text)).toBeUndefined()
  })
})

test.each([
  ['01ARZ3NDEKTSV4RRFFQ69G5FAV', true],
  ['a b', true],
  ['x'.repeat(128), true],
  ['x'.repeat(129), false],
  ['', false],
  ['a\n', false],
  ['\u007f', false],
  ['é', false],
  [undefined, false],
])('the text %j has a position: %s', (text, has) => {
  expect(textPosition(text)).toBe(has ? text : undefined)
})
