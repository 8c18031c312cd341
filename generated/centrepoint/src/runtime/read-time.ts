/** Ends the reading of a body that takes too long: a sender that trickles holds nothing up. */
import type { MaybePromise } from './crypto.js'
import { ReadTimeout } from './errors.js'

/** A timer that waits for longer fires at once. */
const LONGEST_MS = 2 ** 31 - 1

/** What whoever reads may know of the time; by shape, so that adapters of several SDKs mix. */
export interface ReadingTime {
  /** Says how the reading is broken off, so that nothing more is taken in. */
  readonly whenOver: (stop: () => void) => void
}

export class ReadTime implements ReadingTime {
  readonly #seconds: number
  #stop: (() => void) | undefined

  constructor(seconds: number) {
    this.#seconds = seconds
  }

  whenOver(stop: () => void): void {
    this.#stop = stop
  }

  /**
   * What is read, whatever that is doing when the time is over.
   *
   * @throws {ReadTimeout} `ERR_READ_TIMEOUT`
   */
  async limit<T>(reading: MaybePromise<T>): Promise<T> {
    if (!isPending(reading) || this.#seconds === Number.POSITIVE_INFINITY) return reading
    let timer: ReturnType<typeof setTimeout> | undefined
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(
        () => {
          reject(this.#error())
          this.#stop?.()
        },
        Math.min(this.#seconds * 1000, LONGEST_MS),
      )
    })
    try {
      return await Promise.race([reading, late])
    } finally {
      clearTimeout(timer)
    }
  }

  #error(): ReadTimeout {
    return new ReadTimeout(
      `the body took more than ${this.#seconds} seconds to arrive (limits.readSeconds)`,
    )
  }
}

function isPending<T>(reading: MaybePromise<T>): reading is Promise<T> {
  return typeof reading === 'object' && reading !== null && 'then' in reading
}
