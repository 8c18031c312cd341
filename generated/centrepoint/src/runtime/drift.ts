/** Tells of what validation lets pass. */
import type { Drift, DriftHandler, HandlerOptions, Unsubscribe } from './events.js'
import { HandlerList, register, runAll } from './handler-list.js'

export class DriftWatch {
  readonly #handlers = new HandlerList<DriftHandler>()
  readonly #unheard: (drift: Drift) => void
  readonly #said = new Set<string>()

  /** `unheard` gets the first mismatch of each event that no handler gets: it must not vanish. */
  constructor(unheard: (drift: Drift) => void = () => {}) {
    this.#unheard = unheard
  }

  /** Whether anybody wants to know. */
  get isWatched(): boolean {
    return this.#handlers.current.length > 0
  }

  onDrift(handler: DriftHandler, options?: HandlerOptions): Unsubscribe {
    return register([this.#handlers], handler, options)
  }

  /** Never throws, and waits for nobody: a handler that hangs must not hold up the answer. */
  tell(drift: Drift): void {
    const key = `${drift.subject} ${drift.name}`
    if (!this.isWatched && drift.level === 'mismatch' && !this.#said.has(key)) {
      this.#said.add(key)
      this.#unheard(drift)
    }
    void runAll(this.#handlers.current, (handler) => handler(drift))
  }
}
