/** Remembers what was made of what, so that the same need not be made twice. */
import { createHash } from 'node:crypto'

/** A key lists all that a value was made of; its first part names the kind of value. */
export type Key = readonly [kind: string, ...parts: string[]]

export interface Memo {
  find<T>(key: Key): T | undefined
  /** The value has the form of JSON, for it may come back from a file. */
  keep(key: Key, value: unknown): void
}

export interface Entry {
  readonly value: unknown
  /** The entry as a file has it, so that it need not be printed again. */
  readonly line?: Uint8Array
}

/** Entries by the hash of their key. */
export type Entries = ReadonlyMap<string, Entry>

/** What all SDKs have in common: made once in a process, which may generate many. */
const common = new Map<string, Entry>()
export const COMMON = 'common'

/** The memo of one SDK in one run, on top of what was shipped and what the run before left. */
export class RunMemo implements Memo {
  readonly #before: Entries
  readonly #shipped: Entries
  readonly #used = new Map<string, Entry>()

  constructor(before: Entries = new Map(), shipped: Entries = new Map()) {
    this.#before = before
    this.#shipped = shipped
  }

  find<T>(key: Key): T | undefined {
    const hash = hashOf(key)
    const shipped = this.#shipped.get(hash)
    const entry = shipped ?? this.#used.get(hash) ?? this.#before.get(hash) ?? common.get(hash)
    if (shipped === undefined && entry !== undefined) this.#used.set(hash, entry)
    // Sound: the kind is part of the key, and one place makes the values of each kind.
    return entry?.value as T | undefined
  }

  keep(key: Key, value: unknown): void {
    const hash = hashOf(key)
    // What was found is kept as it was found, with its line.
    if (this.#shipped.has(hash) || this.#used.get(hash)?.value === value) return
    const entry = { value }
    this.#used.set(hash, entry)
    if (key[0] === COMMON) common.set(hash, entry)
  }

  /** What this run used and made: nothing else can be of use to the next one. */
  get entries(): Entries {
    return this.#used
  }

  /** Whether these are others than those of the run before. */
  get isChanged(): boolean {
    if (this.#used.size !== this.#before.size) return true
    return [...this.#used].some(([hash, entry]) => this.#before.get(hash) !== entry)
  }
}

function hashOf(key: Key): string {
  const hash = createHash('sha256')
  for (const part of key) hash.update(`${part.length} `).update(part)
  return hash.digest('base64url')
}
