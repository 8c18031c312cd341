/** The formats `int32` and `int64`, as OpenAPI has them. */

const MAX_INT32 = 2 ** 31 - 1

export function isInt32(value: number): boolean {
  return Number.isInteger(value) && value <= MAX_INT32 && value >= -MAX_INT32 - 1
}

/** JSON numbers beyond 2^53 have lost their last digits already: every whole number passes. */
export function isInt64(value: number): boolean {
  return Number.isInteger(value)
}
