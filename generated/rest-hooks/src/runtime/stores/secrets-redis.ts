/** Keeps captured secrets in Redis, for all processes that share it. */

import { checkOptions } from '../check-options.js'
import type { RegistrationStore } from '../store.js'
import { type RedisClient, scriptRunner } from './redis-client.js'
import { registrationName } from './registration-name.js'
import { ARM, DISARM, END, ENDED, GET, PENDING, PUT } from './secrets-redis-scripts.js'
import { wholeMilliseconds } from './times.js'

export interface RedisSecretStoreOptions {
  /** What the name of every key begins with; `hookwright:` unless given. */
  readonly prefix?: string | undefined
  /** How long a registration may take; 600 unless given. */
  readonly pendingSeconds?: number | undefined
}

export interface RedisSecretStore extends RegistrationStore {
  readonly get: (name: string, key: string) => Promise<string | undefined>
  readonly ended: (key: string) => Promise<boolean>
}

const PENDING_SECONDS = 600

/**
 * A store in Redis 5 or later, Valkey, or a cluster of them, through a client of `ioredis` or
 * `redis`. Secrets are stored as they are: who can read the database can forge deliveries. What is
 * lost is not handed over again, so the server needs `appendonly` and `noeviction`.
 *
 * @throws {TypeError} where the client is neither of the two
 */
export function redisSecretStore(
  client: RedisClient,
  options: RedisSecretStoreOptions = {},
): RedisSecretStore {
  const rules = { prefix: 'other', pendingSeconds: 'other' } as const
  checkOptions<RedisSecretStoreOptions>('redisSecretStore options', options, rules)
  const { prefix = 'hookwright:', pendingSeconds = PENDING_SECONDS } = options
  const run = scriptRunner(client, 'redisSecretStore')
  const ask = async (script: string, key: string, ...values: (string | number)[]) =>
    run(script, `${prefix}registration:${await registrationName(key)}`, values)
  return {
    arm: async (key) => void (await ask(ARM, key, wholeMilliseconds(pendingSeconds * 1000))),
    disarm: async (key) => void (await ask(DISARM, key)),
    end: async (key) => void (await ask(END, key)),
    ended: async (key) => Number(await ask(ENDED, key)) === 1,
    pending: async (key) => Number(await ask(PENDING, key)) === 1,
    get: async (name, key) => {
      const value = await ask(GET, key, name)
      return value === null || value === undefined ? undefined : String(value)
    },
    put: async (name, key, value, replaces) => {
      const values = replaces === undefined ? [name, value] : [name, value, replaces]
      return Number(await ask(PUT, key, ...values)) === 1
    },
  }
}
