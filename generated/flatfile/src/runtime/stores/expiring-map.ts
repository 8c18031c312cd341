/** A map whose entries have an end, and that knows which of them entered first. */

export class ExpiringMap<T extends { readonly ends: number }> {
  readonly #entries = new Map<string, T>()
  // One iterator that stays: a new one passes the places of all that was deleted before.
  #oldest = this.#entries.keys()

  get size(): number {
    return this.#entries.size
  }

  /** The entry, unless its time is over. */
  get(key: string, now: number): T | undefined {
    const entry = this.#entries.get(key)
    if (entry === undefined || entry.ends > now) return entry
    this.#entries.delete(key)
    return undefined
  }

  /** The entry is the newest now, whether the key was there or not. */
  set(key: string, entry: T): void {
    this.#entries.delete(key)
    this.#entries.set(key, entry)
  }

  delete(key: string): boolean {
    return this.#entries.delete(key)
  }

  /** False where there is none. */
  deleteOldest(): boolean {
    if (this.#entries.size === 0) return false
    let next = this.#oldest.next()
    if (next.done === true) {
      this.#oldest = this.#entries.keys()
      next = this.#oldest.next()
    }
    return next.done !== true && this.#entries.delete(next.value)
  }

  /** Deletes the oldest entry that the test holds for; false where there is none. */
  deleteFirst(test: (entry: T) => boolean): boolean {
    for (const [key, entry] of this.#entries) {
      if (test(entry)) return this.#entries.delete(key)
    }
    return false
  }
}
