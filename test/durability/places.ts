/** A place of its own for each set-up in the services, and what the stores there know. */
import { randomUUID } from 'node:crypto'
import PgBoss from 'pg-boss'
import { POSTGRES_URL, postgresPlace, REDIS_URL, redisPlace } from '../runtime/stores/backends.js'
import type { EngineKind, EngineOptions } from './engines.js'

export interface Place {
  readonly engine: Omit<EngineOptions, 'concurrency' | 'lockMilliseconds'>
  /** How many events the store has as done, and how many otherwise. */
  readonly count: () => Promise<{ readonly done: number; readonly open: number }>
  /** How many deliveries the queue still has. */
  readonly queued: () => Promise<number>
  readonly close: () => Promise<void>
}

/** Whether the services are there that it takes. */
export function isThere(kind: EngineKind): boolean {
  if (kind === 'none') return true
  return (kind === 'redis' || kind === 'bullmq' ? REDIS_URL : POSTGRES_URL) !== undefined
}

export async function openPlace(kind: EngineKind): Promise<Place> {
  const urls = { redisUrl: REDIS_URL ?? '', postgresUrl: POSTGRES_URL ?? '' }
  if (kind === 'none') {
    return {
      engine: { ...urls, kind, place: '' },
      count: async () => ({ done: 0, open: 0 }),
      queued: async () => 0,
      close: async () => undefined,
    }
  }
  return kind === 'redis' || kind === 'bullmq' ? inRedis(kind, urls) : inPostgres(kind, urls)
}

type Urls = Pick<EngineOptions, 'redisUrl' | 'postgresUrl'>

async function inRedis(kind: EngineKind, urls: Urls): Promise<Place> {
  const { close, redis } = await redisPlace(REDIS_URL)
  const place = `durability-${randomUUID()}`
  const jobs = `bull:${place}`
  return {
    engine: { ...urls, kind, place },
    count: async () => {
      const keys = await redis.keys(`${place}event:*`)
      const done = await Promise.all(keys.map((key) => redis.hexists(key, 'done')))
      const count = done.filter((isDone) => isDone === 1).length
      return { done: count, open: keys.length - count }
    },
    queued: async () => {
      const [waiting, active, delayed, failed] = await Promise.all([
        redis.llen(`${jobs}:wait`),
        redis.llen(`${jobs}:active`),
        redis.zcard(`${jobs}:delayed`),
        redis.zcard(`${jobs}:failed`),
      ])
      return waiting + active + delayed + failed
    },
    close: async () => {
      const keys = [...(await redis.keys(`${place}*`)), ...(await redis.keys(`${jobs}:*`))]
      if (keys.length > 0) await redis.unlink(keys)
      await close()
    },
  }
}

async function inPostgres(kind: EngineKind, urls: Urls): Promise<Place> {
  const { close, pool, schema } = await postgresPlace(POSTGRES_URL)
  const boss = kind === 'pg-boss' ? await startBoss(`${schema}_boss`) : undefined
  const ask = async (text: string) => Number((await pool.query(text)).rows[0]?.count)
  return {
    engine: { ...urls, kind, place: schema },
    count: async () => {
      const of = (state: string) =>
        ask(`SELECT count(*) FROM ${schema}.hookwright_events WHERE ${state}`)
      return { done: await of('done'), open: await of('NOT done') }
    },
    queued: async () => {
      if (boss === undefined) return 0
      // Seconds that pg-boss waits before the next attempt pass at once.
      await pool.query(
        `UPDATE ${schema}_boss.job SET start_after = now() WHERE state IN ('created', 'retry') AND start_after > now()`,
      )
      return ask(`SELECT count(*) FROM ${schema}_boss.job WHERE state <> 'completed'`)
    },
    close: async () => {
      await boss?.stop({ graceful: false })
      if (boss !== undefined) await pool.query(`DROP SCHEMA ${schema}_boss CASCADE`)
      await close()
    },
  }
}

/** Looks for what died with its worker. */
async function startBoss(schema: string): Promise<PgBoss> {
  const boss = new PgBoss({
    ...{ connectionString: POSTGRES_URL ?? '', schema, max: 2 },
    maintenanceIntervalSeconds: 1,
  })
  boss.on('error', () => undefined)
  await boss.start()
  return boss
}
