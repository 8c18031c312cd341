/** What a store of handled events should be, as plainly as it can be said, and steps to compare by. */
import fc from 'fast-check'
import type { Reservation } from '../../../templates/runtime/idempotency.js'
import type { OpenStore } from './event-stores.js'

const HOUR = 3_600_000
const DAY = 24 * HOUR
const ABANDONED = 3 * DAY

interface Entry {
  /** The number of the reservation that holds it. */
  holder: number | undefined
  leaseEnds: number
  succeeded: string[]
  isDone: boolean
  body: string | undefined
  ends: number
}

export type Step =
  | { readonly do: 'reserve'; readonly key: string; readonly lease: number }
  | { readonly do: 'extend'; readonly key: string; readonly by: number; readonly lease: number }
  | { readonly do: 'succeed'; readonly key: string; readonly by: number; readonly handler: string }
  | {
      readonly do: 'complete'
      readonly key: string
      readonly by: number
      readonly keep: number
      readonly body: string | undefined
    }
  | { readonly do: 'fail'; readonly key: string; readonly by: number; readonly keep: number }
  | {
      readonly do: 'advance'
      readonly key: string
      readonly position: string
      readonly keep: number
    }
  | { readonly do: 'pass'; readonly time: number }

const key = fc.constantFrom('a', 'b')
// The newest reservations: by far most others have lost their lease.
const by = fc.nat(2)
const lease = fc.constantFrom(HOUR, 20 * HOUR)
const keep = fc.constantFrom(HOUR, 2 * DAY, 5 * DAY)
const weighted = (weight: number, arbitrary: fc.Arbitrary<Step>) => ({ weight, arbitrary })

export const steps: fc.Arbitrary<Step[]> = fc.array(
  fc.oneof(
    weighted(5, fc.record({ do: fc.constant('reserve'), key, lease })),
    weighted(2, fc.record({ do: fc.constant('extend'), key, by, lease })),
    weighted(
      4,
      fc.record({ do: fc.constant('succeed'), key, by, handler: fc.constantFrom('x', 'y', 'z') }),
    ),
    weighted(
      2,
      fc.record({
        do: fc.constant('complete'),
        key,
        by,
        keep,
        body: fc.constantFrom(undefined, 'one', 'two'),
      }),
    ),
    weighted(2, fc.record({ do: fc.constant('fail'), key, by, keep })),
    weighted(
      2,
      fc.record({
        do: fc.constant('advance'),
        key,
        position: fc.constantFrom('1', '10', '2', 'A', 'a'),
        keep,
      }),
    ),
    weighted(3, fc.record({ do: fc.constant('pass'), time: fc.constantFrom(HOUR, DAY, 4 * DAY) })),
  ),
  { minLength: 5, maxLength: 40 },
)

/** Answers as a store should; reservations are numbered where a store hands tokens out. */
export class Model {
  #now = 0
  #reservations = 0
  readonly #events = new Map<string, Entry>()
  readonly #positions = new Map<string, { position: string; ends: number }>()

  answer(step: Step): unknown {
    if (step.do === 'pass') {
      this.#now += step.time
      return undefined
    }
    if (step.do === 'advance') return this.#advance(step.key, step.position, step.keep)
    const found = this.#events.get(step.key)
    const entry = found !== undefined && found.ends > this.#now ? found : undefined
    if (step.do === 'reserve') return this.#reserve(step.key, step.lease, entry)
    if (entry === undefined || entry.holder !== this.#reservations - 1 - step.by) return false
    if (step.do === 'succeed') entry.succeeded = [...new Set([...entry.succeeded, step.handler])]
    if (step.do === 'extend') this.#lease(entry, step.lease)
    if (step.do === 'complete' || step.do === 'fail') {
      entry.holder = undefined
      entry.leaseEnds = this.#now
      entry.ends = this.#now + step.keep
    }
    if (step.do === 'complete') {
      entry.isDone = true
      entry.body = step.body
    }
    return true
  }

  #reserve(key: string, leaseTime: number, known: Entry | undefined): unknown {
    if (known?.isDone === true) return { state: 'done', body: known.body }
    if (known !== undefined && known.leaseEnds > this.#now) {
      return { state: 'busy', hours: Math.round((known.leaseEnds - this.#now) / HOUR) }
    }
    const succeeded = known?.succeeded ?? []
    const entry = { isDone: false, body: undefined, leaseEnds: 0, ends: 0, succeeded }
    const taken = { ...entry, holder: this.#reservations++ }
    this.#lease(taken, leaseTime)
    this.#events.set(key, taken)
    return { state: 'reserved', succeeded: [...succeeded].sort() }
  }

  #lease(entry: Entry, leaseTime: number): void {
    entry.leaseEnds = this.#now + leaseTime
    entry.ends = entry.leaseEnds + ABANDONED
  }

  #advance(key: string, position: string, keepTime: number): boolean {
    const seen = this.#positions.get(key)
    if (seen !== undefined && seen.ends > this.#now && position < seen.position) return false
    this.#positions.set(key, { position, ends: this.#now + keepTime })
    return true
  }
}

/** Takes the steps in a real store, and answers in the words of the model. */
export class Walker {
  readonly #tokens: string[] = []
  readonly #opened: OpenStore
  readonly #prefix: string

  constructor(opened: OpenStore, prefix: string) {
    this.#opened = opened
    this.#prefix = prefix
  }

  async answer(step: Step): Promise<unknown> {
    const { store, pass } = this.#opened
    if (step.do === 'pass') return pass(step.time)
    const place = this.#prefix + step.key
    if (step.do === 'advance') return store.advance(place, step.position, step.keep)
    if (step.do === 'reserve') return this.#told(await store.reserve(place, step.lease))
    const token = this.#tokens.at(-1 - step.by) ?? 'nobody'
    if (step.do === 'extend') return store.extend(place, token, step.lease)
    if (step.do === 'succeed') return store.succeed(place, token, step.handler)
    if (step.do === 'fail') return store.fail(place, token, step.keep)
    const { body } = step
    const reply = body === undefined ? undefined : { status: 200, headers: {}, body }
    return store.complete(place, token, step.keep, reply)
  }

  #told(reservation: Reservation): unknown {
    if (reservation.state === 'done') return { state: 'done', body: reservation.reply?.body }
    if (reservation.state === 'busy') {
      return { state: 'busy', hours: Math.round(reservation.milliseconds / HOUR) }
    }
    this.#tokens.push(reservation.token)
    return { state: 'reserved', succeeded: [...reservation.succeeded].sort() }
  }
}
