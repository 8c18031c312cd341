/** Counts what is under way: keeps out what is too much, and waits for the rest in the end. */
import { Overloaded, ReceiverClosing } from './errors.js'
import { timerDelay } from './within.js'

export class Gate {
  readonly #most: number
  #inside = 0
  #isClosing = false
  #whenEmpty: (() => void)[] = []
  #wasEntered = false

  /** `most` at once. */
  constructor(most: number) {
    this.#most = most
  }

  /** Whether a delivery has come yet. */
  get wasEntered(): boolean {
    return this.#wasEntered
  }

  /**
   * Lets one more in, who has to leave.
   *
   * @throws {Overloaded} `ERR_OVERLOADED`
   * @throws {ReceiverClosing} `ERR_CLOSING`
   */
  enter(): void {
    if (this.#isClosing) throw new ReceiverClosing('the receiver is being closed')
    if (this.#inside >= this.#most) {
      throw new Overloaded(`${this.#most} deliveries are under way (limits.concurrency)`)
    }
    this.#inside++
    this.#wasEntered = true
  }

  leave(): void {
    this.#inside--
    if (this.#inside > 0) return
    for (const tell of this.#whenEmpty) tell()
    this.#whenEmpty = []
  }

  /** Lets nobody in any more. Resolves to whether all have left in time. */
  async close(milliseconds: number): Promise<boolean> {
    this.#isClosing = true
    if (this.#inside === 0) return true
    let timer: ReturnType<typeof setTimeout> | undefined
    const late = new Promise<false>((resolve) => {
      if (Number.isFinite(milliseconds))
        timer = setTimeout(() => resolve(false), timerDelay(milliseconds))
    })
    const empty = new Promise<true>((resolve) => this.#whenEmpty.push(() => resolve(true)))
    const isEmpty = await Promise.race([empty, late])
    clearTimeout(timer)
    return isEmpty
  }
}
