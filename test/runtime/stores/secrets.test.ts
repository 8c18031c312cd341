/** What every store of captured secrets has to hold to; the one in memory is the model of the others. */
import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import type { RegistrationStore } from '../../../templates/runtime/store.js'
import { postgresSecretStore } from '../../../templates/runtime/stores/secrets-postgres.js'
import { redisSecretStore } from '../../../templates/runtime/stores/secrets-redis.js'
import { NEEDS_POSTGRES, NEEDS_REDIS } from '../../support/services.js'
import { POSTGRES_URL, postgresPlace, REDIS_URL, redisPlace } from './backends.js'
import {
  type OpenSecretStore,
  openSecretMemory,
  PENDING_SECONDS,
  SECRET_STORES,
} from './secret-stores.js'

const RUNS = 40
const PENDING = PENDING_SECONDS * 1000
const SERVED = SECRET_STORES.filter(({ name: kind }) => kind !== 'memory')

type Step =
  | { readonly do: 'arm' | 'disarm' | 'end' | 'ended' | 'pending'; readonly key: string }
  | { readonly do: 'get'; readonly key: string; readonly name: string }
  | {
      readonly do: 'put'
      readonly key: string
      readonly name: string
      readonly value: string
      readonly replaces: string | undefined
    }
  | { readonly do: 'pass'; readonly time: number }

const key = fc.constantFrom('a', 'b')
const name = fc.constantFrom('HOOK', 'OTHER')
const value = fc.constantFrom('one', 'two')
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ do: fc.constantFrom('arm', 'disarm', 'end', 'ended', 'pending'), key }),
  fc.record({ do: fc.constant('get'), key, name }),
  fc.record({
    do: fc.constant('put'),
    key,
    name,
    value,
    replaces: fc.constantFrom(undefined, undefined, 'one', 'two'),
  }),
  fc.record({ do: fc.constant('pass'), time: fc.constantFrom(PENDING / 2, PENDING) }),
)

async function answer({ store, pass }: OpenSecretStore, prefix: string, taken: Step) {
  if (taken.do === 'pass') return pass(taken.time)
  const place = prefix + taken.key
  if (taken.do === 'get') return store.get(taken.name, place)
  if (taken.do === 'put') return store.put(taken.name, place, taken.value, taken.replaces)
  return store[taken.do]?.(place)
}

describe.each(SERVED)('$name', ({ isThere, open }) => {
  test.skipIf(!isThere)('does what the store in memory does, in whatever order', async () => {
    const opened = await open()
    onTestFinished(opened.close)
    let run = 0
    const walks = fc.array(step, { minLength: 5, maxLength: 30 })
    const property = fc.asyncProperty(walks, async (walk) => {
      const model = openSecretMemory()
      const prefix = `${run++}:`
      for (const each of walk) {
        const want = await answer(model, prefix, each)
        expect(await answer(opened, prefix, each)).toEqual(want)
      }
    })
    await fc.assert(property, { numRuns: RUNS })
  })
})

describe.each(SECRET_STORES)('$name', ({ isThere, open }) => {
  describe.skipIf(!isThere)('store', () => {
    let opened: OpenSecretStore
    let store: RegistrationStore
    beforeAll(async () => {
      opened = await open()
      store = opened.store
    })
    afterAll(() => opened?.close())

    test('a registration is pending until its time is over', async () => {
      const own = randomUUID()
      expect(await store.pending(own)).toBe(false)
      await store.arm(own)
      await opened.pass(PENDING - 10_000)
      expect(await store.pending(own)).toBe(true)
      await opened.pass(10_000)
      expect(await store.pending(own)).toBe(false)
    })

    test('of many first secrets one is taken, and it stays', async () => {
      const own = randomUUID()
      await store.arm(own)
      const values = Array.from({ length: 20 }, (_, index) => `secret ${index}`)
      const put = await Promise.all(values.map((each) => store.put('HOOK', own, each)))
      expect(put.filter((isTaken) => isTaken)).toHaveLength(1)
      expect(await store.get('HOOK', own)).toBe(values[put.indexOf(true)])
      await opened.pass(10 * PENDING)
      expect(await store.get('HOOK', own)).toBe(values[put.indexOf(true)])
    })

    test('of many that take its place one does', async () => {
      const own = randomUUID()
      await store.put('HOOK', own, 'old')
      const values = Array.from({ length: 20 }, (_, index) => `secret ${index}`)
      const put = await Promise.all(values.map((each) => store.put('HOOK', own, each, 'old')))
      expect(put.filter((isTaken) => isTaken)).toHaveLength(1)
      expect(await store.get('HOOK', own)).toBe(values[put.indexOf(true)])
    })

    test('keys, names and values are data', async () => {
      const prefix = randomUUID()
      const long = 'x'.repeat(9000)
      const texts = [
        ...['', ' ', "'", '"', '\\', '\\"', '{a}', '*', '%', 'pending', 'ended', '__proto__'],
        ...['ä', '🎉', '\u0000', '\ud800', '\ud801', '\ufffd', long, `${long}y`],
      ]
      for (const text of texts) {
        expect(await store.get('HOOK', prefix + text)).toBeUndefined()
        expect(await store.put('HOOK', prefix + text, `value ${texts.indexOf(text)}`)).toBe(true)
      }
      for (const [index, text] of texts.entries()) {
        expect(await store.get('HOOK', prefix + text)).toBe(`value ${index}`)
      }
      for (const text of ['', "it's", '"\\', '{"a":1}', 'ä🎉', 'x'.repeat(4096), '__proto__']) {
        const own = randomUUID()
        expect(await store.get(`name ${text}`, own)).toBeUndefined()
        expect(await store.put(`name ${text}`, own, text)).toBe(true)
        expect(await store.get(`name ${text}`, own)).toBe(text)
        expect(await store.put(`name ${text}`, own, 'next', text)).toBe(true)
      }
    })
  })
})

test.skipIf(REDIS_URL === undefined)(
  `how long a registration takes is a choice, and its trace goes ${NEEDS_REDIS}`,
  async () => {
    const place = await redisPlace(REDIS_URL)
    onTestFinished(place.close)
    const store = redisSecretStore(place.redis, { prefix: place.prefix, pendingSeconds: 0.05 })
    await store.arm('abandoned')
    await store.arm('complete')
    expect(await store.put('HOOK', 'complete', 'value')).toBe(true)
    await store.arm('ended')
    await store.end('ended')
    await sleep(80)
    expect(await store.pending('abandoned')).toBe(false)
    const keys = await place.redis.keys(`${place.prefix}*`)
    const names = ['complete', 'ended'].map((each) => `${place.prefix}registration:${each}`)
    expect(keys.sort()).toEqual(names)
    for (const each of names) expect(await place.redis.pttl(each)).toBe(-1)
  },
)

test.skipIf(POSTGRES_URL === undefined)(
  `how long a registration takes is a choice ${NEEDS_POSTGRES}`,
  async () => {
    const place = await postgresPlace(POSTGRES_URL)
    onTestFinished(place.close)
    const table = `${place.schema}.hookwright_secrets`
    const store = postgresSecretStore(place.pool, { table, pendingSeconds: 0.05 })
    await store.arm('short')
    await sleep(80)
    expect(await store.pending('short')).toBe(false)
  },
)

test('what is no client is refused by name', () => {
  // @ts-expect-error TS2345: what a consumer without TypeScript might give
  expect(() => redisSecretStore({})).toThrow('redisSecretStore takes a client of ioredis')
  // @ts-expect-error TS2345: what a consumer without TypeScript might give
  expect(() => postgresSecretStore({})).toThrow('postgresSecretStore takes a Pool or Client of pg')
})
