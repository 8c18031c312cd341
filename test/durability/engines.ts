/** The stores and queues of the set-ups, as a receiver's process opens them. */
import type { IdempotencyStore } from '../../templates/runtime/idempotency.js'
import type { Queue } from '../../templates/runtime/queue.js'

export type EngineKind = 'none' | 'redis' | 'postgres' | 'bullmq' | 'pg-boss'

export interface EngineOptions {
  readonly kind: EngineKind
  readonly redisUrl: string
  readonly postgresUrl: string
  /** A prefix in Redis, a schema in PostgreSQL, a queue of either. */
  readonly place: string
  /** How many deliveries of the queue are handled at once. */
  readonly concurrency: number
  /** After how long a queue hands over again what died with its worker; whole seconds for pg-boss. */
  readonly lockMilliseconds: number
}

export interface Engines {
  readonly store?: IdempotencyStore
  readonly queue?: Queue
}

// Only what is needed is imported: there are hundreds of processes.
export async function openEngines(options: EngineOptions): Promise<Engines> {
  switch (options.kind) {
    case 'none':
      return {}
    case 'redis':
      return { store: await openRedisStore(options) }
    case 'postgres':
      return { store: await openPostgresStore(options) }
    case 'bullmq':
      return { store: await openRedisStore(options), queue: await openBullMq(options) }
    case 'pg-boss':
      return { store: await openPostgresStore(options), queue: await openPgBoss(options) }
  }
}

async function openRedisStore({ redisUrl, place }: EngineOptions): Promise<IdempotencyStore> {
  const { Redis } = await import('ioredis')
  const { redisStore } = await import('../../templates/runtime/stores/redis.js')
  const redis = new Redis(redisUrl, { enableOfflineQueue: false, lazyConnect: true })
  await redis.connect()
  return redisStore(redis, { prefix: place })
}

async function openPostgresStore({ postgresUrl, place }: EngineOptions): Promise<IdempotencyStore> {
  const { Pool } = await import('pg')
  const { postgresStore } = await import('../../templates/runtime/stores/postgres.js')
  const pool = new Pool({ connectionString: postgresUrl, max: 8 })
  return postgresStore(pool, { table: `${place}.hookwright_events` })
}

async function openBullMq(options: EngineOptions): Promise<Queue> {
  const { redisUrl, place, concurrency, lockMilliseconds } = options
  const { Queue: BullMq, Worker } = await import('bullmq')
  const { bullmqQueue } = await import('../../templates/runtime/queues/bullmq.js')
  const connection = { url: redisUrl, enableOfflineQueue: false, maxRetriesPerRequest: 1 }
  const queue = new BullMq(place, {
    connection,
    defaultJobOptions: { attempts: 1000, backoff: { type: 'fixed', delay: 50 } },
  })
  await queue.waitUntilReady()
  const settings = {
    concurrency,
    lockDuration: lockMilliseconds,
    stalledInterval: lockMilliseconds / 2,
  }
  return bullmqQueue({
    queue,
    worker: (processor, given) => {
      const worker = new Worker(place, processor, {
        connection: { url: redisUrl },
        ...given,
        ...settings,
      })
      // Who was too slow for the short lock learns here that another has taken the job over.
      worker.on('error', () => undefined)
      return worker
    },
  })
}

async function openPgBoss(options: EngineOptions): Promise<Queue> {
  const { postgresUrl, place, concurrency, lockMilliseconds } = options
  const { default: PgBoss } = await import('pg-boss')
  const { pgBossQueue } = await import('../../templates/runtime/queues/pg-boss.js')
  const boss = new PgBoss({
    ...{ connectionString: postgresUrl, schema: `${place}_boss`, max: 8 },
    // The test itself looks after the queue: that need not be done by everyone.
    ...{ migrate: false, supervise: false, schedule: false },
  })
  await boss.start()
  return pgBossQueue({
    boss,
    concurrency,
    expireSeconds: Math.ceil(lockMilliseconds / 1000),
    pollSeconds: 0.05,
  })
}
