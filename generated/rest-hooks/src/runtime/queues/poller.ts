/** Asks for work until it is told to stop, several times at once. */

export interface PollerOptions {
  readonly concurrency?: number | undefined
  readonly pollSeconds?: number | undefined
  readonly onError?: ((error: unknown) => void) | undefined
}

/** Does one piece of work; false where there was none. */
export type Poll = () => Promise<boolean>

export class Poller {
  readonly #concurrency: number
  readonly #pauseMilliseconds: number
  readonly #onError: (error: unknown) => void
  readonly #sleepers = new Set<() => void>()
  #loops: readonly Promise<void>[] | undefined
  #isStopped = false

  constructor({ concurrency = 5, pollSeconds = 1, onError = report }: PollerOptions) {
    if (!Number.isSafeInteger(concurrency) || concurrency < 1) {
      throw new TypeError('concurrency must be a whole number above zero')
    }
    if (!(pollSeconds > 0)) throw new TypeError('pollSeconds must be a number above zero')
    this.#concurrency = concurrency
    this.#pauseMilliseconds = pollSeconds * 1000
    this.#onError = onError
  }

  start(poll: Poll): void {
    if (this.#loops !== undefined) throw new TypeError('this queue is at work already')
    this.#loops = Array.from({ length: this.#concurrency }, () => this.#run(poll))
  }

  /** Resolves when all work that was begun is done. */
  async stop(): Promise<void> {
    this.#isStopped = true
    for (const wake of this.#sleepers) wake()
    await Promise.all(this.#loops ?? [])
  }

  async #run(poll: Poll): Promise<void> {
    while (!this.#isStopped) {
      if (!(await this.#attempt(poll))) await this.#pause()
    }
  }

  async #attempt(poll: Poll): Promise<boolean> {
    try {
      return await poll()
    } catch (error) {
      try {
        this.#onError(error)
      } catch {
        // Whoever listens must not end the work.
      }
      return false
    }
  }

  #pause(): Promise<void> {
    if (this.#isStopped) return Promise.resolve()
    return new Promise((resolve) => {
      const wake = () => {
        clearTimeout(timer)
        this.#sleepers.delete(wake)
        resolve()
      }
      const timer = setTimeout(wake, this.#pauseMilliseconds)
      this.#sleepers.add(wake)
    })
  }
}

// The message alone: what else an error of a database holds may be the row that it refused.
function report(error: unknown): void {
  console.error(`the queue of deliveries failed: ${error instanceof Error ? error.message : ''}`)
}
