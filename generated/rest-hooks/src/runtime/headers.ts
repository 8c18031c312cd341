/** One case-insensitive view of a delivery's headers, whatever form they came in. */
import { trimmed } from './ends.js'
import { DeliveryInvalid, HeadersTooMany } from './service-errors.js'

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

/** What headers may come to; each of them `Infinity` where it is left out. */
export interface HeaderLimits {
  /** Lines: a repeated header is as many as it has values. */
  readonly headers?: number
  /** Bytes of all names and values. */
  readonly headerBytes?: number
}

const NONE: readonly string[] = []

/**
 * Copies the headers, so that nobody changes them between check and use.
 *
 * @throws {DeliveryInvalid} `ERR_DELIVERY` for anything but strings in one of the forms
 * @throws {HeadersTooMany} `ERR_HEADERS_TOO_MANY` above the limits
 */
export function viewHeaders(input: HeadersInput, limits: HeaderLimits = {}): HeaderView {
  const view = new HeaderMap(limits)
  if (typeof input !== 'object' || input === null) {
    throw new DeliveryInvalid('headers must be a Headers object, a record or a list of pairs')
  }
  if (isPairs(input)) {
    for (const pair of input) {
      if (!Array.isArray(pair)) throw new DeliveryInvalid('headers in a list must be pairs')
      view.add(pair[0], pair[1])
    }
    return view
  }
  for (const [name, value] of Object.entries(input)) {
    // As records of optional values have it, `null` is absent.
    if (value === undefined || value === null) continue
    if (isList(value)) for (const one of value) view.add(name, one)
    else view.add(name, value)
  }
  return view
}

class HeaderMap implements HeaderView {
  readonly #values = new Map<string, string[]>()
  readonly #limits: HeaderLimits
  #lines = 0
  #bytes = 0

  constructor(limits: HeaderLimits) {
    this.#limits = limits
  }

  add(name: string, value: string): void {
    if (typeof name !== 'string' || typeof value !== 'string') {
      const found = typeof name === 'string' ? value : name
      throw new DeliveryInvalid(
        `the name and the value of each header must be text, and one is ${kindOf(found)}`,
      )
    }
    this.#count(name, value)
    const key = fieldName(name)
    const known = this.#values.get(key)
    if (known === undefined) this.#values.set(key, [trim(value)])
    else known.push(trim(value))
  }

  #count(name: string, value: string): void {
    const { headers = Infinity, headerBytes = Infinity } = this.#limits
    this.#lines += 1
    // Platforms hand header values over as Latin-1: one byte a character.
    this.#bytes += name.length + value.length
    if (this.#lines > headers) {
      throw new HeadersTooMany(`there are more than ${headers} header lines (limits.headers)`)
    }
    if (this.#bytes > headerBytes) {
      throw new HeadersTooMany(
        `the headers have more than ${headerBytes} bytes (limits.headerBytes)`,
      )
    }
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

function kindOf(value: unknown): string {
  if (value === undefined || value === null) return String(value)
  return Array.isArray(value) ? 'a list' : `of type ${typeof value}`
}

// `Array.isArray` alone does not narrow a readonly array out of the union.
function isList(value: string | readonly string[]): value is readonly string[] {
  return Array.isArray(value)
}

function isPairs(input: HeadersInput): input is Iterable<readonly [string, string]> {
  return Symbol.iterator in input
}

// `Headers` strips blanks (Fetch, section 2.2.2); a verdict must not hang on the form of the input.
function trim(value: string): string {
  return trimmed(value, '\t ')
}
