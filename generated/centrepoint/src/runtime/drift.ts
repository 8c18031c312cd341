/** Tells of what tolerant validation lets pass. */
import type { Drift, DriftHandler, HandlerOptions, Unsubscribe } from './events.js'
import { HandlerList, register, runAll } from './handler-list.js'

export class DriftWatch {
  readonly #handlers = new HandlerList<DriftHandler>()

  /** Whether anybody wants to know. */
  get isWatched(): boolean {
    return this.#handlers.current.length > 0
  }

  onDrift(handler: DriftHandler, options?: HandlerOptions): Unsubscribe {
    return register([this.#handlers], handler, options)
  }

  /** Never throws, and waits for nobody: a handler that hangs must not hold up the answer. */
  tell(drift: Drift): void {
    void runAll(this.#handlers.current, (handler) => handler(drift))
  }
}
