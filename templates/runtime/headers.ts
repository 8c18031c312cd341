/** One case-insensitive view of a delivery's headers, whatever form they came in. */
import { HeadersTooMany } from './service-errors.js'

/** What a consumer or an adapter may give: `Headers`, a record, or pairs (names may repeat). */
export type HeadersInput =
  | Iterable<readonly [name: string, value: string]>
  | Readonly<Record<string, string | readonly string[] | undefined>>

export interface HeaderView {
  /** The value, where the header came exactly once; a repeated header has none to trust. */
  readonly get: (name: string) => string | undefined
  /** Every value in the order it came. Platforms that join repeated headers show one. */
  readonly values: (name: string) => readonly string[]
  /** Every header and value; names in lower case. */
  readonly entries: () => IterableIterator<[name: string, value: string]>
  readonly [Symbol.iterator]: () => IterableIterator<[name: string, value: string]>
}

const NONE: readonly string[] = []

/**
 * Copies the headers, so that nobody changes them between check and use.
 *
 * @throws {TypeError} for anything but strings in one of the forms
 * @throws {HeadersTooMany} `ERR_HEADERS_TOO_MANY` above the most lines
 */
export function viewHeaders(
  input: HeadersInput,
  mostLines: number = Number.POSITIVE_INFINITY,
): HeaderView {
  const view = new HeaderMap(mostLines)
  if (typeof input !== 'object' || input === null) {
    throw new TypeError('headers must be a Headers object, a record or a list of pairs')
  }
  if (isPairs(input)) {
    for (const [name, value] of input) view.add(name, value)
    return view
  }
  for (const [name, value] of Object.entries(input)) {
    if (value === undefined) continue
    if (typeof value === 'string') view.add(name, value)
    else for (const one of value) view.add(name, one)
  }
  return view
}

class HeaderMap implements HeaderView {
  readonly #values = new Map<string, string[]>()
  readonly #mostLines: number
  #lines = 0

  constructor(mostLines: number) {
    this.#mostLines = mostLines
  }

  add(name: string, value: string): void {
    if (typeof name !== 'string' || typeof value !== 'string') {
      throw new TypeError('the name and the value of each header must be strings')
    }
    this.#lines++
    if (this.#lines > this.#mostLines) {
      throw new HeadersTooMany(
        `there are more than ${this.#mostLines} header lines (limits.headers)`,
      )
    }
    const key = fieldName(name)
    const known = this.#values.get(key)
    if (known === undefined) this.#values.set(key, [trim(value)])
    else known.push(trim(value))
  }

  get(name: string): string | undefined {
    const values = this.values(name)
    return values.length === 1 ? values[0] : undefined
  }

  values(name: string): readonly string[] {
    return this.#values.get(fieldName(name)) ?? NONE
  }

  *entries(): IterableIterator<[string, string]> {
    for (const [name, values] of this.#values) {
      for (const value of values) yield [name, value]
    }
  }

  [Symbol.iterator](): IterableIterator<[string, string]> {
    return this.entries()
  }
}

// By ASCII alone: the Kelvin sign in lower case is a `k`, and would be another name for a header.
function fieldName(name: string): string {
  return /^[\u0000-\u007f]*$/.test(name) ? name.toLowerCase() : name
}

function isPairs(input: HeadersInput): input is Iterable<readonly [string, string]> {
  return Symbol.iterator in input
}

// `Headers` strips blanks (Fetch, section 2.2.2); a verdict must not hang on the form of the input.
function trim(value: string): string {
  return /^[\t ]|[\t ]$/.test(value) ? value.replace(/^[\t ]+|[\t ]+$/g, '') : value
}
