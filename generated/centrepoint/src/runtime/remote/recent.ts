/** Collections of a fixed size, of what strangers may fill: what was used longest ago goes first. */

/** A map that forgets the entry that was set or touched longest ago. */
export class RecentMap<T> {
  readonly #entries = new Map<string, T>()
  readonly #most: number

  constructor(most: number) {
    this.#most = most
  }

  get(key: string): T | undefined {
    return this.#entries.get(key)
  }

  /** The entry is the newest now, whether the key was there or not. */
  set(key: string, entry: T): void {
    this.#entries.delete(key)
    this.#entries.set(key, entry)
    if (this.#entries.size <= this.#most) return
    const [oldest] = this.#entries.keys()
    if (oldest !== undefined) this.#entries.delete(oldest)
  }

  delete(key: string): boolean {
    return this.#entries.delete(key)
  }
}

/**
 * Which texts were noted lately, by hashes of 32 bits: a text that was not may be taken for one that
 * was, so nothing may depend on it but who goes first.
 */
export class RecentNotes {
  readonly #half: number
  #young = new Set<number>()
  #old: ReadonlySet<number> = new Set()

  /** Remembers between half of `most` and `most`. */
  constructor(most: number) {
    this.#half = most / 2
  }

  has(text: string): boolean {
    const hash = hashOf(text)
    return this.#young.has(hash) || this.#old.has(hash)
  }

  add(text: string): void {
    this.#young.add(hashOf(text))
    if (this.#young.size < this.#half) return
    this.#old = this.#young
    this.#young = new Set()
  }
}

/** FNV-1a. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5
  for (let index = 0; index < text.length; index++) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193)
  }
  return hash
}
