/** The order of a delivery: each step may end it, and none sees what an earlier one refused. */
import type { AccountGuard } from './account.js'
import { admit, allowedMethods, notAllowed } from './admission.js'
import { Answers } from './answers.js'
import { asWebhookError } from './as-webhook-error.js'
import type { Authenticated, Authenticator } from './authenticator.js'
import { type ContextParts, createContext, type FindSignal } from './context.js'
import type { MaybePromise } from './crypto.js'
import { createDelivery, type Delivery, type Head } from './delivery.js'
import type { DispatchedEvent, Dispatcher } from './dispatcher.js'
import { HandlersFailed, type PayloadInvalid, ProofMissing, STATUS } from './errors.js'
import type { EventReader } from './event-reader.js'
import type { Context, InvalidHandler, UnknownEvent, UnknownHandler } from './events.js'
import { type HandlerList, runAll } from './handler-list.js'
import type { Answered, HandshakeAccess, Handshakes } from './handshakes.js'
import type { Hydration } from './hydration.js'
import type { Receipt, Reply } from './outcome.js'
import type { Provider } from './provider.js'
import type { Reporter } from './reporter.js'
import type { SubscriptionGuard } from './subscription-guard.js'

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
  readonly account: AccountGuard
  readonly subscription: SubscriptionGuard
  readonly handshakes: Handshakes
  readonly reader: EventReader
  readonly dispatcher: Dispatcher
  readonly unknown: HandlerList<UnknownHandler>
  readonly invalid: HandlerList<InvalidHandler>
  readonly reporter: Reporter
  readonly hydrate: ReturnType<Hydration> | undefined
  readonly clock: () => number
}

/** A receipt whose event types only the consumer's side knows. */
export type AnyReceipt = Receipt<Record<string, unknown>>

interface Arrival extends Omit<ContextParts, 'event'> {
  readonly verified: Authenticated
}

const NO_BODY = new Uint8Array()

export class Pipeline {
  readonly #stages: Stages
  readonly #answers: Answers

  constructor(stages: Stages) {
    this.#stages = stages
    const { provider, handshakes } = stages
    this.#answers = new Answers(provider, allowedMethods(provider, handshakes))
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
    return { outcome, response: this.#answers.refuse(error.code), error }
  }

  async #verify({ head, read, findSignal }: Inbound): Promise<AnyReceipt> {
    const { authenticator, clock, handshakes, provider } = this.#stages
    const now = clock()
    const bare = createDelivery(head, NO_BODY)
    const early = await handshakes.answer('head', bare, this.#access(bare, now))
    if (early !== undefined) return this.#answer(early)
    admit(head, provider, handshakes)
    if (!authenticator.isPresent(head) && !handshakes.isExpected('body', head.method)) {
      throw new ProofMissing('the delivery carries no proof')
    }
    const delivery = createDelivery(head, await read())
    const unsigned = await handshakes.answer('body', delivery, this.#access(delivery, now))
    if (unsigned !== undefined) return this.#answer(unsigned)
    const verified = await authenticator.authenticate(delivery, now)
    return this.#welcome({ delivery: verified.delivery, verified, now, findSignal })
  }

  /** The delivery is genuine; whether it is an event, and one for us, is still to be seen. */
  async #welcome(arrival: Arrival): Promise<AnyReceipt> {
    const { account, handshakes, provider, subscription } = this.#stages
    const { delivery, verified } = arrival
    await account.checkNamed(delivery)
    const findContext = async () => verified.context
    const checkAccount = () => account.check(delivery)
    const access = { findContext, authenticate: findContext, checkAccount }
    const signed = await handshakes.answer('signed', delivery, access)
    if (signed?.dispatch === false) return this.#answer(signed)
    if (!provider.methods.includes(delivery.method)) throw notAllowed(provider)
    await subscription.check(delivery)
    await account.check(delivery)
    const receipt = await this.#handle(arrival)
    const isTaken = receipt.response.status < 300
    return signed === undefined || !isTaken
      ? receipt
      : { ...receipt, response: signed.receipt.response }
  }

  #access(delivery: Delivery, now: number): HandshakeAccess {
    const { authenticator } = this.#stages
    return {
      findContext: () => authenticator.contextOf(delivery, now),
      authenticate: () => authenticator.authenticate(delivery, now),
    }
  }

  async #answer({ receipt }: Answered): Promise<AnyReceipt> {
    if (receipt.error !== undefined) await this.#stages.reporter.report(receipt.error, undefined)
    return receipt
  }

  #acknowledge({ delivery, verified }: Arrival): Promise<Reply> {
    return this.#answers.acknowledge(delivery, verified.context)
  }

  async #handle(arrival: Arrival): Promise<AnyReceipt> {
    const { dispatcher, reader } = this.#stages
    const event = reader.read(arrival.delivery)
    if (!reader.isKnown(event)) return this.#handleUnknown(event, arrival)
    const handlers = dispatcher.handlersOf(event.name)
    if (handlers.length === 0) {
      return { outcome: 'ignored', response: await this.#acknowledge(arrival), events: [event] }
    }
    const fetchResource = this.#stages.hydrate?.(event, arrival.delivery)
    const context = createContext({ ...arrival, event, fetchResource })
    const invalid = await reader.validate(event)
    if (invalid !== undefined) return this.#handleInvalid(event, invalid, { arrival, context })
    const failed = await dispatcher.run(handlers, event, context)
    if (failed !== undefined) return this.fail(failed, context)
    return { outcome: 'handled', response: await this.#acknowledge(arrival), events: [event] }
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
    return { outcome: 'unknown', response: await this.#acknowledge(arrival), events: [event] }
  }

  async #handleInvalid(
    event: DispatchedEvent,
    error: PayloadInvalid,
    { arrival, context }: { readonly arrival: Arrival; readonly context: Context },
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
    const refusal = this.#answers.refuse(error.code)
    const response = isTaken ? await this.#acknowledge(arrival) : refusal
    return { outcome: 'invalid', response, error, events: [event] }
  }
}
