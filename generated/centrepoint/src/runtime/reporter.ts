/** Tells the consumer what happens to deliveries; nothing that listens can change the answer. */
import type { AnyWebhookError } from './errors.js'
import type { Context, Drift, ErrorHandler, HandlerOptions, Unsubscribe } from './events.js'
import { callQuietly } from './foreign-call.js'
import { HandlerList, register, runAll } from './handler-list.js'
import type { LogDetails, LogEvent, Logger } from './logger.js'
import { within } from './within.js'

type Level = keyof Logger

const HANDLER_MS = 5000

export class Reporter {
  readonly #provider: string
  readonly #logger: Logger | undefined
  readonly #handlers = new HandlerList<ErrorHandler>()

  constructor(provider: string, logger: Logger | undefined) {
    this.#provider = provider
    this.#logger = logger
  }

  onError(handler: ErrorHandler, options?: HandlerOptions): Unsubscribe {
    return register([this.#handlers], handler, options)
  }

  /** Never throws, whatever the handlers and the logger do. */
  async report(
    error: AnyWebhookError,
    context: Context | undefined,
    tenant: string | undefined = context?.tenant,
  ): Promise<void> {
    const handlers = this.#handlers.current
    // The sender waits for them, and no longer than for anything else that the consumer gave.
    const told = runAll(handlers, (handler) => handler(error, context))
    await within(told, HANDLER_MS).catch(() => undefined)
    const { code, message, status } = error
    const isFailure = status >= 500 || code === 'ERR_PERMANENT'
    // Failures must not vanish. The error itself goes nowhere else: what a handler threw may quote
    // the payload.
    if (this.#logger === undefined) {
      if (isFailure && handlers.length === 0) this.#console(error)
      return
    }
    const event = isFailure ? 'delivery.failed' : 'delivery.rejected'
    const { name, id, secretId } = context ?? {}
    this.note(isFailure ? 'error' : 'warn', event, { code, message, name, id, secretId, tenant })
  }

  /** One line of a payload that breaks its schema and was handed over. Never throws. */
  mismatch({ name, subject, issues: [first] }: Drift): void {
    const where = first === undefined ? '' : `: ${first.pointer || 'it'} ${first.message}`
    const message = `the ${subject} of "${name}" breaks its schema${where}`
    if (this.#logger !== undefined) this.note('warn', 'payload.mismatch', { message, name })
    else this.#warn(`${message} (handed over; onDrift gets every one)`)
  }

  /** One line for the logger, if there is one. Never throws. */
  note(level: Level, event: LogEvent, details: Omit<LogDetails, 'provider'> = {}): void {
    // A logger that fails must not turn one outcome into another.
    callQuietly(() => this.#logger?.[level]?.(event, { provider: this.#provider, ...details }))
  }

  #warn(message: string): void {
    try {
      console.warn(`${this.#provider}: ${message}`)
    } catch {
      // As above.
    }
  }

  #console(error: AnyWebhookError): void {
    try {
      console.error(`${this.#provider}: ${error.code} ${error.message}`, error)
    } catch {
      // As above.
    }
  }
}
