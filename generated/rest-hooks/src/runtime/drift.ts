/** Tells of what tolerant validation lets pass. */
import type { Drift, DriftHandler, HandlerOptions, Unsubscribe } from './events.js'
import { HandlerList, register, runAll } from './handler-list.js'
import type { Issue } from './validation.js'

/** A payload may repeat what it drifts by in each item of a long list. */
const MAX_ISSUES = 100

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
  tell({ name, subject }: Pick<Drift, 'name' | 'subject'>, issues: readonly Issue[]): void {
    const count = issues.length
    const drift: Drift = { name, subject, issues: issues.slice(0, MAX_ISSUES), count }
    void runAll(this.#handlers.current, (handler) => handler(drift))
  }
}
