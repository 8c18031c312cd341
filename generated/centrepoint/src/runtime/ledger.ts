/** Remembers in a store which handlers of which events succeeded, so that none runs twice. */
import { checkOptions, type OptionRules } from './check-options.js'
import { InFlight, StoreUnavailable } from './errors.js'
import type { IdempotencyOptions, IdempotencyStore, Reservation } from './idempotency.js'
import { readName, readReply, writeName, writeReply } from './ledger-entry.js'
import type { Reply } from './outcome.js'
import { timerDelay, within } from './within.js'

const LEASE_SECONDS = 30
const KEEP_SECONDS = 3 * 24 * 3600
const TIMEOUT_SECONDS = 5

interface Times {
  readonly lease: number
  readonly keep: number
  readonly timeout: number
}

export class Ledger {
  readonly #store: IdempotencyStore
  readonly #times: Times

  /** @throws {TypeError} where the store is none, or a time makes no sense */
  constructor(given: IdempotencyStore | IdempotencyOptions) {
    const options = readOptions(given)
    this.#store = checkStore(options.store)
    this.#times = {
      lease: milliseconds('leaseSeconds', options.leaseSeconds ?? LEASE_SECONDS),
      keep: milliseconds('keepSeconds', options.keepSeconds ?? KEEP_SECONDS),
      timeout: milliseconds('timeoutSeconds', options.timeoutSeconds ?? TIMEOUT_SECONDS),
    }
  }

  /** Whether the next process knows what this one remembered. */
  get isLasting(): boolean {
    return this.#store.isVolatile !== true
  }

  get canOrder(): boolean {
    return this.#store.advance !== undefined
  }

  /**
   * Takes the event, so that nobody else handles it meanwhile. Answers what the sender was told
   * where it is done already.
   *
   * @throws {InFlight} `ERR_IN_FLIGHT` where somebody else has it
   * @throws {StoreUnavailable} `ERR_STORE_UNAVAILABLE`
   */
  async claim(key: string): Promise<Claim | { readonly reply: Reply | undefined }> {
    const { lease, timeout } = this.#times
    const asked = attempt(() => this.#store.reserve(key, lease))
    const reservation = await within(asked, timeout, () => this.#giveBack(key, asked)).catch(fail)
    if (reservation.state === 'done') return { reply: reservation.reply }
    if (reservation.state === 'busy') {
      throw new InFlight('the event is being handled already', reservation.milliseconds / 1000)
    }
    return new Claim(this.#store, this.#times, { key, ...reservation })
  }

  /**
   * Whether no newer event was seen under the key. Remembers the position where that is so.
   *
   * @throws {StoreUnavailable} `ERR_STORE_UNAVAILABLE`
   */
  async advance(key: string, position: string): Promise<boolean> {
    const { keep, timeout } = this.#times
    const asked = attempt(() => this.#store.advance?.(key, position, keep) ?? true)
    return within(asked, timeout).catch(fail)
  }

  // A store that answers too late has reserved for nobody: without this, the lease has to run out.
  #giveBack(key: string, asked: Promise<Reservation>): void {
    asked
      .then((late) => {
        if (late.state === 'reserved') return this.#store.fail(key, late.token, this.#times.keep)
        return undefined
      })
      .catch(() => undefined)
  }
}

interface Held {
  readonly key: string
  readonly token: string
  readonly succeeded: readonly string[]
}

/** An event that is ours until it is completed or failed; its lease is renewed meanwhile. */
export class Claim {
  readonly #store: IdempotencyStore
  readonly #times: Times
  readonly #held: Held
  /** The handlers that need not run again. */
  readonly succeeded: ReadonlySet<string>
  /** The answer that a handler chose in an earlier attempt. */
  readonly reply: Reply | undefined
  #timer: ReturnType<typeof setTimeout> | undefined
  #isOver = false

  constructor(store: IdempotencyStore, times: Times, held: Held) {
    this.#store = store
    this.#times = times
    this.#held = held
    this.succeeded = new Set(held.succeeded.flatMap(readName))
    this.reply = held.succeeded.map(readReply).find((reply) => reply !== undefined)
    this.#renewLater()
  }

  /**
   * Remembers that a handler succeeded.
   *
   * @throws {InFlight} `ERR_IN_FLIGHT` where somebody else took the event over
   * @throws {StoreUnavailable} `ERR_STORE_UNAVAILABLE`
   */
  async succeed(handler: string): Promise<void> {
    const { key, token } = this.#held
    await this.#tell(() => this.#store.succeed(key, token, writeName(handler)))
  }

  /** Remembers the answer, as the handler that chose it will not run again. @throws as `succeed` */
  async keepReply(reply: Reply): Promise<void> {
    const { key, token } = this.#held
    await this.#tell(() => this.#store.succeed(key, token, writeReply(reply)))
  }

  /** The event is done. @throws as `succeed` */
  async complete(reply: Reply | undefined): Promise<void> {
    const { key, token } = this.#held
    this.#stopRenewing()
    await this.#tell(() => this.#store.complete(key, token, this.#times.keep, reply))
  }

  /** Gives the event back. Never throws: a store that is away lets the lease run out. */
  async fail(): Promise<void> {
    const { key, token } = this.#held
    this.#stopRenewing()
    const { keep, timeout } = this.#times
    await within(
      attempt(() => this.#store.fail(key, token, keep)),
      timeout,
    ).catch(() => false)
  }

  async #tell(call: () => boolean | Promise<boolean>): Promise<void> {
    const isOurs = await within(attempt(call), this.#times.timeout).catch(fail)
    if (isOurs !== true) {
      const seconds = this.#times.lease / 1000
      throw new InFlight('another attempt has taken the event over', seconds)
    }
  }

  #stopRenewing(): void {
    this.#isOver = true
    clearTimeout(this.#timer)
  }

  // A third of the lease: two renewals may be lost before anybody takes the event over. The next one
  // does not wait for this one, which may never be answered.
  #renewLater(): void {
    if (this.#isOver) return
    const { lease } = this.#times
    this.#timer = setTimeout(() => this.#renew(lease), timerDelay(lease / 3))
  }

  #renew(lease: number): void {
    const { key, token } = this.#held
    this.#renewLater()
    attempt(() => this.#store.extend(key, token, lease)).then(
      (isOurs) => void (isOurs || this.#stopRenewing()),
      // A store that is away now may be back in time.
      () => undefined,
    )
  }
}

const RULES: OptionRules<IdempotencyOptions> = {
  store: 'guard',
  leaseSeconds: 'other',
  keepSeconds: 'other',
  timeoutSeconds: 'other',
}

/** A store of the consumer's own may have other members; what has none of its methods is options. */
function readOptions(given: IdempotencyStore | IdempotencyOptions): IdempotencyOptions {
  if (typeof given !== 'object' || given === null || 'reserve' in given) {
    // Sound: `checkStore` refuses what is no store.
    return { store: given as IdempotencyStore }
  }
  checkOptions('idempotency', given, RULES)
  return given
}

function checkStore(store: IdempotencyStore): IdempotencyStore {
  const methods = [store?.reserve, store?.extend, store?.succeed, store?.complete, store?.fail]
  if (methods.every((method) => typeof method === 'function')) return store
  throw new TypeError(
    'idempotency must be a store, such as memoryStore() of /stores/memory, or { store, … }',
  )
}

function milliseconds(name: string, seconds: number): number {
  if (typeof seconds === 'number' && seconds > 0 && seconds < 1e9) return seconds * 1000
  throw new TypeError(`idempotency.${name} must be a number above zero`)
}

// A store may throw at once instead of rejecting.
async function attempt<T>(call: () => T | Promise<T>): Promise<T> {
  return call()
}

function fail(cause: unknown): never {
  throw new StoreUnavailable('the idempotency store failed or took too long', { cause })
}
