/** Remembers what was made of what, so that the same need not be made twice. */
import { createHash } from 'node:crypto'

/** A key lists all that a value was made of; its first part names the kind of value. */
export type Key = readonly [kind: string, ...parts: string[]]

export interface Memo {
  find<T>(key: Key): T | undefined
  /** The value has the form of JSON, for it may come back from a file. */
  keep(key: Key, value: unknown): void
}

/** Values by the hash of their key. */
export type Entries = ReadonlyMap<string, unknown>

/** What all SDKs have in common: made once in a process, which may generate many. */
const common = new Map<string, unknown>()
export const COMMON = 'common'

/** The memo of one SDK in one run, on top of what was shipped and what the run before left. */
export class RunMemo implements Memo {
  readonly #before: Entries
  readonly #shipped: Entries
  readonly #used = new Map<string, unknown>()

  constructor(before: Entries = new Map(), shipped: Entries = new Map()) {
    this.#before = before
    this.#shipped = shipped
  }

  find<T>(key: Key): T | undefined {
    const hash = hashOf(key)
    const shipped = this.#shipped.get(hash)
    const value = shipped ?? this.#used.get(hash) ?? this.#before.get(hash) ?? common.get(hash)
    if (shipped === undefined && value !== undefined) this.#used.set(hash, value)
    // Sound: the kind is part of the key, and one place makes the values of each kind.
    return value as T | undefined
  }

  keep(key: Key, value: unknown): void {
    const hash = hashOf(key)
    if (this.#shipped.has(hash)) return
    this.#used.set(hash, value)
    if (key[0] === COMMON) common.set(hash, value)
  }

  /** What this run used and made: nothing else can be of use to the next one. */
  get entries(): Entries {
    return this.#used
  }
}

function hashOf(key: Key): string {
  const hash = createHash('sha256')
  for (const part of key) hash.update(`${part.length} `).update(part)
  return hash.digest('base64url')
}
