/** What every store of handled events has to hold to, through every client. */
import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type OpenStore, STORES } from './event-stores.js'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR
const REPLY = { status: 201, headers: { 'x-a': 'ü"\\' }, body: '{"a":"\u0000 \ud800 🎉"}' }

describe.each(STORES)('$name', ({ isThere, open }) => {
  describe.skipIf(!isThere)('store', () => {
    let opened: OpenStore
    beforeAll(async () => {
      opened = await open()
    })
    afterAll(() => opened?.close())

    /** Reserves, and demands that it is free. */
    async function take(key: string, lease = MINUTE) {
      const reservation = await opened.store.reserve(key, lease)
      if (reservation.state !== 'reserved') throw new Error(`the event is ${reservation.state}`)
      return reservation
    }

    /** What the four methods of a holder answer to a token. */
    async function tryAll(key: string, token: string) {
      return [
        await opened.store.extend(key, token, DAY),
        await opened.store.succeed(key, token, 'intruder'),
        await opened.store.complete(key, token, DAY, undefined),
        await opened.store.fail(key, token, DAY),
      ]
    }

    const NONE = [false, false, false, false]

    test('a new event is free, and then busy for as long as the lease', async () => {
      const key = randomUUID()
      expect(await take(key)).toEqual({
        state: 'reserved',
        token: expect.stringMatching(/^[0-9a-f-]{36}$/),
        succeeded: [],
      })
      const other = await opened.store.reserve(key, HOUR)
      if (other.state !== 'busy') throw new Error(`the event is ${other.state}`)
      expect(other.milliseconds).toBeGreaterThan(MINUTE - 10_000)
      expect(other.milliseconds).toBeLessThanOrEqual(MINUTE)
    })

    test('whoever was too slow can do nothing any more, and spoils nothing', async () => {
      const key = randomUUID()
      const slow = await take(key)
      await opened.store.succeed(key, slow.token, 'first')
      await opened.pass(MINUTE)
      const next = await take(key)
      expect(next.token).not.toBe(slow.token)
      expect(next.succeeded).toEqual(['first'])
      expect(await tryAll(key, slow.token)).toEqual(NONE)
      expect(await opened.store.reserve(key, MINUTE)).toMatchObject({ state: 'busy' })
      expect(await opened.store.fail(key, next.token, HOUR)).toBe(true)
      expect((await take(key)).succeeded).toEqual(['first'])
    })

    test.each([
      ['extend', (key: string, token: string) => opened.store.extend(key, token, MINUTE)],
      ['succeed', (key: string, token: string) => opened.store.succeed(key, token, 'a')],
      ['complete', (key: string, token: string) => opened.store.complete(key, token, DAY, REPLY)],
      ['fail', (key: string, token: string) => opened.store.fail(key, token, DAY)],
    ])('%s works after the lease, where nobody took the event over', async (_name, call) => {
      const key = randomUUID()
      const { token } = await take(key)
      await opened.pass(HOUR)
      expect(await call(key, token)).toBe(true)
    })

    test('an extended lease runs from then on', async () => {
      const key = randomUUID()
      const { token } = await take(key)
      await opened.pass(MINUTE / 2)
      expect(await opened.store.extend(key, token, HOUR)).toBe(true)
      await opened.pass(HOUR - MINUTE)
      expect(await opened.store.reserve(key, MINUTE)).toMatchObject({ state: 'busy' })
      await opened.pass(MINUTE)
      await take(key)
    })

    test('a failed event is free at once, and remembers what succeeded for as long as told', async () => {
      const key = randomUUID()
      const first = await take(key)
      for (const handler of ['a', 'b', 'a']) {
        expect(await opened.store.succeed(key, first.token, handler)).toBe(true)
      }
      expect(await opened.store.fail(key, first.token, DAY)).toBe(true)
      expect(await tryAll(key, first.token)).toEqual(NONE)
      const second = await take(key)
      expect([...second.succeeded].sort()).toEqual(['a', 'b'])
      expect(await opened.store.succeed(key, second.token, 'c')).toBe(true)
      expect(await opened.store.fail(key, second.token, HOUR)).toBe(true)
      await opened.pass(HOUR)
      expect((await take(key)).succeeded).toEqual([])
    })

    test('an event that failed without a success is free at once', async () => {
      const key = randomUUID()
      const { token } = await take(key)
      expect(await opened.store.fail(key, token, DAY)).toBe(true)
      expect((await take(key)).succeeded).toEqual([])
    })

    test.each([[undefined], [REPLY]])(
      'a handled event is done, with the reply %j',
      async (reply) => {
        const key = randomUUID()
        const { token } = await take(key)
        await opened.store.succeed(key, token, 'a')
        expect(await opened.store.complete(key, token, DAY, reply)).toBe(true)
        expect(await tryAll(key, token)).toEqual(NONE)
        await opened.pass(DAY - MINUTE)
        expect(await opened.store.reserve(key, MINUTE)).toEqual({ state: 'done', reply })
        await opened.pass(MINUTE)
        expect((await take(key)).succeeded).toEqual([])
      },
    )

    test('what an attempt that died leaves behind is remembered for three days', async () => {
      const key = randomUUID()
      const { token } = await take(key)
      await opened.store.succeed(key, token, 'a')
      await opened.pass(3 * DAY)
      const next = await take(key)
      expect(next.succeeded).toEqual(['a'])
      await opened.pass(3 * DAY + MINUTE)
      expect(await tryAll(key, next.token)).toEqual(NONE)
      expect((await take(key)).succeeded).toEqual([])
    })

    test('nobody holds an event that was never seen', async () => {
      const key = randomUUID()
      expect(await tryAll(key, randomUUID())).toEqual(NONE)
      expect(await take(key)).toMatchObject({ succeeded: [] })
    })

    test('names of handlers are data', async () => {
      const key = randomUUID()
      const names = ['', 'ok:', 'token', 'done', '{}"\\', ',', "it's", 'NULL', '🎉', '__proto__']
      const { token } = await take(key)
      for (const name of names) await opened.store.succeed(key, token, name)
      await opened.store.fail(key, token, DAY)
      expect([...(await take(key)).succeeded].sort()).toEqual([...names].sort())
    })

    test('keys are data, and no event is another one or a position', async () => {
      const key = randomUUID()
      for (const each of ['', ' ', "'", '"', '{a}', '*', '%', 'event:', 'ä', 'Ä', '__proto__']) {
        expect(await take(key + each)).toMatchObject({ succeeded: [] })
        expect(await opened.store.advance(key + each, '1', DAY)).toBe(true)
      }
      expect(await opened.store.advance(key, '0', DAY)).toBe(false)
    })

    test('positions only rise, and compare by code unit', async () => {
      const key = randomUUID()
      const rising = [' ', '!', '10', '9', '9 ', 'A', 'B', 'Z', '_', 'a', 'aB', 'aa', 'b', '~']
      for (const [index, position] of rising.entries()) {
        expect(await opened.store.advance(key, position, DAY), position).toBe(true)
        expect(await opened.store.advance(key, position, DAY), position).toBe(true)
        const below = rising[index - 1]
        if (below !== undefined) expect(await opened.store.advance(key, below, DAY)).toBe(false)
      }
    })

    test('a position is forgotten after its time, which runs anew with every one', async () => {
      const key = randomUUID()
      expect(await opened.store.advance(key, '5', DAY)).toBe(true)
      await opened.pass(DAY - MINUTE)
      expect(await opened.store.advance(key, '5', DAY)).toBe(true)
      await opened.pass(DAY - MINUTE)
      expect(await opened.store.advance(key, '4', DAY)).toBe(false)
      await opened.pass(MINUTE)
      expect(await opened.store.advance(key, '4', DAY)).toBe(true)
    })

    test('leases end by themselves, and may be fractions of milliseconds', async () => {
      const [short, fraction] = [randomUUID(), randomUUID()]
      await take(short, 40.5)
      await take(fraction, 0.3)
      await sleep(60)
      await take(short)
      await take(fraction)
    })

    test('what is done is forgotten by itself', async () => {
      const key = randomUUID()
      const { token } = await take(key)
      await opened.store.complete(key, token, 40.5, undefined)
      await opened.store.advance(key, '2', 40.5)
      await sleep(60)
      await take(key)
      expect(await opened.store.advance(key, '1', DAY)).toBe(true)
    })
  })
})
