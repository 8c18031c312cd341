/** Finds values in JSON text, to give a number back digit by digit: `1.0` must not become `1`. */
import { skipBlanks, skipString, skipValue } from './json-scan.js'

/** A text that is made only where it is read. */
export interface LateText {
  readonly source: () => string
}

/** JSON text that has been parsed, so that it is known to be right. */
export type JsonSource = Uint8Array | LateText

const decoder = new TextDecoder('utf-8', { ignoreBOM: true })

/** A proof may read many numbers of one body, and whoever sends it says how long it is. */
const known = new WeakMap<JsonSource, Places>()

/** The text of the value at a path, whatever it is; undefined where there is none. */
export function valueText(source: JsonSource, path: readonly string[]): string | undefined {
  return placesOf(source).textAt(path)
}

/** The text of every element of the array at a path; none where there is no array. */
export function elementTexts(source: JsonSource, path: readonly string[]): readonly string[] {
  return placesOf(source).elementsAt(path)
}

function placesOf(source: JsonSource): Places {
  const places = known.get(source) ?? new Places(textOf(source))
  known.set(source, places)
  return places
}

function textOf(source: JsonSource): string {
  return 'source' in source ? source.source() : decoder.decode(source)
}

/** Where the values inside of an object or a list begin: by name, or one after another. */
type Starts = ReadonlyMap<string, number> | readonly number[]

/** Reads each object and each list on the way to a value once, however many values are asked for. */
class Places {
  readonly #text: string
  readonly #starts = new Map<number, Starts>()

  constructor(text: string) {
    this.#text = text
  }

  textAt(path: readonly string[]): string | undefined {
    const start = this.#find(path)
    return start === undefined ? undefined : this.#value(start)
  }

  elementsAt(path: readonly string[]): readonly string[] {
    const start = this.#find(path)
    const starts = start === undefined ? undefined : this.#startsIn(start)
    return isList(starts) ? starts.map((at) => this.#value(at)) : []
  }

  #find(path: readonly string[]): number | undefined {
    let at: number | undefined = skipBlanks(this.#text, 0)
    for (const step of path) {
      const starts: Starts | undefined = at === undefined ? undefined : this.#startsIn(at)
      at = isList(starts) ? starts[Number(step)] : starts?.get(step)
    }
    return at
  }

  #value(start: number): string {
    return this.#text.slice(start, skipValue(this.#text, start))
  }

  #startsIn(at: number): Starts | undefined {
    const first = this.#text[at]
    if (first !== '{' && first !== '[') return undefined
    const starts = this.#starts.get(at) ?? (first === '{' ? this.#members(at) : this.#elements(at))
    this.#starts.set(at, starts)
    return starts
  }

  /** Of several members of one name the last counts, as `JSON.parse` has it. */
  #members(from: number): ReadonlyMap<string, number> {
    const starts = new Map<string, number>()
    for (let at = this.#next(from); this.#text[at] === '"'; at = this.#next(at)) {
      const end = skipString(this.#text, at)
      const key = this.#text.slice(at, end)
      at = this.#next(skipBlanks(this.#text, end))
      starts.set(key.includes('\\') ? String(JSON.parse(key)) : key.slice(1, -1), at)
      at = skipBlanks(this.#text, skipValue(this.#text, at))
    }
    return starts
  }

  #elements(from: number): readonly number[] {
    const starts: number[] = []
    if (this.#text[this.#next(from)] === ']') return starts
    for (let at = from; at < this.#text.length && this.#text[at] !== ']'; ) {
      const start = this.#next(at)
      starts.push(start)
      at = skipBlanks(this.#text, skipValue(this.#text, start))
    }
    return starts
  }

  /** What stands behind a bracket, a colon or a comma. */
  #next(at: number): number {
    return skipBlanks(this.#text, at + 1)
  }
}

// `Array.isArray` alone does not narrow a readonly array out of the union.
function isList(starts: Starts | undefined): starts is readonly number[] {
  return Array.isArray(starts)
}
