/** What is done with genuine events: handled while the sender waits, or handed over to a queue. */
import type { Answers } from './answers.js'
import { asWebhookError } from './as-webhook-error.js'
import type { Authenticated } from './authenticator.js'
import type { FindSignal } from './context.js'
import { Deadline } from './deadline.js'
import type { Envelopes } from './envelope.js'
import { packDelivery } from './envelope-content.js'
import {
  type AnyWebhookError,
  DeadlineReached,
  QueueUnavailable,
  ReceiverFailed,
} from './errors.js'
import type { EventReader, ReadEvent } from './event-reader.js'
import { callForeign } from './foreign-call.js'
import { knownEvent } from './known-event.js'
import type { AnyReceipt } from './outcome.js'
import type { Arrival, Processor, Settled } from './processor.js'
import type { Provider } from './provider.js'
import type { Queue } from './queue.js'
import { ReplySlot } from './reply-slot.js'
import type { LineDetails, Reporter } from './reporter.js'
import { settleAll } from './settlement.js'
import type { Watch } from './watch.js'
import { within } from './within.js'

const ENQUEUE_TIMEOUT_MS = 10_000

/** Keeps a platform from ending the work with the answer, such as a Worker's `ctx.waitUntil`. */
export type WaitUntil = (work: Promise<unknown>, ...platform: readonly unknown[]) => void

/** Where deliveries go that are not handled while the sender waits. */
export interface HandOff {
  readonly queue: Queue
  readonly envelopes: Envelopes
}

export interface FinisherParts {
  readonly provider: Provider
  readonly reader: EventReader
  readonly processor: Processor
  readonly answers: Answers
  readonly reporter: Reporter
  readonly handOff: HandOff | undefined
  /** How long handlers may take; absent where nobody waits for a known time. */
  readonly deadline: number | undefined
  readonly waitUntil: WaitUntil | undefined
}

/** A delivery whose proof held. */
export interface Genuine {
  readonly verified: Authenticated
  readonly now: number
  /** When it arrived, by `performance.now()`. */
  readonly started: number
  readonly findSignal: FindSignal | undefined
  readonly watch: Watch
  /** Told of work that goes on after the answer. */
  readonly outlive: (work: Promise<unknown>) => void
}

export class Finisher {
  readonly #parts: FinisherParts

  constructor(parts: FinisherParts) {
    this.#parts = parts
  }

  /**
   * The receipt of the events, by the sender's deadline.
   *
   * @throws {DeadlineReached} `ERR_DEADLINE` where they are not done by then
   * @throws {QueueUnavailable} `ERR_QUEUE_UNAVAILABLE`
   */
  async finish(events: readonly ReadEvent[], genuine: Genuine): Promise<AnyReceipt> {
    const { deadline: time, handOff } = this.#parts
    const { started } = genuine
    const left = time === undefined ? undefined : Math.max(0, time - (performance.now() - started))
    const deadline = new Deadline(left, genuine.findSignal)
    const { delivery } = genuine.verified
    const { findSignal } = deadline
    const known = () => events.map(knownEvent)
    const reply = new ReplySlot(true)
    const arrival = { ...genuine, delivery, known, findSignal, reply, index: 0 }
    const work =
      handOff === undefined
        ? this.handle(events, arrival, genuine.verified)
        : this.#enqueue(events, arrival, handOff)
    const receipt = await deadline.race(work)
    if (receipt !== undefined) return receipt
    genuine.outlive(work)
    return this.#late(events, genuine, { deadline, work })
  }

  /** Runs the handlers of the events, one event after another. Never throws. */
  async handle(
    events: readonly ReadEvent[],
    arrival: Arrival,
    authenticated?: Authenticated,
  ): Promise<AnyReceipt> {
    const settled: Settled[] = []
    for (const read of events) {
      const index = arrival.index + settled.length
      settled.push(await this.#parts.processor.settle(read, { ...arrival, index }))
    }
    return this.#receiptOf(settled, arrival, authenticated)
  }

  async #receiptOf(settled: readonly Settled[], arrival: Arrival, authenticated?: Authenticated) {
    const { answers, reporter } = this.#parts
    const { delivery, reply, verified } = arrival
    for (const { event, situation, error, context } of settled) {
      if (situation !== 'error') continue
      const { tenant, url } = delivery
      const { secretId } = verified
      const { name, id } = event
      await reporter.report(error, context, { name, id, secretId, tenant, url })
    }
    const context = authenticated?.context
    return settleAll(settled, answers, { delivery, context, reply: reply.value })
  }

  // Whoever handles them later may know other handlers: they are handed over whether or not there
  // is one here. What is broken is refused now, while the sender still has it.
  async #enqueue(
    events: readonly ReadEvent[],
    arrival: Arrival & Genuine,
    { envelopes, queue }: HandOff,
  ): Promise<AnyReceipt> {
    const { answers, processor, provider, reader } = this.#parts
    const driftTold = reader.tellsDrift
    const broken: Settled[] = []
    for (const [index, read] of events.entries()) {
      const found = await processor.check(read, { ...arrival, index })
      if (found !== undefined) broken.push(found)
    }
    const isRefused = broken.some(({ situation }) => situation === 'error')
    if (isRefused || broken.length === events.length) {
      return this.#receiptOf(broken, arrival, arrival.verified)
    }
    const [first] = events
    const proven = { ...arrival, driftTold }
    const content = await packDelivery(provider, proven, events.length === 1 ? first : undefined)
    await arrival.watch.stage('enqueue', first?.name, async () => {
      const envelope = await envelopes.seal(content)
      await within(call(queue, envelope), ENQUEUE_TIMEOUT_MS).catch(failEnqueuing)
    })
    const { delivery, verified } = arrival
    const response = await answers.succeed('enqueued', delivery, verified.context)
    return { outcome: 'enqueued', response, events: events.map(describe) }
  }

  async #late(
    events: readonly ReadEvent[],
    { verified }: Genuine,
    { deadline, work }: { readonly deadline: Deadline; readonly work: Promise<AnyReceipt> },
  ): Promise<AnyReceipt> {
    const { answers, handOff, provider, reporter, waitUntil } = this.#parts
    const [first] = events
    const { delivery, secretId } = verified
    const details = { name: first?.name, id: first?.id, secretId, tenant: delivery.tenant }
    this.#noteEnd(work, details)
    if (provider.sender.retries !== false || handOff !== undefined) {
      reporter.note('warn', 'delivery.late', details)
      deadline.abort()
      throw new DeadlineReached('the event was not done when the sender would stop waiting')
    }
    // A 503 would lose the event for certain: the sender never comes again.
    await callForeign(() => waitUntil?.(work, ...delivery.platform), waitUntilFailed)
    reporter.note('warn', 'delivery.at_risk', details)
    const response = await answers.succeed('at-risk', delivery, verified.context)
    return { outcome: 'at-risk', response, events: events.map(describe) }
  }

  /** Tells what became of work that nobody waited for. */
  #noteEnd(work: Promise<AnyReceipt>, details: LineDetails): void {
    const { reporter } = this.#parts
    const fail = ({ code, message }: AnyWebhookError) =>
      reporter.note('error', 'delivery.late_failed', { ...details, code, message })
    const end = ({ error, outcome }: AnyReceipt) =>
      error === undefined
        ? reporter.note('debug', 'delivery.late_done', { ...details, outcome })
        : fail(error)
    work.then(end, (thrown: unknown) => fail(asWebhookError(thrown)))
  }
}

async function call(queue: Queue, envelope: string): Promise<unknown> {
  return queue.enqueue(envelope)
}

function failEnqueuing(cause: unknown): never {
  throw new QueueUnavailable('the queue did not confirm the delivery', { cause })
}

function waitUntilFailed(cause: unknown): ReceiverFailed {
  return new ReceiverFailed('the option waitUntil failed', { cause })
}

function describe({ name, id, payload }: ReadEvent) {
  return { name, id, payload: payload() }
}
