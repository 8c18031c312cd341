/**
 * Leases that end while a handler runs, and clocks of stores that jump: no event is lost, none is done
 * that was not, and nobody is told 2xx for work that can still be lost.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import type { Context } from '../../../templates/runtime/events.js'
import { PermanentError } from '../../../templates/runtime/handler-errors.js'
import { Ledger } from '../../../templates/runtime/ledger.js'
import type { ReceiverOptions } from '../../../templates/runtime/options.js'
import { type OpenStore, STORES } from './event-stores.js'
import { HOUR, held, MINUTE, rivalsOf } from './rivals.js'

describe.each(STORES)('$name', ({ isThere, open }) => {
  describe.skipIf(!isThere)('store', () => {
    let opened: OpenStore
    beforeAll(async () => {
      opened = await open()
    })
    afterAll(() => opened?.close())

    const { next, receiver, begin } = rivalsOf(() => opened)

    /** The first one's lease has ended, and a second receiver has the event. */
    async function steal(options: Partial<ReceiverOptions> = {}) {
      const first = await begin(options)
      await opened.pass(HOUR)
      const work = held()
      const other = receiver()
      other.onEvent('invoice.paid', work.handler)
      const receipt = other.receive(first.event)
      await work.begun()
      return { event: first.event, first, second: { work, receipt } }
    }

    /** What a copy comes to, and whether it ran. */
    async function copy(event: ReturnType<typeof next>) {
      const one = receiver()
      const handler = vi.fn()
      one.onEvent('invoice.paid', handler)
      const { outcome } = await one.receive(event)
      return [outcome, handler.mock.calls.length]
    }

    test('both succeed, the thief first: one of them says so', async () => {
      const { event, first, second } = await steal()
      second.work.succeed()
      expect(await second.receipt).toMatchObject({ outcome: 'handled', response: { status: 200 } })
      first.work.succeed()
      expect(await first.receipt).toMatchObject({ outcome: 'in-flight', response: { status: 409 } })
      expect(await copy(event)).toEqual(['duplicate', 0])
    })

    test('whoever was robbed succeeds first: it is not done by that, and not lost when the thief fails', async () => {
      const { event, first, second } = await steal()
      first.work.succeed()
      expect(await first.receipt).toMatchObject({ outcome: 'in-flight', response: { status: 409 } })
      expect(await copy(event)).toEqual(['in-flight', 0])
      second.work.fail()
      expect(await second.receipt).toMatchObject({ outcome: 'failed', response: { status: 500 } })
      expect(await copy(event)).toEqual(['handled', 1])
      expect(await copy(event)).toEqual(['duplicate', 0])
    })

    test('both succeed at the same moment: one of them says so', async () => {
      const { event, first, second } = await steal()
      first.work.succeed()
      second.work.succeed()
      const receipts = await Promise.all([first.receipt, second.receipt])
      expect(receipts.map(({ outcome }) => outcome)).toEqual(['in-flight', 'handled'])
      expect(await copy(event)).toEqual(['duplicate', 0])
    })

    test('whoever was robbed fails: the thief keeps the event', async () => {
      const { event, first, second } = await steal()
      first.work.fail()
      expect((await first.receipt).response.status).toBe(500)
      expect(await copy(event)).toEqual(['in-flight', 0])
      second.work.succeed()
      expect((await second.receipt).outcome).toBe('handled')
    })

    test('whoever was robbed gives up for good: the sender is not told that it is settled', async () => {
      const put = vi.fn(async () => undefined)
      const { event, first, second } = await steal({ deadLetters: { put } })
      first.work.fail(new PermanentError('never'))
      expect(await first.receipt).toMatchObject({ outcome: 'in-flight', response: { status: 409 } })
      second.work.fail()
      expect((await second.receipt).response.status).toBe(500)
      expect(await copy(event)).toEqual(['handled', 1])
    })

    test('the answer of whoever was robbed goes to nobody', async () => {
      const { event, first, second } = await steal()
      first.work.calls[0]?.reply('robbed', { status: 201 })
      second.work.calls[0]?.reply('thief', { status: 202 })
      second.work.succeed()
      expect((await second.receipt).response).toMatchObject({ status: 202, body: 'thief' })
      first.work.succeed()
      expect((await first.receipt).response.status).toBe(409)
      const again = await receiver().receive(event)
      expect(again.response.status).toBe(200)
      const listening = receiver()
      listening.onAny(() => undefined)
      expect((await listening.receive(event)).response).toMatchObject({
        status: 202,
        body: 'thief',
      })
    })

    test('robbed between two handlers: the second one does not run any more', async () => {
      const event = next()
      const work = held()
      const later = vi.fn()
      const one = receiver()
      one.onEvent('invoice.paid', work.handler, { name: 'first' })
      one.onEvent('invoice.paid', later, { name: 'second' })
      const receipt = one.receive(event)
      await work.begun()
      await opened.pass(HOUR)
      const [again, second] = [vi.fn(), held()]
      const other = receiver()
      other.onEvent('invoice.paid', again, { name: 'first' })
      other.onEvent('invoice.paid', second.handler, { name: 'second' })
      const stolen = other.receive(event)
      await second.begun()
      work.succeed()
      expect((await receipt).response.status).toBe(409)
      expect(later).not.toHaveBeenCalled()
      second.succeed()
      expect((await stolen).outcome).toBe('handled')
      expect(again).toHaveBeenCalledOnce()
    })

    test('a handler that was remembered before the theft does not run for the thief', async () => {
      const event = next()
      const work = held()
      const one = receiver()
      one.onEvent('invoice.paid', () => undefined, { name: 'first' })
      one.onEvent('invoice.paid', work.handler, { name: 'second' })
      const receipt = one.receive(event)
      await work.begun()
      await opened.pass(HOUR)
      const [again, second] = [vi.fn(), vi.fn()]
      const other = receiver()
      other.onEvent('invoice.paid', again, { name: 'first' })
      other.onEvent('invoice.paid', second, { name: 'second' })
      expect((await other.receive(event)).outcome).toBe('handled')
      expect([again.mock.calls.length, second.mock.calls.length]).toEqual([0, 1])
      work.succeed()
      expect((await receipt).response.status).toBe(409)
    })

    test('a renewal that comes late lengthens nobody’s lease, and is the last', async () => {
      let arrive = () => {}
      const stolen = new Promise<void>((resolve) => (arrive = resolve))
      const extend = vi.fn(async (...given: Parameters<typeof opened.store.extend>) => {
        await stolen
        return opened.store.extend(...given)
      })
      const ledger = new Ledger({ store: { ...opened.store, extend }, leaseSeconds: 0.3 })
      const key = `late-${crypto.randomUUID()}`
      await ledger.claim(key)
      await opened.pass(HOUR)
      const thief = await opened.store.reserve(key, MINUTE)
      expect(thief.state).toBe('reserved')
      arrive()
      await vi.waitFor(() => expect(extend).toHaveBeenCalled(), 5000)
      await sleep(400)
      expect(await extend.mock.results[0]?.value).toBe(false)
      const { length } = extend.mock.calls
      await sleep(300)
      expect(extend).toHaveBeenCalledTimes(length)
      const seen = await opened.store.reserve(key, MINUTE)
      if (seen.state !== 'busy') throw new Error(`the event is ${seen.state}`)
      expect(seen.milliseconds).toBeLessThanOrEqual(MINUTE)
      expect(seen.milliseconds).toBeGreaterThan(MINUTE / 2)
    })

    test('a position that a dead attempt left is not above the same event', async () => {
      const sequence = { position: () => 'p5', key: () => 'invoice' }
      const event = next()
      const work = held()
      const ordered = (handler: (payload: unknown, context: Context) => unknown) => {
        const one = receiver({ stale: 'skip' }, { sequence })
        one.onEvent('invoice.paid', handler)
        return one.receive(event)
      }
      const receipt = ordered(work.handler)
      await work.begun()
      await opened.pass(HOUR)
      const handler = vi.fn()
      expect((await ordered(handler)).outcome).toBe('handled')
      expect(handler).toHaveBeenCalledOnce()
      work.succeed()
      expect((await receipt).response.status).toBe(409)
    })
  })
})
