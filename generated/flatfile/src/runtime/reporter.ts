/** Tells the consumer what went wrong; nothing that listens can change the answer. */
import type { AnyWebhookError } from './errors.js'
import type { Context, ErrorHandler, HandlerOptions, Unsubscribe } from './events.js'
import { HandlerList, register, runAll } from './handler-list.js'
import type { Logger } from './options.js'

export class Reporter {
  readonly #providerName: string
  readonly #logger: Logger | undefined
  readonly #handlers = new HandlerList<ErrorHandler>()

  constructor(providerName: string, logger: Logger | undefined) {
    this.#providerName = providerName
    this.#logger = logger
  }

  onError(handler: ErrorHandler, options?: HandlerOptions): Unsubscribe {
    return register([this.#handlers], handler, options)
  }

  /** Never throws, whatever the handlers and the logger do. */
  async report(error: AnyWebhookError, context: Context | undefined): Promise<void> {
    const handlers = this.#handlers.current
    await runAll(handlers, (handler) => handler(error, context))
    const isFailure = error.status >= 500
    const logger = this.#logger ?? (isFailure && handlers.length === 0 ? console : undefined)
    const line = `${this.#providerName}: ${error.code} ${error.message}`
    try {
      if (isFailure) logger?.error(line, error)
      else logger?.warn(line)
    } catch {
      // A logger that fails must not turn a refusal into something else.
    }
  }
}
