/** `multipleOf` on the decimals that people write, not on the binary fractions that stand for them. */

/** A number as `digits × 10^exponent`, without zeros at the end of the digits. */
interface Decimal {
  readonly digits: bigint
  readonly exponent: number
}

/**
 * Whether a number is a whole multiple of another: 19.99 is one of 0.01, although neither has an
 * exact double. Each is taken for the shortest decimal that reads as its double, which is what its
 * author wrote, up to 15 digits. Whole numbers beyond 2^53 have lost their last digits: they pass
 * where the double itself is a multiple as well.
 */
export function isMultipleOf(value: number, divisor: number): boolean {
  if (Number.isInteger(value) && Number.isInteger(divisor)) {
    if (value % divisor === 0) return true
    if (Number.isSafeInteger(value) && Number.isSafeInteger(divisor)) return false
  }
  if (!Number.isFinite(value) || !Number.isFinite(divisor) || divisor === 0) return false
  const whole = toDecimal(value)
  const part = toDecimal(divisor)
  const shift = whole.exponent - part.exponent
  // The value has more decimals than any multiple can have.
  if (shift < 0) return whole.digits === 0n
  return (whole.digits * 10n ** BigInt(shift)) % part.digits === 0n
}

const FORM = /^(-?\d+)(?:\.(\d+))?(?:e([+-]\d+))?$/

/** Reads the text that the language gives a finite number, such as `-1.5e-7`. */
function toDecimal(value: number): Decimal {
  const [, whole = '0', fraction = '', exponent = '0'] = FORM.exec(String(value)) ?? []
  const text = whole + fraction
  let zeros = 0
  while (text.charAt(text.length - 1 - zeros) === '0') zeros++
  const digits = text.slice(0, text.length - zeros)
  return {
    digits: BigInt(digits === '' || digits === '-' ? '0' : digits),
    exponent: Number(exponent) - fraction.length + zeros,
  }
}
