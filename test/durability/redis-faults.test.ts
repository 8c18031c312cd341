/** A Redis that is stopped, slow, out of memory or out of reach, under a receiver that stays. */
import { setTimeout as sleep } from 'node:timers/promises'
import { Redis } from 'ioredis'
import { createClient } from 'redis'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { redisStore } from '../../templates/runtime/stores/redis.js'
import type { RedisClient } from '../../templates/runtime/stores/redis-client.js'
import { startProxy } from '../support/proxy.js'
import { HAS_REDIS_SERVER, NEEDS_REDIS_SERVER, OwnRedis } from './own-services.js'
import { deliverMany, LEASE_SECONDS, ReceiverAt, TIMEOUT_SECONDS } from './receiver-at.js'

interface Opened {
  readonly client: RedisClient
  readonly close: () => unknown
}

/** As docs/stores.md has them, with shorter times. */
const CLIENTS: readonly [name: string, open: (port: number) => Promise<Opened>][] = [
  [
    'ioredis',
    async (port) => {
      const client = new Redis(port, '127.0.0.1', {
        ...{ enableOfflineQueue: false, maxRetriesPerRequest: 1, socketTimeout: 1000 },
        ...{ lazyConnect: true, retryStrategy: () => 50 },
      })
      client.on('error', () => undefined)
      await client.connect()
      return { client, close: () => client.disconnect() }
    },
  ],
  [
    'redis',
    async (port) => {
      const client = createClient({
        disableOfflineQueue: true,
        pingInterval: 300,
        socket: { host: '127.0.0.1', port, socketTimeout: 1000, reconnectStrategy: () => 50 },
      })
      client.on('error', () => undefined)
      await client.connect()
      return { client, close: () => client.destroy() }
    },
  ],
  [
    'ioredis as it is',
    async (port) => {
      const client = new Redis(port, '127.0.0.1')
      client.on('error', () => undefined)
      return { client, close: () => client.disconnect() }
    },
  ],
  [
    'redis as it is',
    async (port) => {
      const client = createClient({ socket: { host: '127.0.0.1', port } })
      client.on('error', () => undefined)
      await client.connect()
      return { client, close: () => client.destroy() }
    },
  ],
]

const results: object[] = []

describe.skipIf(!HAS_REDIS_SERVER)(`Redis fails ${NEEDS_REDIS_SERVER}`, () => {
  let redis: OwnRedis
  let proxy: Awaited<ReturnType<typeof startProxy>>
  beforeAll(async () => {
    redis = await OwnRedis.create()
    proxy = await startProxy({ host: '127.0.0.1', port: redis.port })
  })
  afterAll(async () => {
    console.table(results)
    await proxy.cut()
    await redis.stop()
  })

  describe.each(CLIENTS)('%s', (name, open) => {
    let opened: Opened
    let receiver: ReceiverAt
    /** What happens in the middle of the events whose id has the name. */
    const during = new Map<string, () => unknown>()
    beforeEach(async (context) => {
      opened = await open(proxy.port)
      const store = redisStore(opened.client, { prefix: `${context.task.id}:` })
      receiver = await ReceiverAt.open(store, (id) => during.get(id)?.())
      await receiver.redeliver('first')
    })
    afterEach((context) => {
      receiver.close()
      opened.close()
      during.clear()
      const answers = Object.fromEntries(receiver.answers)
      results.push({ client: name, fault: context.task.name, ...answers })
    })

    test('stopped and started', async () => {
      await redis.stop()
      for (const id of ['one', 'two']) {
        expect(await receiver.deliver(id)).toBe(503)
        expect(receiver.effects(id)).toEqual([0, 0, 0])
      }
      await redis.start()
      for (const id of ['one', 'two']) {
        await receiver.redeliver(id)
        expect(receiver.effects(id)).toEqual([1, 1, 1])
      }
      expect(await receiver.deliver('first')).toBe(200)
      expect(receiver.effects('first')).toEqual([1, 1, 1])
    })

    test('slow', async () => {
      redis.freeze()
      try {
        expect(await receiver.deliver('one')).toBe(503)
        expect(receiver.effects('one')).toEqual([0, 0, 0])
      } finally {
        redis.thaw()
      }
      await receiver.redeliver('one')
      expect(receiver.effects('one')).toEqual([1, 1, 1])
    })

    test('slow in the middle of an event', async () => {
      during.set('one', () => redis.freeze())
      expect(await receiver.deliver('one')).toBe(503)
      expect(receiver.effects('one')).toEqual([1, 1, 0])
      during.clear()
      redis.thaw()
      await receiver.redeliver('one')
      // Redis may have taken what it was told, and told nobody.
      expect([1, 2]).toContain(receiver.effects('one')[1])
      expect(receiver.effects('one')).toEqual([1, expect.any(Number), 1])
    })

    test('out of memory', async () => {
      await redis.ask((asked) => asked.config('SET', 'maxmemory', '1'))
      try {
        expect(await receiver.deliver('one')).toBe(503)
        expect(receiver.effects('one')).toEqual([0, 0, 0])
      } finally {
        await redis.ask((asked) => asked.config('SET', 'maxmemory', '0'))
      }
      await receiver.redeliver('one')
      expect(receiver.effects('one')).toEqual([1, 1, 1])
    })

    test('out of memory in the middle of an event', async () => {
      const limit = (bytes: string) => redis.ask((asked) => asked.config('SET', 'maxmemory', bytes))
      during.set('one', () => limit('1'))
      expect(await receiver.deliver('one')).toBe(503)
      during.clear()
      await limit('0')
      await receiver.redeliver('one')
      expect(receiver.effects('one')).toEqual([1, 2, 1])
    })

    test('stopped and started while many are delivered', async () => {
      const ids = await deliverMany(receiver, 200, async () => {
        for (let round = 0; round < 2; round++) {
          await sleep(200)
          await redis.stop()
          // Longer than a client that waits may take.
          await sleep(TIMEOUT_SECONDS * 2000)
          await redis.start()
        }
      })
      expect(receiver.answers.get(503)).toBeGreaterThan(0)
      for (const id of ids) await receiver.redeliver(id)
    })

    test('cut off, and back', async () => {
      await proxy.cut()
      expect(await receiver.deliver('one')).toBe(503)
      await proxy.mend()
      await receiver.redeliver('one')
      expect(receiver.effects('one')).toEqual([1, 1, 1])
    })

    test('out of reach without a word, as when a machine is gone', async ({ skip }) => {
      skip(name.endsWith('as it is'), 'without a time limit it takes as long as TCP does')
      proxy.swallow()
      expect(await receiver.deliver('one')).toBe(503)
      await sleep(LEASE_SECONDS * 1000)
      await receiver.redeliver('one')
      expect(receiver.effects('one')).toEqual([1, 1, 1])
    })
  })
})
