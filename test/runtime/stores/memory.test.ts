/** What the store in memory forgets when it is full, and what it never does. */
import { expect, test } from 'vitest'
import { type MemoryStore, memoryStore } from '../../../templates/runtime/stores/memory.js'
import { processorTime } from '../../support/processor-time.js'

const MINUTE = 60_000
const DAY = 24 * 60 * MINUTE

/** A store for three events, and its clock. */
function small() {
  const time = { now: 1_000_000 }
  return { time, store: memoryStore({ clock: () => time.now, maximum: 3 }) }
}

async function take(store: MemoryStore, key: string, lease = MINUTE): Promise<string> {
  const reservation = await store.reserve(key, lease)
  if (reservation.state !== 'reserved') throw new Error(`the event is ${reservation.state}`)
  return reservation.token
}

async function finish(store: MemoryStore, key: string): Promise<void> {
  await store.complete(key, await take(store, key), DAY, undefined)
}

/** An attempt that failed after one of its handlers succeeded. */
async function halfway(store: MemoryStore, key: string): Promise<void> {
  const token = await take(store, key)
  await store.succeed(key, token, 'a')
  await store.fail(key, token, DAY)
}

const FULL = 'memoryStore: all of its 3 events are being handled'

test('a full store forgets first what was done first', async () => {
  const { store } = small()
  await take(store, 'leased')
  await finish(store, 'older')
  await finish(store, 'newer')
  await take(store, 'next')
  expect(await store.reserve('newer', MINUTE)).toMatchObject({ state: 'done' })
  expect(await store.reserve('leased', MINUTE)).toMatchObject({ state: 'busy' })
  expect(await store.reserve('older', MINUTE)).toMatchObject({ state: 'reserved' })
})

test('what failed goes after all that is done, the oldest first', async () => {
  const { store } = small()
  await halfway(store, 'failed')
  await halfway(store, 'failed later')
  await finish(store, 'done')
  await take(store, 'one')
  await take(store, 'two')
  expect(await store.reserve('failed later', MINUTE)).toMatchObject({ succeeded: ['a'] })
})

test('an event that failed without a success takes no place', async () => {
  const { store } = small()
  for (const key of ['a', 'b', 'c', 'd']) {
    await store.fail(key, await take(store, key), DAY)
  }
  for (const key of ['e', 'f', 'g']) await take(store, key)
  expect(() => store.reserve('h', MINUTE)).toThrow(FULL)
})

test('a running lease is never forgotten, and one that ended is', async () => {
  const { store, time } = small()
  await take(store, 'long', 3 * MINUTE)
  await take(store, 'short', MINUTE)
  await take(store, 'middle', 2 * MINUTE)
  expect(() => store.reserve('next', MINUTE)).toThrow(FULL)
  time.now += MINUTE
  const token = await take(store, 'next', 5 * MINUTE)
  expect(() => store.reserve('another', MINUTE)).toThrow(FULL)
  expect(await store.reserve('long', MINUTE)).toMatchObject({ state: 'busy' })
  expect(await store.reserve('middle', MINUTE)).toMatchObject({ state: 'busy' })
  expect(await store.complete('next', token, DAY, undefined)).toBe(true)
})

test('a full store still takes over what it holds', async () => {
  const { store, time } = small()
  for (const key of ['a', 'b', 'c']) await take(store, key)
  time.now += MINUTE
  await take(store, 'a')
  await take(store, 'b')
  await take(store, 'c')
  expect(() => store.reserve('d', MINUTE)).toThrow(FULL)
})

test('an extended lease is as good as a new one', async () => {
  const { store, time } = small()
  const token = await take(store, 'a')
  await take(store, 'b')
  await take(store, 'c', DAY)
  time.now += MINUTE - 1
  expect(await store.extend('a', token, MINUTE)).toBe(true)
  time.now += 1
  await take(store, 'd')
  expect(await store.reserve('a', MINUTE)).toMatchObject({ state: 'busy' })
})

test('the oldest position is forgotten, and one that was seen again is not the oldest', async () => {
  const { store } = small()
  for (const key of ['a', 'b', 'c']) await store.advance(key, '5', DAY)
  await store.advance('a', '6', DAY)
  await store.advance('d', '5', DAY)
  expect(await store.advance('a', '5', DAY)).toBe(false)
  expect(await store.advance('c', '4', DAY)).toBe(false)
  expect(await store.advance('b', '4', DAY)).toBe(true)
})

test('positions take no place of events', async () => {
  const { store } = small()
  for (const key of ['a', 'b', 'c']) await take(store, key)
  for (const key of ['a', 'b', 'c', 'd']) expect(await store.advance(key, '1', DAY)).toBe(true)
  expect(await store.reserve('a', MINUTE)).toMatchObject({ state: 'busy' })
})

test('forgetting costs the same in a large store', async () => {
  const store = memoryStore({ maximum: 50_000 })
  const begin = processorTime()
  for (let index = 0; index < 150_000; index++) {
    const taken = await store.reserve(`event ${index}`, MINUTE)
    if (taken.state !== 'reserved') throw new Error(`the event is ${taken.state}`)
    await store.complete(`event ${index}`, taken.token, DAY, undefined)
  }
  // It takes half a second; where each eviction passes what was evicted before, half a minute.
  expect(processorTime() - begin).toBeLessThan(10_000)
})

test.each([0, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY])(
  'a maximum of %d is refused',
  (maximum) => {
    expect(() => memoryStore({ maximum })).toThrow(
      new TypeError('memoryStore: maximum must be a whole number above zero'),
    )
  },
)
