/** Remembers handled events in PostgreSQL, for all processes that share it. */

import { checkOptions } from '../check-options.js'
import type { IdempotencyStore, Reservation } from '../idempotency.js'
import { firstColumn, type PostgresClient, quoteTable, statementRunner } from './postgres-client.js'
import {
  advanceStatement,
  completeStatement,
  extendStatement,
  failStatement,
  reserveStatement,
  succeedStatement,
  sweepStatement,
} from './postgres-statements.js'
import { readReply, writeReply } from './reply-text.js'
import { ABANDONED_MILLISECONDS } from './times.js'

export interface PostgresStoreOptions {
  /** As it was created, in its case; `hookwright_events` unless given, `schema.table` works. */
  readonly table?: string | undefined
}

export interface PostgresStore extends IdempotencyStore {
  readonly advance: NonNullable<IdempotencyStore['advance']>
  /** Deletes the rows whose time is over, 1000 at a time unless told; says how many there were. */
  readonly sweep: (batch?: number) => Promise<number>
}

const BATCH = 1000

/**
 * A store in PostgreSQL 11 or later, through a `Pool` or `Client` of `pg`, or through `postgres`.
 * `sql/hookwright.sql` of the package creates its table. It needs no right but to read and write
 * that table, and works behind a pooler of transactions. Give it a connection that is in none: what
 * is rolled back was not remembered.
 *
 * Call `sweep` now and then: rows whose time is over count as absent, and stay until then. Listen to
 * the `error` events of a `Pool`: without a listener a lost connection ends the process.
 *
 * @throws {TypeError} where the client is none of these, or the table has no plain name
 */
export function postgresStore(
  client: PostgresClient,
  options: PostgresStoreOptions = {},
): PostgresStore {
  checkOptions('postgresStore options', options, { table: 'other' })
  const table = quoteTable(options.table ?? 'hookwright_events', 'postgresStore')
  const run = statementRunner(client, 'postgresStore')
  const reserve = reserveStatement(table)
  const asking = (statement: string) => {
    return async (key: string, ...values: (string | number | null)[]) =>
      (await run(statement, [key, ...values])).length === 1
  }
  const extend = asking(extendStatement(table))
  const succeed = asking(succeedStatement(table))
  const complete = asking(completeStatement(table))
  const fail = asking(failStatement(table))
  const advance = asking(advanceStatement(table))
  const sweep = sweepStatement(table)
  return {
    reserve: async (key, leaseMilliseconds) => {
      const token = crypto.randomUUID()
      const values = [eventKey(key), token, leaseMilliseconds, ABANDONED_MILLISECONDS]
      return readReservation(firstColumn(await run(reserve, values)), token)
    },
    extend: (key, token, leaseMilliseconds) =>
      extend(eventKey(key), token, leaseMilliseconds, ABANDONED_MILLISECONDS),
    succeed: (key, token, handler) => succeed(eventKey(key), token, handler),
    complete: (key, token, keepMilliseconds, reply) =>
      complete(eventKey(key), token, keepMilliseconds, writeReply(reply) ?? null),
    fail: (key, token, keepMilliseconds) => fail(eventKey(key), token, keepMilliseconds),
    advance: (key, position, keepMilliseconds) =>
      advance(`position:${key}`, position, keepMilliseconds),
    sweep: async (batch = BATCH) => {
      if (!Number.isSafeInteger(batch) || batch < 1) {
        throw new TypeError('postgresStore: sweep takes a whole number of rows above zero')
      }
      let deleted = 0
      for (let last = batch; last >= batch; deleted += last) {
        last = (await run(sweep, [batch])).length
      }
      return deleted
    },
  }
}

function eventKey(key: string): string {
  return `event:${key}`
}

interface Answer {
  readonly state: 'reserved' | 'busy' | 'done'
  readonly succeeded: readonly string[]
  readonly reply: string | null
  readonly milliseconds: number | null
}

function readReservation(answer: unknown, token: string): Reservation {
  // Sound: that is what the statement builds.
  const { state, succeeded, reply, milliseconds } = JSON.parse(String(answer)) as Answer
  if (state === 'reserved') return { state, token, succeeded }
  if (state === 'busy') return { state, milliseconds: Math.max(1, milliseconds ?? 1) }
  return { state, reply: readReply(reply) }
}
