/** Finds options that are misspelt, or that guard something and are there without a value. */
import { nearest } from './nearest.js'

/**
 * Every option of `T`: a `guard` that is there has to have a value, any `other` may be `undefined`.
 * A list that lacks an option of the type, or has another, does not compile.
 */
export type OptionRules<T> = { readonly [Name in keyof T]-?: 'guard' | 'other' }

/**
 * Checks the names of the options that are given, and that no guard is empty: an environment variable
 * that is unset must not switch it off. `owner` is what messages call the whole.
 *
 * @throws {TypeError}
 */
export function checkOptions<T extends object>(
  owner: string,
  given: T,
  rules: OptionRules<T>,
): void {
  if (typeof given !== 'object' || given === null || Array.isArray(given)) {
    throw new TypeError(`${owner} must be an object of options`)
  }
  // What is inherited counts as well: it is read like any other option.
  for (const name in given) {
    if (!Object.hasOwn(rules, name)) throw unknownOption(owner, name, Object.keys(rules))
  }
  // Not of the loop alone: a getter that a class defines is not enumerable, and is read all the same.
  for (const name in rules) {
    if (rules[name] === 'guard' && name in given) refuseEmpty(`${owner}.${name}`, given[name])
  }
}

/** @throws {TypeError} where the value is `undefined`, an empty text, or a list that holds such */
export function refuseEmpty(name: string, value: unknown): void {
  if (!isEmpty(value) && !(Array.isArray(value) && (value.length === 0 || value.some(isEmpty)))) {
    return
  }
  throw new TypeError(
    `${name} is given and empty: leave it out, or give it a value; is an environment variable unset?`,
  )
}

/** The error for a name that there is not. */
export function unknownOption(owner: string, name: string, known: readonly string[]): TypeError {
  const meant = nearest(name, known)
  const hint =
    meant === undefined ? `the options are ${known.join(', ')}` : `did you mean ${meant}?`
  return new TypeError(`${owner}.${name} does not exist: ${hint}`)
}

function isEmpty(value: unknown): boolean {
  return value === undefined || value === null || (typeof value === 'string' && value.trim() === '')
}
