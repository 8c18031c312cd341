/** Receivers that share a store, and a handler that runs until the test says what comes of it. */
import { expect, vi } from 'vitest'
import type { Context } from '../../../templates/runtime/events.js'
import type { ReceiverOptions } from '../../../templates/runtime/options.js'
import type { Provider } from '../../../templates/runtime/provider.js'
import { createReceiverFrom } from '../../../templates/runtime/receiver.js'
import { type AcmeEvents, acme, deliver, SECRET, silent } from '../acme.js'
import type { OpenStore } from './event-stores.js'

export const MINUTE = 60_000
export const HOUR = 60 * MINUTE
export const DAY = 24 * HOUR

/** A handler that runs until the test says what comes of it. */
export function held() {
  let settle: { readonly resolve: () => void; readonly reject: (error: unknown) => void }
  const calls: Context[] = []
  const work = new Promise<void>((resolve, reject) => (settle = { resolve, reject }))
  return {
    calls,
    handler: (_payload: unknown, context: Context) => {
      calls.push(context)
      return work
    },
    begun: () => vi.waitFor(() => expect(calls.length).toBeGreaterThan(0), 5000),
    succeed: () => settle.resolve(),
    fail: (error: unknown = new Error('no')) => settle.reject(error),
  }
}

/** What makes events and receivers of one store, which is opened before the tests. */
export function rivalsOf(opened: () => OpenStore) {
  let count = 0
  const next = () => deliver({ type: 'invoice.paid', id: `in_${++count}`, amount: 7 })

  function receiver(options: Partial<ReceiverOptions> = {}, provider: Partial<Provider> = {}) {
    return createReceiverFrom<AcmeEvents>(acme(provider), {
      secret: SECRET,
      logger: silent,
      idempotency: { store: opened().store, leaseSeconds: 60 },
      ...options,
    })
  }

  /** A receiver with one handler, which begins and goes on; and the event that it has. */
  async function begin(options: Partial<ReceiverOptions> = {}) {
    const event = next()
    const work = held()
    const one = receiver(options)
    one.onEvent('invoice.paid', work.handler)
    const receipt = one.receive(event)
    await work.begun()
    return { event, work, receipt }
  }

  return { next, receiver, begin }
}
