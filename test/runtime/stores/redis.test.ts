/** What is particular to the store in Redis: its clients, its scripts, and what it leaves there. */
import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { type Cluster, Redis } from 'ioredis'
import { createClient, type createClientPool, type createCluster } from 'redis'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { redisStore } from '../../../templates/runtime/stores/redis.js'
import { type RedisClient, scriptRunner } from '../../../templates/runtime/stores/redis-client.js'
import { temporaryFolder } from '../../support/folders.js'
import { NEEDS_REDIS } from '../../support/services.js'
import { REDIS_URL, type RedisPlace, redisPlace } from './backends.js'

const HAS_SERVER = spawnSync('redis-server', ['--version']).status === 0
const MINUTE = 60_000
const REPLY = { status: 200, headers: {}, body: 'done' }

test.each([
  ['nothing', undefined],
  ['an object', {}],
  ['half a client', { eval: async () => 1 }],
  ['a client without eval', { evalsha: async () => 1, evalSha: async () => 1 }],
  ['a URL', 'redis://127.0.0.1'],
])('%s is no client', (_name, client) => {
  const message = 'redisStore takes a client of ioredis, or of redis from version 4 on'
  // @ts-expect-error TS2345: what a consumer without TypeScript might give
  expect(() => redisStore(client)).toThrow(new TypeError(message))
})

test('clusters and pools fit as well', () => {
  const fits = (
    client: Cluster | ReturnType<typeof createCluster> | ReturnType<typeof createClientPool>,
  ): RedisClient => client
  expect(fits).toBeTypeOf('function')
})

describe.skipIf(REDIS_URL === undefined)(`in Redis ${NEEDS_REDIS}`, () => {
  let place: RedisPlace
  beforeAll(async () => {
    place = await redisPlace(REDIS_URL)
  })
  afterAll(() => place?.close())

  test('every key has the prefix and a time to live', async () => {
    const store = redisStore(place.redis, { prefix: place.prefix })
    await store.reserve('leased', MINUTE)
    for (const end of ['complete', 'fail'] as const) {
      const taken = await store.reserve(end, MINUTE)
      if (taken.state !== 'reserved') throw new Error(`the event is ${taken.state}`)
      await store.succeed(end, taken.token, 'a')
      await store.extend(end, taken.token, MINUTE)
      if (end === 'fail') await store.fail(end, taken.token, MINUTE)
      else await store.complete(end, taken.token, MINUTE, REPLY)
    }
    await store.advance('thing', '1', MINUTE)
    const keys = await place.redis.keys(`${place.prefix}*`)
    expect(keys.map((key) => key.slice(place.prefix.length)).sort()).toEqual([
      'event:complete',
      'event:fail',
      'event:leased',
      'position:thing',
    ])
    for (const key of keys) expect(await place.redis.pttl(key), key).toBeGreaterThan(MINUTE / 2)
    expect(await place.redis.hkeys(`${place.prefix}event:complete`)).toEqual(['done'])
    expect(await place.redis.hkeys(`${place.prefix}event:fail`)).toEqual(['ok:a'])
  })

  test.each([
    ['ioredis', async () => new Redis(REDIS_URL ?? '')],
    ['redis', async () => createClient({ url: REDIS_URL ?? '' }).connect()],
  ])('%s: a server that does not know the scripts is told them once', async (name, open) => {
    const client = await open()
    onTestFinished(async () => void (await client.quit()))
    const sent: string[] = []
    const spied = new Proxy(client, {
      get: (target, member) => {
        const method: unknown = Reflect.get(target, member)
        if (typeof method !== 'function') return method
        return (...given: unknown[]) => {
          sent.push(String(member).toLowerCase())
          return Reflect.apply(method, target, given)
        }
      },
    })
    const run = scriptRunner(spied, 'the test')
    // A script that no other test, nor an earlier run, has brought there.
    const script = `return KEYS[1] .. ARGV[1] -- ${place.prefix}${name}`
    expect(await run(script, 'key', ['value'])).toBe('keyvalue')
    expect(await run(script, 'key', ['other'])).toBe('keyother')
    expect(sent).toEqual(['evalsha', 'eval', 'evalsha'])
  })

  test('another error is passed on, and nothing is tried twice', async () => {
    const run = scriptRunner(place.redis, 'the test')
    const script = "redis.call('INCR', KEYS[1]) return redis.error_reply('WRONG')"
    const key = `${place.prefix}count`
    await place.redis.script('LOAD', script)
    await expect(run(script, key, [])).rejects.toThrow('WRONG')
    expect(await place.redis.getdel(key)).toBe('1')
  })

  test('a client that sends a lost command again gets the lease that it took', async () => {
    const store = redisStore(
      {
        eval: (...given: [string, number, ...string[]]) => place.redis.eval(...given),
        evalsha: async (...given: [string, number, ...string[]]) => {
          await place.redis.evalsha(...given)
          return place.redis.evalsha(...given)
        },
      },
      { prefix: place.prefix },
    )
    // Brings the script there.
    await redisStore(place.redis, { prefix: place.prefix }).reserve('warm', MINUTE)
    expect(await store.reserve('twice', MINUTE)).toMatchObject({ state: 'reserved' })
    expect(await store.reserve('twice', MINUTE)).toMatchObject({ state: 'busy' })
  })

  test('an answer that the scripts do not give is refused', async () => {
    const answer = async () => ['perhaps']
    await expect(
      redisStore({ eval: answer, evalsha: answer }).reserve('a', MINUTE),
    ).rejects.toThrow('redisStore: Redis did not answer as the script does')
  })
})

describe.skipIf(!HAS_SERVER)('a Redis without memory (needs redis-server)', () => {
  test('refuses, forgets nothing, and goes on once there is room', async () => {
    const redis = await ownRedis()
    const store = redisStore(redis)
    const first = await store.reserve('a', MINUTE)
    if (first.state !== 'reserved') throw new Error(`the event is ${first.state}`)
    await store.succeed('a', first.token, 'one')
    await redis.config('SET', 'maxmemory', '1')
    for (const call of [
      () => store.reserve('b', MINUTE),
      () => store.extend('a', first.token, MINUTE),
      () => store.succeed('a', first.token, 'two'),
      () => store.complete('a', first.token, MINUTE, REPLY),
      () => store.advance('a', '1', MINUTE),
    ]) {
      await expect(call()).rejects.toThrow(/OOM/)
    }
    expect(await store.reserve('a', MINUTE)).toMatchObject({ state: 'busy' })
    expect(await store.fail('a', first.token, MINUTE)).toBe(true)
    await redis.config('SET', 'maxmemory', '0')
    expect(await store.reserve('a', MINUTE)).toMatchObject({ succeeded: ['one'] })
    expect(await store.reserve('b', MINUTE)).toMatchObject({ state: 'reserved' })
  })
})

/** A server of the test's own, on a socket of its own. */
async function ownRedis(): Promise<Redis> {
  const folder = temporaryFolder()
  const path = join(folder, 'redis.sock')
  const options = ['--port', '0', '--unixsocket', path, '--save', '', '--dir', folder]
  const server = spawn('redis-server', options, { stdio: 'ignore' })
  const ended = once(server, 'exit')
  const redis = new Redis(path, { retryStrategy: () => 50, maxRetriesPerRequest: null })
  // It is refused until the server listens.
  redis.on('error', () => undefined)
  onTestFinished(async () => {
    redis.disconnect()
    server.kill()
    await ended
  })
  await Promise.race([
    redis.ping(),
    sleep(10_000).then(() => Promise.reject(new Error('no Redis'))),
  ])
  return redis
}
