/** Remembers handled events in Redis, for all processes that share it. */

import { checkOptions } from '../check-options.js'
import type { IdempotencyStore, Reservation } from '../idempotency.js'
import { type RedisClient, scriptRunner } from './redis-client.js'
import { ADVANCE, COMPLETE, EXTEND, FAIL, RESERVE, SUCCEED } from './redis-scripts.js'
import { readReply, writeReply } from './reply-text.js'
import { ABANDONED_MILLISECONDS, wholeMilliseconds } from './times.js'

export interface RedisStoreOptions {
  /** What the name of every key begins with; `hookwright:` unless given. */
  readonly prefix?: string | undefined
}

export interface RedisStore extends IdempotencyStore {
  readonly advance: NonNullable<IdempotencyStore['advance']>
}

/**
 * A store in Redis 5 or later, Valkey, or a cluster of them, through a client of `ioredis` or
 * `redis`. Every key has a time to live, and no script touches more than one.
 *
 * It remembers as well as the server does: `maxmemory-policy` has to be `noeviction`, as any other
 * forgets handled events when memory runs out, and without `appendonly` a restart forgets them all.
 * With `appendfsync everysec`, or when a replica takes over, the last second may be forgotten, and
 * its events are handled again when the sender repeats them.
 *
 * Listen to the `error` events of the client: without a listener a lost connection ends the process.
 *
 * @throws {TypeError} where the client is neither of the two
 */
export function redisStore(client: RedisClient, options: RedisStoreOptions = {}): RedisStore {
  checkOptions('redisStore options', options, { prefix: 'other' })
  const { prefix = 'hookwright:' } = options
  const run = scriptRunner(client, 'redisStore')
  const ask = async (script: string, key: string, values: readonly (string | number)[]) =>
    Number(await run(script, key, values)) === 1
  const eventKey = (key: string) => `${prefix}event:${key}`
  return {
    reserve: async (key, leaseMilliseconds) => {
      const token = crypto.randomUUID()
      const lease = wholeMilliseconds(leaseMilliseconds)
      const answer = await run(RESERVE, eventKey(key), [token, lease, ABANDONED_MILLISECONDS])
      return readReservation(answer, token)
    },
    extend: (key, token, leaseMilliseconds) => {
      const lease = wholeMilliseconds(leaseMilliseconds)
      return ask(EXTEND, eventKey(key), [token, lease, ABANDONED_MILLISECONDS])
    },
    succeed: (key, token, handler) => ask(SUCCEED, eventKey(key), [token, handler]),
    complete: (key, token, keepMilliseconds, reply) => {
      const keep = wholeMilliseconds(keepMilliseconds)
      return ask(COMPLETE, eventKey(key), [token, keep, writeReply(reply) ?? ''])
    },
    fail: (key, token, keepMilliseconds) =>
      ask(FAIL, eventKey(key), [token, wholeMilliseconds(keepMilliseconds)]),
    advance: (key, position, keepMilliseconds) =>
      ask(ADVANCE, `${prefix}position:${key}`, [position, wholeMilliseconds(keepMilliseconds)]),
  }
}

function readReservation(answer: unknown, token: string): Reservation {
  // A client may be set up to give bytes instead of text.
  const [state, ...rest] = Array.isArray(answer) ? answer.map(String) : []
  if (state === 'reserved') return { state, token, succeeded: rest }
  if (state === 'busy') return { state, milliseconds: Number(rest[0]) }
  if (state === 'done') return { state, reply: readReply(rest[0]) }
  throw new Error('redisStore: Redis did not answer as the script does')
}
