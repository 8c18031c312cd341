/** Reserves one event many times at once, in a process of its own: `reserve-child.ts REDIS|POSTGRES URL PLACE KEY COPIES AT`. */
import { setTimeout as sleep } from 'node:timers/promises'
import { Redis } from 'ioredis'
import { Pool } from 'pg'
import { postgresStore } from '../../../templates/runtime/stores/postgres.js'
import { redisStore } from '../../../templates/runtime/stores/redis.js'

const [kind = '', url = '', place = '', key = '', copies = '0', at = '0'] = process.argv.slice(2)

const { store, close } = kind === 'REDIS' ? openRedis() : openPostgres()
// The connections are there before the others begin.
await store.advance('ready', '0', 1000)
await sleep(Number(at) - Date.now())
const reservations = await Promise.all(
  Array.from({ length: Number(copies) }, () => store.reserve(key, 60_000)),
)
console.log(JSON.stringify(reservations))
await close()

function openRedis() {
  const redis = new Redis(url)
  return { store: redisStore(redis, { prefix: place }), close: () => redis.quit() }
}

function openPostgres() {
  const pool = new Pool({ connectionString: url, max: 5 })
  return { store: postgresStore(pool, { table: place }), close: () => pool.end() }
}
