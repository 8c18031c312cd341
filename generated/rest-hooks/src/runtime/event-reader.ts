/** Reads the event that a verified delivery carries, and judges its payload. */
import { type Delivery, withItem } from './delivery.js'
import type { DispatchedEvent } from './dispatcher.js'
import { EventUnknown, PayloadInvalid } from './errors.js'
import type { UnknownEvent } from './events.js'
import type { PayloadJudge } from './payload-judge.js'
import type { Provider } from './provider.js'
import { withoutOverflow } from './too-deep.js'
import type { Explanation } from './validation.js'

/** One event as it was read: whether the SDK knows it, and whether it is valid, is still to be seen. */
export interface ReadEvent {
  readonly name: string | undefined
  /** The provider's id of the event, where it sends one. */
  readonly id: string | undefined
  /** The delivery as the event sees it: of a batch, with its own element as `item`. */
  readonly delivery: Delivery
  /** What the schemas describe: read when first asked for. @throws {PayloadMalformed} */
  readonly payload: () => unknown
  /** What else the stores go by. */
  readonly facts: () => EventFacts
}

/** What an event says of itself besides name and id; absent where the provider does not say it. */
export interface EventFacts {
  /** The account that it is meant for. */
  readonly account: string | undefined
  /** Its place in the order of events, and among which of them. */
  readonly position: string | undefined
  readonly about: string | undefined
}

/** What validation says of an event. */
export interface Validated {
  /** Absent where nothing was validated. */
  readonly valid: boolean | undefined
  /** Why the event is refused, where it is. */
  readonly error?: PayloadInvalid
}

export class EventReader {
  readonly #provider: Provider
  readonly #judge: PayloadJudge

  constructor(provider: Provider, judge: PayloadJudge) {
    this.#provider = provider
    this.#judge = judge
  }

  /**
   * The events of the delivery in their order: one, or of a batch one for each element.
   *
   * @throws {PayloadMalformed} `ERR_PAYLOAD_MALFORMED` where a batch cannot be taken apart
   */
  events(delivery: Delivery): readonly ReadEvent[] {
    return withoutOverflow(() => {
      const items = this.#provider.batch?.(delivery)
      if (items === undefined) return [this.#readOne(delivery)]
      return items.map((item) => this.#readOne(withItem(delivery, item)))
    })
  }

  isKnown(event: UnknownEvent): event is DispatchedEvent {
    return event.name !== undefined && this.#provider.events.has(event.name)
  }

  /** Whether events that are validated have their drift told. */
  get tellsDrift(): boolean {
    return this.#judge.tellsDrift
  }

  /** Validates the payload. Drift is told once. */
  async validate(event: DispatchedEvent, driftTold = false): Promise<Validated> {
    const { name, payload } = event
    const module = this.#provider.events.get(name)
    if (module === undefined) return { valid: undefined }
    const { valid, refused } = await this.#judge.judge(name, payload, module, driftTold)
    return refused === undefined ? { valid } : { valid, error: invalid(name, refused) }
  }

  /**
   * The event, known and valid; of a provider that sends batches, the list of all of them, every
   * one of which has to pass.
   *
   * @throws {EventUnknown} `ERR_EVENT_UNKNOWN`
   * @throws {PayloadInvalid} `ERR_PAYLOAD_INVALID`
   * @throws {PayloadMalformed} `ERR_PAYLOAD_MALFORMED`
   */
  async unwrap(delivery: Delivery): Promise<DispatchedEvent> {
    return this.demand(this.events(delivery))
  }

  /** The same of events that were read already. @throws as `unwrap` */
  async demand(read: readonly ReadEvent[]): Promise<DispatchedEvent> {
    const events: DispatchedEvent[] = []
    for (const { name, id, payload } of read) {
      events.push(await this.#demand({ name, id, payload: payload() }))
    }
    // Sound: receivers of providers that send batches are typed as giving lists, all others one event.
    return (this.#provider.batch === undefined ? events[0] : events) as DispatchedEvent
  }

  async #demand(event: UnknownEvent): Promise<DispatchedEvent> {
    if (!this.isKnown(event)) {
      throw new EventUnknown(
        event.name === undefined
          ? 'the delivery names no event'
          : 'the delivery is of a type that this SDK does not know: generate it anew',
      )
    }
    const { error } = await this.validate(event)
    if (error !== undefined) throw error
    return event
  }

  #readOne(delivery: Delivery): ReadEvent {
    const { eventAccount, eventId, eventName, payload, sequence } = this.#provider
    let read: { readonly value: unknown } | undefined
    return {
      name: eventName(delivery),
      id: eventId(delivery),
      delivery,
      payload: () => {
        read ??= { value: withoutOverflow(() => payload(delivery)) }
        return read.value
      },
      facts: () => ({
        account: eventAccount?.(delivery),
        position: sequence?.position(delivery),
        about: sequence?.key?.(delivery),
      }),
    }
  }
}

function invalid(name: string, { issues, count }: Explanation): PayloadInvalid {
  const [first] = issues
  const where = first === undefined ? '' : `: ${first.pointer || 'the payload'} ${first.message}`
  return new PayloadInvalid(`the payload of "${name}" breaks its schema${where}`, issues, count)
}
