/** Keeps what was fetched: one request at a time for each thing, and few for things that are not there. */
import { SecretUnavailable } from '../errors.js'

export interface Fetched<T> {
  /** Absent where there is no such thing. */
  readonly value: T | undefined
  /** Seconds for which the server lets it be kept. */
  readonly maxAge: number | undefined
}

export interface CacheLimits {
  /** Fetches in a minute that an unproven delivery can cause. */
  readonly perMinute: number
  /** Seconds for which an answer is kept, at least, at most, and where the server does not say. */
  readonly age: { readonly least: number; readonly most: number; readonly usual: number }
}

export const KEY_AGE = { least: 60, most: 86_400, usual: 600 } as const

const MINUTE = 60_000
/** How long something that is not there, or could not be had, is not asked for again. */
const NEGATIVE_MILLISECONDS = MINUTE
const FAILED_MILLISECONDS = 5000
/** For how long after its time an answer is still better than none. */
const STALE_MILLISECONDS = 86_400_000
const MAX_ENTRIES = 256

interface Entry<T> {
  readonly value: T | undefined
  readonly freshUntil: number
  /** No fetch before this time: set where the last one failed. */
  readonly restUntil: number
}

/** The receiver's clock is a parameter, in milliseconds since the epoch. */
export class FetchCache<T> {
  readonly #entries = new Map<string, Entry<T>>()
  readonly #pending = new Map<string, Promise<T | undefined>>()
  readonly #limits: CacheLimits
  #spent: number[] = []

  constructor(limits: CacheLimits) {
    this.#limits = limits
  }

  /**
   * What is kept, or what is fetched where that is too old. Undefined where there is no such thing.
   *
   * @throws {SecretUnavailable} `ERR_SECRET_UNAVAILABLE` where it cannot be had, or not so often
   */
  async get(key: string, now: number, fetch: () => Promise<Fetched<T>>): Promise<T | undefined> {
    const entry = this.#entries.get(key)
    if (entry !== undefined && now < entry.freshUntil) return entry.value
    if (entry !== undefined && now < entry.restUntil) return leftOver(entry, now)
    if (entry === undefined && !this.#pending.has(key)) this.#spend(now)
    return this.#fetch(key, now, fetch)
  }

  /**
   * Fetches what is kept anew, as what was looked for is not in it; undefined where that has been
   * done as often as is allowed.
   *
   * @throws {SecretUnavailable} `ERR_SECRET_UNAVAILABLE` where it cannot be had
   */
  async refresh(
    key: string,
    now: number,
    fetch: () => Promise<Fetched<T>>,
  ): Promise<T | undefined> {
    const entry = this.#entries.get(key)
    if (entry !== undefined && now < entry.restUntil) throw resting()
    if (!this.#pending.has(key) && !this.#maySpend(now)) return undefined
    if (!this.#pending.has(key)) this.#spend(now)
    const value = await this.#fetch(key, now, fetch)
    const restUntil = this.#entries.get(key)?.restUntil ?? 0
    if (now < restUntil) throw resting()
    return value
  }

  #fetch(key: string, now: number, fetch: () => Promise<Fetched<T>>): Promise<T | undefined> {
    const running = this.#pending.get(key)
    if (running !== undefined) return running
    const work = this.#load(key, now, fetch).finally(() => this.#pending.delete(key))
    this.#pending.set(key, work)
    return work
  }

  async #load(key: string, now: number, fetch: () => Promise<Fetched<T>>): Promise<T | undefined> {
    const before = this.#entries.get(key)
    try {
      const { value, maxAge } = await fetch()
      const { least, most, usual } = this.#limits.age
      const seconds = Math.min(most, Math.max(least, maxAge ?? usual))
      const kept = value === undefined ? NEGATIVE_MILLISECONDS : seconds * 1000
      this.#keep(key, { value, freshUntil: now + kept, restUntil: 0 })
      return value
    } catch (error) {
      const failed = before ?? { value: undefined, freshUntil: Number.NEGATIVE_INFINITY }
      this.#keep(key, { ...failed, restUntil: now + FAILED_MILLISECONDS })
      if (before !== undefined) return leftOver(before, now, error)
      throw error
    }
  }

  #keep(key: string, entry: Entry<T>): void {
    this.#entries.delete(key)
    this.#entries.set(key, entry)
    if (this.#entries.size <= MAX_ENTRIES) return
    const [oldest] = this.#entries.keys()
    if (oldest !== undefined) this.#entries.delete(oldest)
  }

  #maySpend(now: number): boolean {
    this.#spent = this.#spent.filter((time) => Math.abs(now - time) < MINUTE)
    return this.#spent.length < this.#limits.perMinute
  }

  #spend(now: number): void {
    if (!this.#maySpend(now)) throw resting()
    this.#spent.push(now)
  }
}

/** Old, and better than refusing genuine deliveries while the server is down. */
function leftOver<T>(entry: Entry<T>, now: number, cause?: unknown): T {
  const { value } = entry
  if (value !== undefined && now < entry.freshUntil + STALE_MILLISECONDS) return value
  throw resting(cause)
}

function resting(cause?: unknown): SecretUnavailable {
  return new SecretUnavailable('a key could not be had, and is not asked for again at once', {
    cause,
  })
}
