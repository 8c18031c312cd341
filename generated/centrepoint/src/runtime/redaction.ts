/** Copies of payloads to be printed, without what their schemas mark as sensitive. */

/** Stands for whatever was hidden. */
export const REDACTED = '[redacted]'

/** Deeper than any payload that a person reads, and far from what overflows a stack. */
const MAX_DEPTH = 256

/** More values than a body of the default size can hold. */
const MAX_VALUES = 1_000_000

/** What holds at a place of a payload: `true` hides all of it, numbers are the rules for what is inside. */
export type Place = true | readonly number[]

/** A regular expression, or what stands for one that could take very long. */
export interface NamePattern {
  test(name: string): boolean
}

/** What one schema says of the places directly inside it. */
export interface RedactionRule {
  readonly members?: Readonly<Record<string, Place>>
  /** For members whose name a pattern matches. */
  readonly patterns?: readonly (readonly [pattern: NamePattern, place: Place])[]
  /** For members that `members` and `patterns` do not list. */
  readonly others?: Place
  /** For the first elements of an array, one by one. */
  readonly items?: readonly Place[]
  /** For the elements after those. */
  readonly rest?: Place
}

/** What the schemas of a provider mark. */
export interface RedactionPlan {
  /** By wire name; events that are not listed have nothing to hide. */
  readonly events: Readonly<Record<string, Place>>
  readonly rules: readonly RedactionRule[]
}

/** What it returns is for people to read, and no payload any more. */
export type Redact = (name: string | undefined, payload: unknown) => unknown

const NOTHING: Place = []

/** For the events of `names`; of any other nobody knows what to hide, and so all values are hidden. */
export function createRedactor(plan: RedactionPlan, names: readonly string[]): Redact {
  const known = new Set(names)
  return (name, payload) => {
    if (name === undefined || !known.has(name)) return new Copier([], true).copy(payload, NOTHING)
    const place = (Object.hasOwn(plan.events, name) ? plan.events[name] : undefined) ?? NOTHING
    // What should be an object and is text may be one that nobody has parsed yet.
    const isWhole = place !== true && place.length > 0 && !isContainer(payload)
    return new Copier(plan.rules, false).copy(payload, isWhole ? true : place)
  }
}

/** Makes one copy. */
class Copier {
  readonly #rules: readonly RedactionRule[]
  readonly #hidesValues: boolean
  readonly #above = new Set<object>()
  #left = MAX_VALUES

  constructor(rules: readonly RedactionRule[], hidesValues: boolean) {
    this.#rules = rules
    this.#hidesValues = hidesValues
  }

  copy(payload: unknown, place: Place): unknown {
    const copied = this.#copy(payload, place)
    return this.#left < 0 ? REDACTED : copied
  }

  #copy(value: unknown, place: Place): unknown {
    this.#left -= 1
    if (place === true) return REDACTED
    if (!isContainer(value)) return this.#hidesValues || !isPlain(value) ? REDACTED : value
    // What holds itself has no end, and what is too deep would overflow whatever prints it.
    if (this.#above.has(value) || this.#above.size >= MAX_DEPTH) return REDACTED
    this.#above.add(value)
    const rules = place.flatMap((index) => this.#rules[index] ?? [])
    const copied = Array.isArray(value)
      ? this.#copyArray(value, rules)
      : this.#copyObject(value, rules)
    this.#above.delete(value)
    return copied
  }

  #copyArray(array: readonly unknown[], rules: readonly RedactionRule[]): unknown {
    const copied: unknown[] = []
    for (let index = 0; index < array.length && this.#left >= 0; index += 1) {
      copied.push(this.#copy(array[index], placeOfElement(index, rules)))
    }
    return copied
  }

  #copyObject(object: object, rules: readonly RedactionRule[]): unknown {
    const copied: Record<string, unknown> = {}
    for (const [name, value] of Object.entries(object)) {
      if (this.#left < 0) break
      const copy = this.#copy(value, placeOfMember(name, rules))
      // An assignment would set the prototype.
      if (name === '__proto__')
        Object.defineProperty(copied, name, { value: copy, enumerable: true })
      else copied[name] = copy
    }
    return copied
  }
}

function placeOfElement(index: number, rules: readonly RedactionRule[]): Place {
  return unite(rules.map(({ items, rest }) => items?.[index] ?? rest ?? NOTHING))
}

function placeOfMember(name: string, rules: readonly RedactionRule[]): Place {
  return unite(
    rules.flatMap(({ members = {}, patterns = [], others = NOTHING }) => {
      const found = patterns.flatMap(([pattern, place]) => (pattern.test(name) ? [place] : []))
      const own = Object.hasOwn(members, name) ? members[name] : undefined
      if (own !== undefined) found.push(own)
      return found.length === 0 ? [others] : found
    }),
  )
}

/** All that the places say. A rule counts once, or the number of them would double at each level. */
function unite(places: readonly Place[]): Place {
  const [only = NOTHING, ...others] = places
  if (others.length === 0) return only
  const indexes = new Set<number>()
  for (const place of places) {
    if (place === true) return true
    for (const index of place) indexes.add(index)
  }
  return [...indexes]
}

/** An array, or an object that is no `Date`, `Map`, `Buffer` and the like. */
function isContainer(value: unknown): value is object {
  if (typeof value !== 'object' || value === null) return false
  return Array.isArray(value) || Object.prototype.toString.call(value) === '[object Object]'
}

/** What JSON can hold. Bytes and functions might bring along what their own form hides. */
function isPlain(value: unknown): boolean {
  return value === null || !['object', 'function', 'symbol'].includes(typeof value)
}
