/** Remembers handled events in memory: for tests, and for receivers that run as one process. */
import { checkOptions } from '../check-options.js'
import { checkedClock } from '../clock.js'
import type { IdempotencyStore, Reservation } from '../idempotency.js'
import type { Reply } from '../outcome.js'
import { ExpiringMap } from './expiring-map.js'
import { ABANDONED_MILLISECONDS } from './times.js'

export interface MemoryStoreOptions {
  /** In milliseconds since the epoch; `Date.now` by default. */
  readonly clock?: (() => number) | undefined
  /** How many events it holds, and how many positions; 100,000 unless given. */
  readonly maximum?: number | undefined
}

export interface MemoryStore extends IdempotencyStore {
  readonly advance: NonNullable<IdempotencyStore['advance']>
}

const MAXIMUM = 100_000

interface Leased {
  readonly token: string
  readonly leaseEnds: number
  readonly succeeded: Set<string>
  readonly ends: number
}

interface Failed {
  readonly succeeded: Set<string>
  readonly ends: number
}

interface Done {
  readonly reply: Reply | undefined
  readonly ends: number
}

/**
 * A store whose content goes with the process. A full one forgets what was done first, then what
 * failed first, never an event that is being handled: where nothing else is left, `reserve` throws.
 *
 * @throws {TypeError} where the maximum is no whole number above zero
 */
export function memoryStore(options: MemoryStoreOptions = {}): MemoryStore {
  checkOptions('memoryStore options', options, { clock: 'other', maximum: 'other' })
  const { maximum = MAXIMUM } = options
  const clock = checkedClock(options.clock)
  if (!Number.isSafeInteger(maximum) || maximum < 1) {
    throw new TypeError('memoryStore: maximum must be a whole number above zero')
  }
  const events = new MemoryEvents(clock, maximum)
  const positions = new ExpiringMap<{ readonly position: string; readonly ends: number }>()
  return {
    isVolatile: true,
    reserve: (key, leaseMilliseconds) => events.reserve(key, leaseMilliseconds),
    extend: (key, token, leaseMilliseconds) => events.extend(key, token, leaseMilliseconds),
    succeed: (key, token, handler) => events.held(key, token)?.succeeded.add(handler) !== undefined,
    complete: (key, token, keepMilliseconds, reply) =>
      events.complete(key, token, { reply, ends: clock() + keepMilliseconds }),
    fail: (key, token, keepMilliseconds) => events.fail(key, token, clock() + keepMilliseconds),
    advance: (key, position, keepMilliseconds) => {
      const seen = positions.get(key, clock())
      if (seen !== undefined && position < seen.position) return false
      positions.set(key, { position, ends: clock() + keepMilliseconds })
      if (positions.size > maximum) positions.deleteOldest()
      return true
    },
  }
}

/** An event is in one map at a time, so that each map is in the order of what happened. */
class MemoryEvents {
  readonly #clock: () => number
  readonly #maximum: number
  readonly #leased = new ExpiringMap<Leased>()
  readonly #failed = new ExpiringMap<Failed>()
  readonly #done = new ExpiringMap<Done>()

  constructor(clock: () => number, maximum: number) {
    this.#clock = clock
    this.#maximum = maximum
  }

  reserve(key: string, leaseMilliseconds: number): Reservation {
    const now = this.#clock()
    const done = this.#done.get(key, now)
    if (done !== undefined) return { state: 'done', reply: done.reply }
    const leased = this.#leased.get(key, now)
    const milliseconds = (leased?.leaseEnds ?? now) - now
    if (milliseconds > 0) return { state: 'busy', milliseconds }
    const earlier = leased ?? this.#failed.get(key, now)
    if (earlier === undefined) this.#makeRoom(now)
    this.#failed.delete(key)
    const succeeded = earlier?.succeeded ?? new Set()
    const token = crypto.randomUUID()
    this.#lease(key, { token, succeeded }, now + leaseMilliseconds)
    return { state: 'reserved', token, succeeded: [...succeeded] }
  }

  extend(key: string, token: string, leaseMilliseconds: number): boolean {
    const held = this.held(key, token)
    if (held === undefined) return false
    this.#lease(key, held, this.#clock() + leaseMilliseconds)
    return true
  }

  complete(key: string, token: string, done: Done): boolean {
    if (this.held(key, token) === undefined) return false
    this.#leased.delete(key)
    this.#done.set(key, done)
    return true
  }

  fail(key: string, token: string, ends: number): boolean {
    const held = this.held(key, token)
    if (held === undefined) return false
    this.#leased.delete(key)
    // Without a success there is nothing to remember.
    if (held.succeeded.size > 0) this.#failed.set(key, { succeeded: held.succeeded, ends })
    return true
  }

  /** The lease is its holder's until somebody else takes it, however long ago it ran out. */
  held(key: string, token: string): Leased | undefined {
    const leased = this.#leased.get(key, this.#clock())
    return leased?.token === token ? leased : undefined
  }

  #lease(key: string, held: Pick<Leased, 'token' | 'succeeded'>, leaseEnds: number): void {
    const { token, succeeded } = held
    this.#leased.set(key, { token, succeeded, leaseEnds, ends: leaseEnds + ABANDONED_MILLISECONDS })
  }

  #makeRoom(now: number): void {
    if (this.#leased.size + this.#failed.size + this.#done.size < this.#maximum) return
    if (this.#done.deleteOldest() || this.#failed.deleteOldest()) return
    if (this.#leased.deleteFirst(({ leaseEnds }) => leaseEnds <= now)) return
    throw new Error(`memoryStore: all of its ${this.#maximum} events are being handled`)
  }
}
