/** What handlers are told of the delivery that carries their event. */
import type { Verified } from './authenticator.js'
import type { Delivery } from './delivery.js'
import type { Context, ReplyInit, UnknownEvent } from './events.js'
import type { HeaderView } from './headers.js'
import type { FetchResource } from './hydration.js'
import type { Coverage } from './proof.js'
import type { ReplySlot } from './reply-slot.js'

/** What the platform tells, asked for only where a handler wants to know. */
export type FindSignal = () => AbortSignal

/** Everything that a context is made of. */
export interface ContextParts {
  readonly event: UnknownEvent
  readonly delivery: Delivery
  /** The bytes that stand for the event. */
  readonly raw: Uint8Array
  readonly verified: Verified
  /** In milliseconds since the epoch. */
  readonly now: number
  readonly findSignal: FindSignal | undefined
  readonly reply: ReplySlot
  readonly stale: boolean
  /** What validation said; absent where there was none. */
  readonly valid: boolean | undefined
  /** Absent where the provider's events say all that there is. */
  readonly fetchResource?: FetchResource | undefined
}

/** Makes the context that all handlers of one event share. */
export function createContext(parts: ContextParts): Context {
  const context = new DeliveryContext(parts)
  const { fetchResource } = parts
  return fetchResource === undefined ? context : Object.assign(context, { fetchResource })
}

class DeliveryContext implements Context {
  readonly name: string | undefined
  readonly id: string | undefined
  readonly headers: HeaderView
  readonly raw: Uint8Array
  readonly secretId: string | undefined
  readonly tenant: string | undefined
  readonly receivedAt: Date
  readonly coverage: Coverage
  readonly platform: readonly unknown[]
  readonly stale: boolean
  readonly valid: boolean | undefined
  readonly #reply: ReplySlot
  readonly #findSignal: FindSignal
  #signal: AbortSignal | undefined

  constructor(parts: ContextParts) {
    const { event, delivery, verified, now, findSignal } = parts
    this.name = event.name
    this.id = event.id
    this.headers = delivery.headers
    this.raw = parts.raw
    this.secretId = verified.secretId
    this.tenant = delivery.tenant
    this.receivedAt = new Date(now)
    this.coverage = verified.coverage
    this.platform = delivery.platform
    this.stale = parts.stale
    this.valid = parts.valid
    this.#reply = parts.reply
    this.#findSignal = findSignal ?? neverAborted
  }

  // Bound: handlers take their context apart.
  readonly reply = (body: unknown, init?: ReplyInit): void => this.#reply.set(body, init)

  // Lazily: making one costs about as much as a third of a verification.
  get signal(): AbortSignal {
    this.#signal ??= this.#findSignal()
    return this.#signal
  }
}

function neverAborted(): AbortSignal {
  return new AbortController().signal
}
