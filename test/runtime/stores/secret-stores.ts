/** Every store of captured secrets, through every client, opened the same way. */
import type { RegistrationStore } from '../../../templates/runtime/store.js'
import { memorySecretStore } from '../../../templates/runtime/stores/secrets-memory.js'
import { postgresSecretStore } from '../../../templates/runtime/stores/secrets-postgres.js'
import { redisSecretStore } from '../../../templates/runtime/stores/secrets-redis.js'
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

export interface OpenSecretStore {
  readonly store: RegistrationStore
  /** Time passes, by so many milliseconds. */
  readonly pass: (milliseconds: number) => Promise<void>
  readonly close: () => Promise<void>
}

export const PENDING_SECONDS = 600

export const SECRET_STORES: readonly {
  readonly name: string
  readonly isThere: boolean
  readonly open: () => Promise<OpenSecretStore>
}[] = [
  { name: 'memory', isThere: true, open: async () => openSecretMemory() },
  ...REDIS_CLIENTS.map(({ name, open }) => ({
    name: `Redis, through ${name}`,
    isThere: REDIS_URL !== undefined,
    open: async () => {
      const place = await redisPlace(REDIS_URL)
      const { client, close } = await open(REDIS_URL)
      return {
        store: redisSecretStore(client, { prefix: place.prefix }),
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
        store: postgresSecretStore(client, { table: `${place.schema}.hookwright_secrets` }),
        pass: (milliseconds: number) => passInPostgres(place, milliseconds),
        close: async () => {
          await close()
          await place.close()
        },
      }
    },
  })),
]

export function openSecretMemory(): OpenSecretStore {
  let passed = 0
  return {
    store: memorySecretStore({ clock: () => Date.now() + passed }),
    pass: async (milliseconds) => {
      passed += milliseconds
    },
    close: async () => undefined,
  }
}
