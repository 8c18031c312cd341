/** Runs patterns on which the engine's own matching could take very long: one pass over the text. */

/** One step of a search. Where it does not say where to go on, that is at the step behind it. */
export type Step =
  | readonly ['take', set: number]
  | readonly ['go', ...ways: readonly number[]]
  | readonly ['at', edge: 'start' | 'end' | 'border' | 'inside']
  /** Goes on where an earlier search succeeds at this position, or where it does not. */
  | readonly ['look', search: number, wanted: boolean]
  | readonly ['found']

/** A pattern, taken apart by the generator. */
export interface LinearPattern {
  /** Whether it reads code points, as with the flag `u`, or UTF-16 units. */
  readonly unicode: boolean
  /** Classes of characters, each the source of a regular expression for one. */
  readonly sets: readonly string[]
  /** What looks ahead is read from the end of the text. The last search is the pattern itself. */
  readonly searches: readonly { readonly backward: boolean; readonly steps: readonly Step[] }[]
}

const ASCII = 128

/**
 * The pattern as validators call it, with the answers of the regular expression. All ways to read
 * the text are followed side by side: the time is bounded by its length times the number of steps.
 */
export function linearPattern(pattern: LinearPattern): { test(text: string): boolean } {
  const sets = pattern.sets.map((source) => new CharacterSet(source, pattern.unicode ? 'u' : ''))
  const searches = pattern.searches.map(({ steps, backward }) => new Search(steps, backward, sets))
  const test = (text: string): boolean => {
    const characters = charactersOf(text, pattern.unicode)
    const found: Uint8Array[] = []
    for (const search of searches) {
      const isLast = found.length === searches.length - 1
      found.push(search.run(characters, found, isLast))
    }
    return found.at(-1)?.includes(1) ?? false
  }
  return { test }
}

function charactersOf(text: string, unicode: boolean): Uint32Array {
  const characters = new Uint32Array(text.length)
  let count = 0
  for (let index = 0; index < text.length; index++) {
    const code = (unicode ? text.codePointAt(index) : text.charCodeAt(index)) ?? 0
    characters[count++] = code
    if (code > 0xffff) index++
  }
  return characters.subarray(0, count)
}

class CharacterSet {
  readonly #expression: RegExp
  readonly #ascii: Uint8Array

  constructor(source: string, flags: string) {
    this.#expression = new RegExp(`^(?:${source})$`, flags)
    this.#ascii = Uint8Array.from({ length: ASCII }, (_, code) => (this.#holds(code) ? 1 : 0))
  }

  has(code: number): boolean {
    return code < ASCII ? this.#ascii[code] === 1 : this.#holds(code)
  }

  #holds(code: number): boolean {
    return this.#expression.test(String.fromCodePoint(code))
  }
}

class Search {
  readonly #steps: readonly Step[]
  readonly #backward: boolean
  /** For each step the characters that it takes; most steps take none. */
  readonly #taken: readonly (CharacterSet | undefined)[]
  /** For each step where it goes without taking any. */
  readonly #ways: readonly (readonly number[] | undefined)[]

  constructor(steps: readonly Step[], backward: boolean, sets: readonly CharacterSet[]) {
    this.#steps = steps
    this.#backward = backward
    this.#taken = steps.map((step) => (step[0] === 'take' ? sets[step[1]] : undefined))
    this.#ways = steps.map(([kind, ...ways]) => (kind === 'go' ? ways.map(Number) : undefined))
  }

  /**
   * For each position 1 where a match ends that began anywhere; with `isFirstEnough`, up to the
   * first. `earlier` is what the searches before this one found.
   */
  run(text: Uint32Array, earlier: readonly Uint8Array[], isFirstEnough: boolean): Uint8Array {
    const found = new Uint8Array(text.length + 1)
    // The last round in which a step was reached, counted from 1: once in each is enough.
    const reached = new Uint32Array(this.#steps.length)
    const taken = this.#taken
    const ways = this.#ways
    let open: number[] = []
    let next: number[] = []
    for (let round = 1; round <= found.length; round++) {
      const position = this.#backward ? found.length - round : round - 1
      const character = text[this.#backward ? position - 1 : position]
      open.push(0)
      for (let at = open.pop(); at !== undefined; at = open.pop()) {
        if (reached[at] === round) continue
        reached[at] = round
        const set = taken[at]
        const onward = ways[at]
        if (set !== undefined) {
          if (character !== undefined && set.has(character)) next.push(at + 1)
        } else if (onward !== undefined) {
          for (const way of onward) if (reached[way] !== round) open.push(way)
        } else if (this.#passes(at, text, position, earlier)) {
          open.push(at + 1)
        } else if (this.#steps[at]?.[0] === 'found') {
          found[position] = 1
          if (isFirstEnough) return found
        }
      }
      const empty = open
      open = next
      next = empty
    }
    return found
  }

  #passes(
    at: number,
    text: Uint32Array,
    position: number,
    earlier: readonly Uint8Array[],
  ): boolean {
    const step = this.#steps[at]
    if (step?.[0] === 'at') return isAt(step[1], text, position)
    return step?.[0] === 'look' && (earlier[step[1]]?.[position] === 1) === step[2]
  }
}

function isAt(edge: string, text: Uint32Array, position: number): boolean {
  if (edge === 'start') return position === 0
  if (edge === 'end') return position === text.length
  return (isWord(text[position - 1]) !== isWord(text[position])) === (edge === 'border')
}

function isWord(code: number | undefined): boolean {
  return code !== undefined && /\w/.test(String.fromCodePoint(code))
}
