/** Stores and receivers whose clocks disagree, or jump while a handler runs. */
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { type OpenStore, STORES } from './event-stores.js'
import { DAY, HOUR, MINUTE, rivalsOf } from './rivals.js'

describe.each(STORES)('$name', ({ isThere, open }) => {
  describe.skipIf(!isThere)('store', () => {
    let opened: OpenStore
    beforeAll(async () => {
      opened = await open()
    })
    afterAll(() => opened?.close())

    const { next, receiver, begin } = rivalsOf(() => opened)

    /** What a copy comes to, and whether it ran. */
    async function copy(event: ReturnType<typeof next>) {
      const one = receiver()
      const handler = vi.fn()
      one.onEvent('invoice.paid', handler)
      const { outcome } = await one.receive(event)
      return [outcome, handler.mock.calls.length]
    }

    test('the clock of the store jumps forward, and nobody steals: the work counts', async () => {
      const { event, work, receipt } = await begin()
      await opened.pass(HOUR)
      work.succeed()
      expect(await receipt).toMatchObject({ outcome: 'handled', response: { status: 200 } })
      expect(await copy(event)).toEqual(['duplicate', 0])
    })

    test('it jumps back while a handler runs: the work counts', async () => {
      const { event, work, receipt } = await begin()
      await opened.pass(-HOUR)
      expect(await copy(event)).toEqual(['in-flight', 0])
      work.succeed()
      expect((await receipt).outcome).toBe('handled')
      expect(await copy(event)).toEqual(['duplicate', 0])
    })

    test('it jumps back after an attempt that died: the event waits, and is not lost', async () => {
      const { event } = await begin()
      await opened.pass(-HOUR)
      await opened.pass(2 * MINUTE)
      expect(await copy(event)).toEqual(['in-flight', 0])
      await opened.pass(HOUR)
      expect(await copy(event)).toEqual(['handled', 1])
    })

    test('it jumps over all that is remembered: events are handled again, and never lost', async () => {
      const { event, work, receipt } = await begin()
      await opened.pass(5 * DAY)
      work.succeed()
      expect((await receipt).response.status).toBe(409)
      expect(await copy(event)).toEqual(['handled', 1])
      await opened.pass(5 * DAY)
      expect(await copy(event)).toEqual(['handled', 1])
    })

    test('a clock of a receiver that is an hour off changes nothing about leases', async () => {
      const { event, work, receipt } = await begin()
      for (const off of [HOUR, -HOUR, 5 * DAY]) {
        const other = receiver({ clock: () => Date.now() + off })
        const handler = vi.fn()
        other.onEvent('invoice.paid', handler)
        expect((await other.receive(event)).response.status).toBe(409)
        expect(handler).not.toHaveBeenCalled()
      }
      work.succeed()
      expect((await receipt).outcome).toBe('handled')
    })
  })
})
