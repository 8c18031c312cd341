/**
 * Keeps what was fetched: one request at a time for each thing, and few for things that nobody has
 * verified anything with. What strangers make up never costs what is known its place or its turn.
 */
import { SecretUnavailable } from '../errors.js'
import { Budget } from './budget.js'
import { RecentMap, RecentNotes } from './recent.js'

export interface Fetched<T> {
  /** Absent where there is no such thing. */
  readonly value: T | undefined
  /** Seconds for which the server lets it be kept. */
  readonly maxAge: number | undefined
}

export interface CacheLimits {
  /** Fetches in a minute that unproven deliveries can cause; as many again for names that come back. */
  readonly perMinute: number
  /**
   * Seconds for which an answer is kept, at least, at most, and where the server does not say;
   * and for how long after that it still serves where it cannot be fetched anew.
   */
  readonly age: {
    readonly least: number
    readonly most: number
    readonly usual: number
    readonly stale: number
  }
  /** Who makes up the names: what the config names is known from the beginning. */
  readonly namedBy: 'config' | 'delivery'
}

/** A key that was revoked while its server is down serves for a day at most. */
export const KEY_AGE = { least: 60, most: 86_400, usual: 600, stale: 86_400 } as const

const MINUTE = 60_000
/** How long something that is not there, or could not be had, is not asked for again. */
const NEGATIVE_MILLISECONDS = MINUTE
const FAILED_MILLISECONDS = 5000
/** What is not in something that was fetched so lately is not there. */
const JUST_NOW_MILLISECONDS = 5000

/** Things that have verified a delivery, things that have not yet, and names that lead to nothing. */
const MOST = { known: 256, unproven: 64, absent: 1024, refused: 4096 } as const
/** Nobody's URL is that long, and a stranger could fill the memory with such names. */
const MAX_NAME_LENGTH = 4096

interface Kept<T> {
  readonly value: T
  readonly fetchedAt: number
  readonly freshUntil: number
  /** No fetch before this time: set where the last one failed. */
  readonly restUntil: number
}

interface Absent {
  readonly until: number
  /** Whether it could not be asked for; otherwise there is no such thing. */
  readonly hasFailed: boolean
}

type Load<T> = () => Promise<Fetched<T>>

/** The receiver's clock is a parameter, in milliseconds since the epoch. */
export class FetchCache<T> {
  readonly #limits: CacheLimits
  readonly #known = new RecentMap<Kept<T>>(MOST.known)
  readonly #unproven = new RecentMap<Kept<T>>(MOST.unproven)
  readonly #absent = new RecentMap<Absent>(MOST.absent)
  readonly #refused = new RecentNotes(MOST.refused)
  readonly #pending = new Map<string, Promise<T | undefined>>()
  /** For names that come for the first time, for those that were refused before, and for `refresh`. */
  readonly #budgets: Readonly<Record<'first' | 'again' | 'refresh', Budget>>

  constructor(limits: CacheLimits) {
    const { perMinute } = limits
    this.#limits = limits
    this.#budgets = {
      first: new Budget(perMinute),
      again: new Budget(perMinute),
      refresh: new Budget(perMinute, MINUTE / perMinute),
    }
  }

  /**
   * What is kept, or what is fetched where that is too old. Undefined where there is no such thing.
   *
   * @throws {SecretUnavailable} `ERR_SECRET_UNAVAILABLE` where it cannot be had, or not so often
   */
  async get(name: string, now: number, load: Load<T>): Promise<T | undefined> {
    if (name.length > MAX_NAME_LENGTH) return undefined
    const known = this.#known.get(name)
    const kept = known ?? this.#unproven.get(name)
    if (kept !== undefined && now < kept.freshUntil) return kept.value
    if (known !== undefined) {
      return now < known.restUntil ? this.#leftOver(known, now) : this.#fetch(name, now, load)
    }
    const absent = this.#absent.get(name)
    if (absent !== undefined && now < absent.until) {
      if (absent.hasFailed) throw resting()
      return undefined
    }
    if (this.#limits.namedBy === 'delivery' && !this.#pending.has(name)) this.#spend(name, now)
    return this.#fetch(name, now, load)
  }

  /**
   * Fetches what is kept anew, as what was looked for is not in it; undefined where that was done
   * just now.
   *
   * @throws {SecretUnavailable} `ERR_SECRET_UNAVAILABLE` where it cannot be had, or not so often:
   *   nobody can say whether what was looked for is there by now
   */
  async refresh(name: string, now: number, load: Load<T>): Promise<T | undefined> {
    if (this.#isResting(name, now)) throw resting()
    if (!this.#pending.has(name) && !this.#budgets.refresh.take(now)) {
      const { fetchedAt = Number.NEGATIVE_INFINITY } = this.#known.get(name) ?? {}
      if (Math.abs(now - fetchedAt) < JUST_NOW_MILLISECONDS) return undefined
      throw resting()
    }
    const value = await this.#fetch(name, now, load)
    if (this.#isResting(name, now)) throw resting()
    return value
  }

  /**
   * What is kept under the name has verified a delivery: from now on it outlives whatever strangers
   * name, is fetched anew without regard to what they spend, and serves while its server is down.
   */
  markVerified(name: string): void {
    const kept = this.#known.get(name) ?? this.#unproven.get(name)
    if (kept === undefined) return
    this.#unproven.delete(name)
    this.#known.set(name, kept)
  }

  #isResting(name: string, now: number): boolean {
    return now < (this.#known.get(name)?.restUntil ?? Number.NEGATIVE_INFINITY)
  }

  #fetch(name: string, now: number, load: Load<T>): Promise<T | undefined> {
    const running = this.#pending.get(name)
    if (running !== undefined) return running
    const work = this.#load(name, now, load).finally(() => this.#pending.delete(name))
    this.#pending.set(name, work)
    return work
  }

  async #load(name: string, now: number, load: Load<T>): Promise<T | undefined> {
    try {
      const { value, maxAge } = await load()
      if (value === undefined) this.#forget(name, now)
      else this.#keep(name, value, { now, milliseconds: this.#keepMilliseconds(maxAge) })
      return value
    } catch (error) {
      const restUntil = now + FAILED_MILLISECONDS
      // Read only now: it may have verified something meanwhile.
      const known = this.#known.get(name)
      if (known === undefined) {
        this.#absent.set(name, { until: restUntil, hasFailed: true })
        throw error
      }
      this.#known.set(name, { ...known, restUntil })
      return this.#leftOver(known, now, error)
    }
  }

  #keepMilliseconds(maxAge: number | undefined): number {
    const { least, most, usual } = this.#limits.age
    return Math.min(most, Math.max(least, maxAge ?? usual)) * 1000
  }

  #keep(
    name: string,
    value: T,
    { now, milliseconds }: { readonly now: number; readonly milliseconds: number },
  ): void {
    const isKnown = this.#limits.namedBy === 'config' || this.#known.get(name) !== undefined
    const freshUntil = now + milliseconds
    const kept: Kept<T> = { value, fetchedAt: now, freshUntil, restUntil: now }
    this.#absent.delete(name)
    if (isKnown) this.#known.set(name, kept)
    else this.#unproven.set(name, kept)
  }

  /** Its server says that it is gone: whatever it verified, it serves no longer. */
  #forget(name: string, now: number): void {
    this.#known.delete(name)
    this.#unproven.delete(name)
    this.#absent.set(name, { until: now + NEGATIVE_MILLISECONDS, hasFailed: false })
  }

  /** Old, and better than refusing honest senders while the server is down. */
  #leftOver({ value, freshUntil }: Kept<T>, now: number, cause?: unknown): T {
    if (now < freshUntil + this.#limits.age.stale * 1000) return value
    throw resting(cause)
  }

  /**
   * A name that was refused and comes back goes before those that come for the first time: who
   * makes up a name for each delivery never comes back, and an honest sender does.
   */
  #spend(name: string, now: number): void {
    const { first, again } = this.#budgets
    if (this.#refused.has(name) && again.take(now)) return
    if (first.take(now)) return
    this.#refused.add(name)
    throw resting()
  }
}

function resting(cause?: unknown): SecretUnavailable {
  return new SecretUnavailable('a key could not be had, and is not asked for again at once', {
    cause,
  })
}
