/** A map whose entries have an end, and that knows which of them entered first. */

interface Node<T> {
  readonly key: string
  readonly entry: T
  older: Node<T> | undefined
  newer: Node<T> | undefined
}

// A list of its own, and no iterator of the map that stays: an idle iterator keeps every table that
// the map ever had, and a new one passes the places of all that was deleted before.
export class ExpiringMap<T extends { readonly ends: number }> {
  readonly #nodes = new Map<string, Node<T>>()
  #oldest: Node<T> | undefined
  #newest: Node<T> | undefined

  get size(): number {
    return this.#nodes.size
  }

  /** The entry, unless its time is over. */
  get(key: string, now: number): T | undefined {
    const entry = this.#nodes.get(key)?.entry
    if (entry === undefined || entry.ends > now) return entry
    this.delete(key)
    return undefined
  }

  /** The entry is the newest now, whether the key was there or not. */
  set(key: string, entry: T): void {
    this.delete(key)
    const node: Node<T> = { key, entry, older: this.#newest, newer: undefined }
    if (this.#newest === undefined) this.#oldest = node
    else this.#newest.newer = node
    this.#newest = node
    this.#nodes.set(key, node)
  }

  delete(key: string): boolean {
    const node = this.#nodes.get(key)
    if (node === undefined) return false
    const { older, newer } = node
    if (older === undefined) this.#oldest = newer
    else older.newer = newer
    if (newer === undefined) this.#newest = older
    else newer.older = older
    return this.#nodes.delete(key)
  }

  /** False where there is none. */
  deleteOldest(): boolean {
    return this.#oldest !== undefined && this.delete(this.#oldest.key)
  }

  /** Deletes the oldest entry that the test holds for; false where there is none. */
  deleteFirst(test: (entry: T) => boolean): boolean {
    for (let node = this.#oldest; node !== undefined; node = node.newer) {
      if (test(node.entry)) return this.delete(node.key)
    }
    return false
  }
}
