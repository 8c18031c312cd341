/** The order of a delivery: each step may end it, and none sees what an earlier one refused. */
import { admit, allowedMethods, notAllowed } from './admission.js'
import { asWebhookError } from './as-webhook-error.js'
import type { Authenticator } from './authenticator.js'
import { type ContextParts, createContext, type FindSignal } from './context.js'
import type { MaybePromise } from './crypto.js'
import { createDelivery, type Head } from './delivery.js'
import type { DispatchedEvent, Dispatcher } from './dispatcher.js'
import { HandlersFailed, type PayloadInvalid, ProofMissing, STATUS } from './errors.js'
import type { EventReader } from './event-reader.js'
import type { Context, InvalidHandler, UnknownEvent, UnknownHandler } from './events.js'
import { type HandlerList, runAll } from './handler-list.js'
import type { Handshakes } from './handshakes.js'
import type { Receipt } from './outcome.js'
import type { Provider } from './provider.js'
import type { Reporter } from './reporter.js'
import { acknowledge, refuse } from './respond.js'

/** A request whose body is read only once its head has passed. */
export interface Inbound {
  readonly head: Head
  readonly read: () => MaybePromise<Uint8Array>
  readonly findSignal: FindSignal | undefined
}

/** Who does what; the pipeline only knows the order. */
export interface Stages {
  readonly provider: Provider
  readonly authenticator: Authenticator
  readonly handshakes: Handshakes
  readonly reader: EventReader
  readonly dispatcher: Dispatcher
  readonly unknown: HandlerList<UnknownHandler>
  readonly invalid: HandlerList<InvalidHandler>
  readonly reporter: Reporter
  readonly clock: () => number
}

/** A receipt whose event types only the consumer's side knows. */
export type AnyReceipt = Receipt<Record<string, unknown>>

type Arrival = Omit<ContextParts, 'event'>

const NO_BODY = new Uint8Array()

export class Pipeline {
  readonly #stages: Stages
  readonly #methods: readonly string[]

  constructor(stages: Stages) {
    this.#stages = stages
    this.#methods = allowedMethods(stages.provider, stages.handshakes)
  }

  /** Takes one delivery to its end. Never throws. */
  async run(inbound: Inbound): Promise<AnyReceipt> {
    try {
      return await this.#verify(inbound)
    } catch (error) {
      return this.fail(error)
    }
  }

  /** Ends a delivery by an error. Never throws. */
  async fail(thrown: unknown, context?: Context): Promise<AnyReceipt> {
    const error = asWebhookError(thrown)
    await this.#stages.reporter.report(error, context)
    const outcome = STATUS[error.code] >= 500 ? 'failed' : 'rejected'
    return { outcome, response: refuse(error.code, this.#methods), error }
  }

  async #verify({ head, read, findSignal }: Inbound): Promise<AnyReceipt> {
    const { authenticator, clock, handshakes, provider } = this.#stages
    const now = clock()
    const findContext = () => authenticator.contextOf(head, now)
    const bare = createDelivery(head, NO_BODY)
    const early = await handshakes.answer('head', bare, findContext)
    if (early !== undefined) return early
    admit(head, provider, handshakes)
    if (!authenticator.isPresent(head) && !handshakes.isExpected('body', head.method)) {
      throw new ProofMissing('the delivery carries no proof')
    }
    const delivery = createDelivery(head, await read())
    const unsigned = await handshakes.answer('body', delivery, findContext)
    if (unsigned !== undefined) return unsigned
    const verified = await authenticator.authenticate(delivery, now)
    const signed = await handshakes.answer('signed', delivery, async () => verified.context)
    if (signed !== undefined) return signed
    if (!provider.methods.includes(head.method)) throw notAllowed(provider)
    return this.#handle({ delivery, verified, now, findSignal })
  }

  async #handle(arrival: Arrival): Promise<AnyReceipt> {
    const { dispatcher, reader } = this.#stages
    const event = reader.read(arrival.delivery)
    if (!reader.isKnown(event)) return this.#handleUnknown(event, arrival)
    const handlers = dispatcher.handlersOf(event.name)
    if (handlers.length === 0) {
      return { outcome: 'ignored', response: acknowledge(), events: [event] }
    }
    const context = createContext({ ...arrival, event })
    const invalid = await reader.validate(event)
    if (invalid !== undefined) return this.#handleInvalid(event, invalid, context)
    const failed = await dispatcher.run(handlers, event, context)
    if (failed !== undefined) return this.fail(failed, context)
    return { outcome: 'handled', response: acknowledge(), events: [event] }
  }

  // A genuine event that the SDK is too old for: refusing it would only make the sender repeat it.
  async #handleUnknown(event: UnknownEvent, arrival: Arrival): Promise<AnyReceipt> {
    const handlers = this.#stages.unknown.current
    const context = createContext({ ...arrival, event })
    const failures = await runAll(handlers, (handler) => handler(event, context))
    if (failures.length > 0) {
      const errors = failures.map((failure) => failure.error)
      return this.fail(new HandlersFailed('a handler of unknown events failed', errors), context)
    }
    return { outcome: 'unknown', response: acknowledge(), events: [event] }
  }

  async #handleInvalid(
    event: DispatchedEvent,
    error: PayloadInvalid,
    context: Context,
  ): Promise<AnyReceipt> {
    const { invalid, reporter } = this.#stages
    let isTaken = false
    const failures = await runAll(invalid.current, async (handler) => {
      const answer = await handler({ ...event, issues: error.issues }, context)
      isTaken ||= answer === 'ack'
    })
    if (failures.length > 0) {
      const errors = failures.map((failure) => failure.error)
      return this.fail(new HandlersFailed('a handler of invalid events failed', errors), context)
    }
    if (!isTaken) await reporter.report(error, context)
    const response = isTaken ? acknowledge() : refuse(error.code, this.#methods)
    return { outcome: 'invalid', response, error, events: [event] }
  }
}
