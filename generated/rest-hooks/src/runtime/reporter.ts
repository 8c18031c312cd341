/** Tells the consumer what happens to deliveries; nothing that listens can change the answer. */
import type { AnyWebhookError } from './errors.js'
import type { Context, Drift, ErrorHandler, HandlerOptions, Unsubscribe } from './events.js'
import { callQuietly } from './foreign-call.js'
import { HandlerList, register, runAll } from './handler-list.js'
import { causesOf, pathOf } from './log-details.js'
import type { LogDetails, LogEvent, Logger } from './logger.js'
import type { ProviderBase } from './provider.js'
import { RefusalLines } from './refusal-lines.js'
import { within } from './within.js'

type Level = keyof Logger

/** What a line says besides the provider. */
export type LineDetails = Omit<LogDetails, 'provider'>

const HANDLER_MS = 5000

/** What is known of a delivery that failed. */
export interface Known {
  readonly name?: string | undefined
  readonly id?: string | undefined
  readonly tenant?: string | undefined
  readonly secretId?: string | undefined
  /** As the delivery has it: no line has more of it than the path. */
  readonly url?: string | undefined
}

export class Reporter {
  readonly #provider: Pick<ProviderBase, 'name' | 'credentials'>
  readonly #logger: Logger | undefined
  readonly #refusals: RefusalLines
  readonly #handlers = new HandlerList<ErrorHandler>()
  #saidUnnamed = false

  constructor(
    provider: Pick<ProviderBase, 'name' | 'credentials'>,
    logger: Logger | undefined,
    clock: () => number = Date.now,
  ) {
    this.#provider = provider
    this.#logger = logger
    this.#refusals = new RefusalLines(clock)
  }

  onError(handler: ErrorHandler, options?: HandlerOptions): Unsubscribe {
    return register([this.#handlers], handler, options)
  }

  /** Never throws, whatever the handlers and the logger do. */
  async report(
    error: AnyWebhookError,
    context: Context | undefined,
    known: Known = {},
  ): Promise<void> {
    const handlers = this.#handlers.current
    // The sender waits for them, and no longer than for anything else that the consumer gave.
    const told = runAll(handlers, (handler) => handler(error, context))
    await within(told, HANDLER_MS).catch(() => undefined)
    const isFailure = error.status >= 500 || error.code === 'ERR_PERMANENT'
    if (this.#logger !== undefined) {
      const event = isFailure ? 'delivery.failed' : 'delivery.rejected'
      return this.note(isFailure ? 'error' : 'warn', event, this.#details(error, context, known))
    }
    // Neither may vanish. The error itself goes nowhere else: what a handler threw may quote the
    // payload.
    if (handlers.length > 0) return
    if (isFailure) return this.#console(error)
    const line = callQuietly(() => this.#refusals.next(error))
    if (line !== undefined) this.#warn(line)
  }

  #details(error: AnyWebhookError, context: Context | undefined, known: Known): LineDetails {
    const { code, message } = error
    const { name, id, secretId, tenant } = context ?? known
    return {
      ...{ code, message, name, id, secretId, tenant },
      path: callQuietly(() => pathOf(known.url, this.#provider.credentials)),
      cause: callQuietly(() => causesOf(error)),
    }
  }

  /** One line of a payload that breaks its schema and was handed over. Never throws. */
  mismatch({ name, subject, issues: [first] }: Drift): void {
    const where = first === undefined ? '' : `: ${first.pointer || 'it'} ${first.message}`
    const message = `the ${subject} of "${name}" breaks its schema${where}`
    if (this.#logger !== undefined) this.note('warn', 'payload.mismatch', { message, name })
    else this.#warn(`${message} (handed over; onDrift gets every one)`)
  }

  /** One line of a genuine delivery that names no event, which no handler gets. Never throws. */
  unnamed(details: LineDetails): void {
    const message = 'a genuine delivery names no event: what events.type reads is not in it'
    if (this.#logger !== undefined) this.note('warn', 'delivery.unnamed', { ...details, message })
    else if (!this.#saidUnnamed) this.#warn(`${message} (said once)`)
    this.#saidUnnamed = true
  }

  /** One line for the logger, if there is one. Never throws. */
  note(level: Level, event: LogEvent, details: LineDetails = {}): void {
    // A logger that fails must not turn one outcome into another.
    callQuietly(() => this.#logger?.[level]?.(event, { provider: this.#provider.name, ...details }))
  }

  #warn(message: string): void {
    try {
      console.warn(`${this.#provider.name}: ${message}`)
    } catch {
      // As above.
    }
  }

  #console(error: AnyWebhookError): void {
    try {
      console.error(`${this.#provider.name}: ${error.code} ${error.message}`, error)
    } catch {
      // As above.
    }
  }
}
