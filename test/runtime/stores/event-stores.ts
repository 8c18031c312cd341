/** Every store of handled events, through every client, opened the same way. */
import { memoryStore } from '../../../templates/runtime/stores/memory.js'
import { type PostgresStore, postgresStore } from '../../../templates/runtime/stores/postgres.js'
import { redisStore } from '../../../templates/runtime/stores/redis.js'
import {
  POSTGRES_CLIENTS,
  POSTGRES_URL,
  passInPostgres,
  passInRedis,
  postgresPlace,
  REDIS_CLIENTS,
  REDIS_URL,
  redisPlace,
} from './backends.js'

export interface OpenStore {
  readonly store: Omit<PostgresStore, 'sweep'>
  /** Time passes, by so many milliseconds. */
  readonly pass: (milliseconds: number) => Promise<void>
  readonly close: () => Promise<void>
}

export interface StoreKind {
  readonly name: string
  readonly isThere: boolean
  readonly open: () => Promise<OpenStore>
}

export const STORES: readonly StoreKind[] = [
  { name: 'memory', isThere: true, open: openMemory },
  ...REDIS_CLIENTS.map(({ name, open }) => ({
    name: `Redis, through ${name}`,
    isThere: REDIS_URL !== undefined,
    open: async () => {
      const place = await redisPlace(REDIS_URL)
      const { client, close } = await open(REDIS_URL)
      return {
        store: redisStore(client, { prefix: place.prefix }),
        pass: (milliseconds: number) => passInRedis(place, milliseconds),
        close: async () => {
          await close()
          await place.close()
        },
      }
    },
  })),
  ...POSTGRES_CLIENTS.map(({ name, open }) => ({
    name: `PostgreSQL, through ${name}`,
    isThere: POSTGRES_URL !== undefined,
    open: async () => {
      const place = await postgresPlace(POSTGRES_URL)
      const { client, close } = await open(POSTGRES_URL)
      return {
        store: postgresStore(client, { table: `${place.schema}.hookwright_events` }),
        pass: (milliseconds: number) => passInPostgres(place, milliseconds),
        close: async () => {
          await close()
          await place.close()
        },
      }
    },
  })),
]

async function openMemory(): Promise<OpenStore> {
  let passed = 0
  return {
    store: memoryStore({ clock: () => Date.now() + passed }),
    pass: async (milliseconds) => {
      passed += milliseconds
    },
    close: async () => undefined,
  }
}
