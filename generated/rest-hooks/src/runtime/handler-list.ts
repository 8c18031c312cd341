/** Handlers in the order registered, and how they are run. */

import { checkOptions } from './check-options.js'
import type { HandlerOptions, Unsubscribe } from './events.js'

export interface Registration<H> {
  readonly handler: H
  /** How reports call it. */
  readonly name: string
  /** Whether it may run now; a `once` handler may a single time, however many events are under way. */
  readonly claim: () => boolean
}

/** A handler that threw, and what. */
export interface Failure {
  readonly name: string
  readonly error: unknown
}

/** Replaced and never changed, so that a run is not disturbed by handlers that come and go. */
export class HandlerList<H> {
  /** What its handlers handle, where their names are remembered for longer than the process runs. */
  readonly remembered: string | undefined
  #registrations: readonly Registration<H>[] = []

  constructor(remembered?: string) {
    this.remembered = remembered
  }

  get current(): readonly Registration<H>[] {
    return this.#registrations
  }

  add(registration: Registration<H>): void {
    this.#registrations = [...this.#registrations, registration]
  }

  remove(registration: Registration<H>): void {
    this.#registrations = this.#registrations.filter((known) => known !== registration)
  }
}

/**
 * Adds the handler to each list, under one registration. `given` is what the consumer gave, where
 * the handler is made of it.
 *
 * @throws {TypeError} where it is no function, or has no name where it needs one
 */
export function register<H extends (...input: never[]) => unknown>(
  lists: Iterable<HandlerList<H>>,
  handler: H,
  options: HandlerOptions = {},
  given: (...input: never[]) => unknown = handler,
): Unsubscribe {
  checkOptions('handler options', options, { name: 'other', signal: 'other', once: 'other' })
  const { name, signal, once = false } = options
  assertHandler(handler)
  const all = [...lists]
  const known = name || given.name
  let isSpent = false
  const registration: Registration<H> = {
    handler,
    name: known || nameless(given, all),
    claim: () => {
      if (!once) return true
      if (isSpent) return false
      isSpent = true
      unsubscribe()
      return true
    },
  }
  const unsubscribe = () => {
    for (const list of all) list.remove(registration)
    signal?.removeEventListener('abort', unsubscribe)
  }
  if (signal?.aborted) return unsubscribe
  for (const list of all) list.add(registration)
  signal?.addEventListener('abort', unsubscribe)
  return unsubscribe
}

const NAMELESS = 'a handler without a name'
const numbers = new WeakMap<object, number>()
let last = 0

/**
 * What a function without a name is called. As long as the process runs it is known by itself, as
 * its place among others changes when one of them is unsubscribed.
 *
 * @throws {TypeError} where names outlive the process, and another of the list has none either
 */
function nameless(handler: object, lists: readonly HandlerList<unknown>[]): string {
  const lasting = lists.filter(({ remembered }) => remembered !== undefined)
  for (const { current, remembered } of lasting) {
    if (!current.some(({ name }) => name === NAMELESS)) continue
    throw new TypeError(
      `two handlers of ${remembered} have no name, and what they did is remembered by name: one would be skipped for the other when their order changes. Name the function, or give { name } after the handler`,
    )
  }
  if (lasting.length > 0) return NAMELESS
  const number = numbers.get(handler) ?? ++last
  numbers.set(handler, number)
  return `${NAMELESS} (${number})`
}

/** @throws {TypeError} where it is no function */
export function assertHandler(handler: unknown): void {
  if (typeof handler !== 'function') throw new TypeError('a handler must be a function')
}

/**
 * A name for each handler that no other of the list has: what a store remembers them by. Those that
 * share a name are told apart by their order.
 */
export function uniqueNames<H>(registrations: readonly Registration<H>[]): readonly string[] {
  const seen = new Map<string, number>()
  return registrations.map(({ name }) => {
    const count = (seen.get(name) ?? 0) + 1
    seen.set(name, count)
    return count === 1 ? name : `${name} #${count}`
  })
}

/** Runs one after another. A failure does not stop the rest; all of them are returned. */
export async function runAll<H>(
  registrations: readonly Registration<H>[],
  call: (handler: H) => unknown,
): Promise<readonly Failure[]> {
  const failures: Failure[] = []
  for (const { handler, name, claim } of registrations) {
    if (!claim()) continue
    try {
      await call(handler)
    } catch (error) {
      failures.push({ name, error })
    }
  }
  return failures
}
