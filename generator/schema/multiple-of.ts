/** `multipleOf` as receivers check it (`templates/runtime/checks/multiple-of.ts`), for examples. */

/** Whether the decimal that `value` stands for is a whole multiple of the one that `divisor` stands for. */
export function isMultipleOf(value: number, divisor: number): boolean {
  if (Number.isInteger(value) && Number.isInteger(divisor) && value % divisor === 0) return true
  const places = Math.max(placesOf(value), placesOf(divisor))
  const part = scaled(divisor, places)
  return part !== 0n && scaled(value, places) % part === 0n
}

/** How many decimals the number has as it is written. */
function placesOf(value: number): number {
  const [mantissa = '', exponent = '0'] = String(value).split('e')
  return Math.max(0, (mantissa.split('.')[1]?.length ?? 0) - Number(exponent))
}

/** The number, times ten to the power of `places`, which is at least what it has of them. */
function scaled(value: number, places: number): bigint {
  const [mantissa = '', exponent = '0'] = String(value).split('e')
  const [whole = '', fraction = ''] = mantissa.split('.')
  return BigInt(whole + fraction) * 10n ** BigInt(places - fraction.length + Number(exponent))
}
