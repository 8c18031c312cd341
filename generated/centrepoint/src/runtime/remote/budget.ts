/** Counts the fetches that unproven deliveries cause, and allows so many in any minute. */

const MINUTE = 60_000

/** The receiver's clock is a parameter, in milliseconds since the epoch. */
export class Budget {
  readonly #perMinute: number
  readonly #apartMilliseconds: number
  #spent: readonly number[] = []

  /** With `apartMilliseconds`, two fetches are at least so far apart. */
  constructor(perMinute: number, apartMilliseconds = 0) {
    this.#perMinute = perMinute
    this.#apartMilliseconds = apartMilliseconds
  }

  /** Takes one; false where none is left. */
  take(now: number): boolean {
    // Distances, so that a clock that is set back neither blocks for long nor allows more.
    this.#spent = this.#spent.filter((time) => Math.abs(now - time) < MINUTE)
    if (this.#spent.length >= this.#perMinute) return false
    if (this.#spent.some((time) => Math.abs(now - time) < this.#apartMilliseconds)) return false
    this.#spent = [...this.#spent, now]
    return true
  }
}
