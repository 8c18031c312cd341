/** Counts the steps of a validation, so that no payload makes it go on and on. */

/**
 * A schema that refers to itself in several branches tries each of them at every level: the work
 * doubles with each. Payloads that mean it well need a step for each value and branch.
 */
const MOST_STEPS = 5_000_000

/** What takes longer than to look at an element of a list. */
const STEPS_OF_NAME = 2
const STEPS_OF_WHOLE_VALUE = 4

let left = MOST_STEPS

/** Begins a validation. One runs at a time, for none of them waits. */
export function begin(): void {
  left = MOST_STEPS
}

/**
 * Takes steps: at the start of a function that may be called again and again, and before a loop.
 *
 * @throws {RangeError} where none are left, as it is where a payload is nested too deep
 */
export function step(count: number): void {
  left -= count
  if (left < 0) throw new RangeError('the payload takes too many steps to validate')
}

/** A text that a format is about to read, or that is about to be counted. */
export function readText(text: string): string {
  step(text.length >> 2)
  return text
}

/** A text that a pattern is about to search, which takes longer. */
export function searchText(text: string): string {
  step(text.length)
  return text
}

/** The names of an object that a loop is about to go through. */
export function keysOf(object: object): readonly string[] {
  const names = Object.keys(object)
  let count = names.length * STEPS_OF_NAME
  for (const name of names) count += name.length >> 2
  step(count)
  return names
}

/** A value that is about to be compared, with all that it holds; texts alone take no time. */
export function readWhole<Value>(value: Value): Value {
  if (typeof value === 'object' && value !== null) countWhole(value)
  return value
}

function countWhole(value: unknown): void {
  step(STEPS_OF_WHOLE_VALUE)
  if (typeof value === 'string') readText(value)
  if (typeof value !== 'object' || value === null) return
  if (!Array.isArray(value)) keysOf(value)
  for (const inner of Object.values(value)) countWhole(inner)
}
