/** Counts the steps of a validation, so that no payload makes it go on and on. */

/**
 * A schema that refers to itself in several branches tries each of them at every level: the work
 * doubles with each. Payloads that mean it well need a step for each value and branch.
 */
const MOST_STEPS = 5_000_000

let left = MOST_STEPS

/** Begins a validation. One runs at a time, for none of them waits. */
export function begin(): void {
  left = MOST_STEPS
}

/**
 * Takes steps, at the start of a function that may come to itself again.
 *
 * @throws {RangeError} where none are left, as it is where a payload is nested too deep
 */
export function step(count: number): void {
  left -= count
  if (left < 0) throw new RangeError('the payload takes too many steps to validate')
}
