/** The stores that tests run against, each with content of its own that goes with the test file. */
import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Redis } from 'ioredis'
import { Pool } from 'pg'
import postgres from 'postgres'
import { createClient } from 'redis'
import type { PostgresClient } from '../../../templates/runtime/stores/postgres-client.js'
import type { RedisClient } from '../../../templates/runtime/stores/redis-client.js'
import { NEEDS_POSTGRES, NEEDS_REDIS, postgresUrl, redisUrl } from '../../support/services.js'

const PACKAGE = join(import.meta.dirname, '../../../templates/package')
const SQL = ['postgres.sql', 'postgres-secrets.sql']

export const REDIS_URL = await redisUrl()
export const POSTGRES_URL = await postgresUrl()

/** A place in Redis, and a connection that has the test's own view of it. */
export interface RedisPlace {
  readonly prefix: string
  readonly redis: Redis
  readonly close: () => Promise<void>
}

export async function redisPlace(url: string | undefined): Promise<RedisPlace> {
  const redis = new Redis(url ?? '', { lazyConnect: true })
  await redis.connect()
  const prefix = `test-${randomUUID()}:`
  return {
    prefix,
    redis,
    close: async () => {
      const keys = await redis.keys(`${prefix}*`)
      if (keys.length > 0) await redis.del(keys)
      await redis.quit()
    },
  }
}

/** Time passes for what is stored: all that was to come is nearer by so much. */
export async function passInRedis({ redis, prefix }: RedisPlace, milliseconds: number) {
  for (const key of await redis.keys(`${prefix}*`)) {
    const left = await redis.pttl(key)
    if (left !== -1 && left <= milliseconds) await redis.del(key)
    else if (left !== -1) await redis.pexpire(key, left - milliseconds)
    if ((await redis.type(key)) !== 'hash') continue
    for (const field of ['lease', 'pending']) {
      const at = await redis.hget(key, field)
      if (at !== null) await redis.hset(key, field, String(Number(at) - milliseconds))
    }
  }
}

/** A schema in PostgreSQL with the tables that the package creates. */
export interface PostgresPlace {
  readonly schema: string
  readonly pool: Pool
  readonly close: () => Promise<void>
}

export async function postgresPlace(url: string | undefined): Promise<PostgresPlace> {
  const pool = new Pool({ connectionString: url, max: 4 })
  const schema = `test_${randomUUID().replaceAll('-', '')}`
  const client = await pool.connect()
  await client.query(`CREATE SCHEMA ${schema}`)
  await client.query(`SET search_path TO ${schema}`)
  for (const file of SQL) await client.query(readFileSync(join(PACKAGE, file), 'utf8'))
  client.release(true)
  return {
    schema,
    pool,
    close: async () => {
      await pool.query(`DROP SCHEMA ${schema} CASCADE`)
      await pool.end()
    },
  }
}

export async function passInPostgres({ pool, schema }: PostgresPlace, milliseconds: number) {
  const by = `${milliseconds} * interval '1 millisecond'`
  await pool.query(
    `UPDATE ${schema}.hookwright_events SET lease_ends = lease_ends - ${by}, ends = ends - ${by}`,
  )
  await pool.query(`UPDATE ${schema}.hookwright_secrets SET pending_until = pending_until - ${by}`)
}

interface Opened<C> {
  readonly client: C
  readonly close: () => Promise<unknown>
}

/** Each client of Redis that a store takes. */
export const REDIS_CLIENTS: readonly {
  readonly name: string
  readonly open: (url: string | undefined) => Promise<Opened<RedisClient>>
}[] = [
  {
    name: `ioredis ${NEEDS_REDIS}`,
    open: async (url) => {
      const client = new Redis(url ?? '')
      return { client, close: () => client.quit() }
    },
  },
  {
    name: `redis ${NEEDS_REDIS}`,
    open: async (url = '') => {
      const client = createClient({ url })
      await client.connect()
      return { client, close: () => client.close() }
    },
  },
]

/** Each client of PostgreSQL that a store takes. */
export const POSTGRES_CLIENTS: readonly {
  readonly name: string
  readonly open: (url: string | undefined) => Promise<Opened<PostgresClient>>
}[] = [
  {
    name: `pg ${NEEDS_POSTGRES}`,
    open: async (url) => {
      const client = new Pool({ connectionString: url, max: 4 })
      return { client, close: () => client.end() }
    },
  },
  {
    name: `postgres ${NEEDS_POSTGRES}`,
    open: async (url = '') => {
      const client = postgres(url, { max: 4 })
      return { client, close: () => client.end() }
    },
  },
]
