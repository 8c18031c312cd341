/** The stores in a cluster: each script goes to the node that has its key. */
import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { Cluster, Redis } from 'ioredis'
import { createCluster } from 'redis'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { redisStore } from '../../../templates/runtime/stores/redis.js'
import type { RedisClient } from '../../../templates/runtime/stores/redis-client.js'
import { redisSecretStore } from '../../../templates/runtime/stores/secrets-redis.js'
import { temporaryFolder } from '../../support/folders.js'

const HAS_SERVER = spawnSync('redis-server', ['--version']).status === 0
const MINUTE = 60_000
const SLOTS = 16_384
const PATIENCE_MILLISECONDS = 20_000

interface Node {
  readonly port: number
  readonly redis: Redis
  readonly stop: () => Promise<void>
}

async function startNode(): Promise<Node> {
  const [port, bus] = [await freePort(), await freePort()]
  const folder = temporaryFolder()
  const settings = {
    port,
    bind: '127.0.0.1',
    dir: folder,
    save: '',
    'cluster-enabled': 'yes',
    'cluster-port': bus,
  }
  const options = Object.entries(settings).flatMap(([name, value]) => [`--${name}`, String(value)])
  const server = spawn('redis-server', options, { stdio: 'ignore' })
  const ended = once(server, 'exit')
  const redis = new Redis(port, { retryStrategy: () => 50, maxRetriesPerRequest: null })
  // It is refused until the server listens.
  redis.on('error', () => undefined)
  const stop = async () => {
    redis.disconnect()
    server.kill()
    await ended
  }
  return { port, redis, stop }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  if (address === null || typeof address === 'string') throw new Error('there is no port')
  return address.port
}

/** Two nodes with half of the slots each. */
async function startCluster(): Promise<readonly Node[]> {
  const nodes = await Promise.all([startNode(), startNode()])
  const [one, two] = nodes
  await one.redis.call('CLUSTER', 'ADDSLOTSRANGE', 0, SLOTS / 2 - 1)
  await two.redis.call('CLUSTER', 'ADDSLOTSRANGE', SLOTS / 2, SLOTS - 1)
  // Both would start with the same epoch, and settle that in seconds.
  await two.redis.call('CLUSTER', 'SET-CONFIG-EPOCH', 2)
  const shown = String(await two.redis.call('CLUSTER', 'NODES'))
  const bus = /@(\d+)/.exec(shown)?.[1] ?? ''
  await one.redis.call('CLUSTER', 'MEET', '127.0.0.1', two.port, bus)
  const begin = Date.now()
  for (const { redis } of nodes) {
    while (!String(await redis.call('CLUSTER', 'INFO')).includes('cluster_state:ok')) {
      if (Date.now() - begin > PATIENCE_MILLISECONDS) throw new Error('the cluster does not form')
      await sleep(50)
    }
  }
  return nodes
}

const CLIENTS: readonly [
  name: string,
  open: (port: number) => Promise<{ client: RedisClient; close: () => Promise<unknown> }>,
][] = [
  [
    'ioredis',
    async (port) => {
      const client = new Cluster([{ host: '127.0.0.1', port }])
      return { client, close: () => client.quit() }
    },
  ],
  [
    'redis',
    async (port) => {
      const client = createCluster({ rootNodes: [{ url: `redis://127.0.0.1:${port}` }] })
      await client.connect()
      return { client, close: () => client.close() }
    },
  ],
]

describe.skipIf(!HAS_SERVER)('in a cluster of two (needs redis-server)', () => {
  let nodes: readonly Node[] = []
  beforeAll(async () => {
    nodes = await startCluster()
  })
  afterAll(async () => {
    for (const { stop } of nodes) await stop()
  })

  test.each(CLIENTS)(
    'everything works through %s, and both nodes have their share',
    async (name, open) => {
      const { client, close } = await open(nodes[0]?.port ?? 0)
      onTestFinished(async () => void (await close()))
      const prefix = `${name}:`
      const store = redisStore(client, { prefix })
      const secrets = redisSecretStore(client, { prefix })
      for (let index = 0; index < 20; index++) {
        const key = `${index}{${index}`
        const taken = await store.reserve(key, MINUTE)
        if (taken.state !== 'reserved') throw new Error(`the event is ${taken.state}`)
        expect(await store.succeed(key, taken.token, 'a')).toBe(true)
        expect(await store.extend(key, taken.token, MINUTE)).toBe(true)
        expect(await store.reserve(key, MINUTE)).toMatchObject({ state: 'busy' })
        if (index % 2 === 0) {
          expect(await store.complete(key, taken.token, MINUTE, undefined)).toBe(true)
          expect(await store.reserve(key, MINUTE)).toEqual({ state: 'done', reply: undefined })
        } else {
          expect(await store.fail(key, taken.token, MINUTE)).toBe(true)
          expect(await store.reserve(key, MINUTE)).toMatchObject({ succeeded: ['a'] })
        }
        expect(await store.advance(key, '2', MINUTE)).toBe(true)
        expect(await store.advance(key, '1', MINUTE)).toBe(false)
        await secrets.arm(key)
        expect(await secrets.put('HOOK', key, 'value')).toBe(true)
        expect(await secrets.get('HOOK', key)).toBe('value')
      }
      for (const { redis } of nodes) expect(await redis.keys(`${prefix}*`)).not.toEqual([])
    },
  )
})
