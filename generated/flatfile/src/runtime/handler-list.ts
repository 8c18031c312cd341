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
  #registrations: readonly Registration<H>[] = []

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
 * Adds the handler to each list, under one registration.
 *
 * @throws {TypeError} where it is no function
 */
export function register<H extends (...input: never[]) => unknown>(
  lists: Iterable<HandlerList<H>>,
  handler: H,
  options: HandlerOptions = {},
): Unsubscribe {
  checkOptions('handler options', options, { name: 'other', signal: 'other', once: 'other' })
  const { name, signal, once = false } = options
  assertHandler(handler)
  const all = [...lists]
  let isSpent = false
  const registration: Registration<H> = {
    handler,
    name: name || handler.name || 'a handler',
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
