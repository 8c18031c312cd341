/** Takes genuine events to their end: known, valid, not handled before, handled, remembered. */
import { asWebhookError } from './as-webhook-error.js'
import { type ContextParts, createContext, type FindSignal } from './context.js'
import { coveredBytes } from './covered-bytes.js'
import type { DeadLetters } from './dead-letters.js'
import type { DispatchedEvent, Dispatcher } from './dispatcher.js'
import type { Proven } from './envelope-content.js'
import type { AnyWebhookError, PayloadInvalid } from './errors.js'
import { HandlersFailed } from './errors.js'
import { eventKey, sequenceKey } from './event-key.js'
import type { EventReader, ReadEvent } from './event-reader.js'
import type { Context, InvalidHandler, UnknownEvent, UnknownHandler } from './events.js'
import { type HandlerList, type Registration, runAll } from './handler-list.js'
import type { Hydration } from './hydration.js'
import { Claim, type Ledger } from './ledger.js'
import type { Reply } from './outcome.js'
import type { Provider } from './provider.js'
import type { ReplySlot } from './reply-slot.js'
import type { Success } from './respond.js'
import { type Attempt, runHandlers } from './run-handlers.js'
import type { Watch } from './watch.js'

/** Who does what with an event. */
export interface ProcessorParts {
  readonly provider: Provider
  readonly reader: EventReader
  readonly dispatcher: Dispatcher
  readonly unknown: HandlerList<UnknownHandler>
  readonly invalid: HandlerList<InvalidHandler>
  readonly hydrate: ReturnType<Hydration> | undefined
  readonly ledger: Ledger | undefined
  readonly deadLetters: DeadLetters | undefined
  readonly skipsStale: boolean
}

/** A delivery whose proof held, and how it is handled. */
export interface Arrival extends Proven {
  readonly findSignal: FindSignal | undefined
  readonly reply: ReplySlot
  readonly watch: Watch
  /** The dead letter that it is replayed from. */
  readonly replay?: string | undefined
  /** The handlers that need not run again. */
  readonly succeeded?: readonly string[]
  /** The place of the event in the batch. */
  readonly index: number
}

/** What an event came to. */
export type Settled = { readonly event: UnknownEvent; readonly context?: Context } & (
  | { readonly situation: Success; readonly reply?: Reply | undefined; readonly error?: undefined }
  /** `taken`: broken, and somebody took it. */
  | { readonly situation: 'taken'; readonly error: PayloadInvalid }
  | { readonly situation: 'error'; readonly error: AnyWebhookError }
)

/** An event that somebody may handle. */
interface Ready {
  readonly event: UnknownEvent
  readonly handlers: readonly Registration<(event: never, context: Context) => unknown>[]
  readonly isKnown: boolean
}

/** An event that is refused for its payload. */
interface Broken {
  readonly event: DispatchedEvent
  readonly error: PayloadInvalid
}

interface Verdict extends Pick<ContextParts, 'valid'> {
  readonly broken?: Broken
}

/** What was found of an event before its handlers run. */
type Findings = Pick<ContextParts, 'stale' | 'valid'>

export class Processor {
  readonly #parts: ProcessorParts

  constructor(parts: ProcessorParts) {
    this.#parts = parts
  }

  /** Takes one event to its end. Never throws. */
  async settle(read: ReadEvent, arrival: Arrival): Promise<Settled> {
    const { name, id } = read
    let event: UnknownEvent = { name, id, payload: undefined }
    try {
      event = { name, id, payload: read.payload() }
      const ready = this.#lookUp(event)
      if (ready.handlers.length === 0) return { event, situation: situationOf(ready, 'ignored') }
      const { valid, broken } = await this.#validate(event, arrival)
      if (broken !== undefined) return await this.#takeInvalid(broken, read, arrival)
      return await this.#handle({ ...ready, valid, read, arrival })
    } catch (error) {
      return { event, situation: 'error', error: asWebhookError(error) }
    }
  }

  /** The event where it is broken, and what came of that. Runs no handler of it. */
  async check(read: ReadEvent, arrival: Arrival): Promise<Settled | undefined> {
    const { name, id } = read
    let event: UnknownEvent = { name, id, payload: undefined }
    try {
      event = { name, id, payload: read.payload() }
      const { broken } = await this.#validate(event, arrival)
      return broken && (await this.#takeInvalid(broken, read, arrival))
    } catch (error) {
      return { event, situation: 'error', error: asWebhookError(error) }
    }
  }

  #lookUp(event: UnknownEvent): Ready {
    const { dispatcher, reader, unknown } = this.#parts
    if (!reader.isKnown(event)) return { event, handlers: unknown.current, isKnown: false }
    return { event, handlers: dispatcher.handlersOf(event.name), isKnown: true }
  }

  #context(event: UnknownEvent, read: ReadEvent, arrival: Arrival, found: Findings): Context {
    const { hydrate, provider } = this.#parts
    const { delivery } = read
    const fetchResource = hydrate?.(event, delivery)
    const raw = coveredBytes(provider, delivery, arrival.verified.coverage)
    return createContext({ ...arrival, ...found, delivery, raw, event, fetchResource })
  }

  async #validate(event: UnknownEvent, { driftTold, watch }: Arrival): Promise<Verdict> {
    const { reader } = this.#parts
    if (!reader.isKnown(event)) return { valid: undefined }
    let valid: boolean | undefined
    // Resolves to the error alone, by which the stage counts as failed.
    const error = await watch.stage('validate', event.name, async () => {
      const found = await reader.validate(event, driftTold)
      valid = found.valid
      return found.error
    })
    return error === undefined ? { valid } : { valid, broken: { event, error } }
  }

  async #takeInvalid(
    { event, error }: Broken,
    read: ReadEvent,
    arrival: Arrival,
  ): Promise<Settled> {
    const { deadLetters, invalid } = this.#parts
    const { issues, count } = error
    const context = this.#context(event, read, arrival, { stale: false, valid: false })
    let isTaken = false
    const failures = await runAll(invalid.current, async (handler) => {
      const answer = await handler({ ...event, issues, count }, context)
      isTaken ||= answer === 'ack'
    })
    if (failures.length > 0) {
      const errors = failures.map((failure) => failure.error)
      const failed = new HandlersFailed('a handler of invalid events failed', errors)
      return { event, context, situation: 'error', error: failed }
    }
    if (!isTaken && deadLetters?.takesInvalid === true) {
      await deadLetters.put(event, arrival, { reason: 'invalid', issues })
      isTaken = true
    }
    return { event, context, error, situation: isTaken ? 'taken' : 'error' }
  }

  async #handle(
    ready: Ready & Verdict & { readonly read: ReadEvent; readonly arrival: Arrival },
  ): Promise<Settled> {
    const { event, read, arrival, valid } = ready
    const { stage } = arrival.watch
    const claim = await stage('reserve', event.name, () => this.#claim(read, arrival))
    if (claim !== undefined && !(claim instanceof Claim)) {
      return { event, situation: 'duplicate', reply: claim.reply }
    }
    try {
      arrival.reply.restore(claim?.reply)
      const stale = await this.#isStale(read, arrival)
      if (stale && this.#parts.skipsStale) {
        await claim?.complete(undefined)
        return { event, situation: 'stale' }
      }
      const context = this.#context(event, read, arrival, { stale, valid })
      const label = ready.isKnown ? `"${event.name}"` : 'an unknown event'
      const attempt: Attempt = { event, label, context, claim, ...arrival, proven: arrival }
      const error = await stage('handle', event.name, () =>
        runHandlers(ready.handlers, attempt, this.#parts.deadLetters),
      )
      if (error !== undefined && error.code !== 'ERR_PERMANENT') {
        await claim?.fail()
        return { event, context, situation: 'error', error }
      }
      await stage('complete', event.name, async () => claim?.complete(arrival.reply.value))
      if (error !== undefined) return { event, context, situation: 'error', error }
      return { event, context, situation: situationOf(ready, 'handled') }
    } catch (error) {
      await claim?.fail()
      throw error
    }
  }

  async #claim(read: ReadEvent, { verified, replay, index }: Arrival) {
    const { ledger, provider } = this.#parts
    if (ledger === undefined) return undefined
    const { coverage, scope } = verified
    const key = await eventKey(provider, { event: read, coverage, scope, index, replay })
    return key === undefined ? undefined : ledger.claim(key)
  }

  async #isStale({ facts }: ReadEvent, { verified }: Arrival): Promise<boolean> {
    const { ledger, provider } = this.#parts
    if (ledger === undefined || provider.sequence === undefined) return false
    const said = facts()
    if (said.position === undefined) return false
    return !(await ledger.advance(await sequenceKey(provider, said, verified.scope), said.position))
  }
}

function situationOf({ isKnown }: Ready, situation: 'handled' | 'ignored'): Success {
  return isKnown ? situation : 'unknown'
}
