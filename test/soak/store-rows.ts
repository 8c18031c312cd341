/** Rows that remember: stores of events and secrets, queues and dead letters. */
import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Queue as BullMq, Worker } from 'bullmq'
import { Redis } from 'ioredis'
import { Pool } from 'pg'
import { PermanentError, RetryableError } from '../../templates/runtime/handler-errors.js'
import type { IdempotencyStore } from '../../templates/runtime/idempotency.js'
import type { Consume, Queue } from '../../templates/runtime/queue.js'
import { bullmqQueue } from '../../templates/runtime/queues/bullmq.js'
import { memoryStore } from '../../templates/runtime/stores/memory.js'
import { postgresStore } from '../../templates/runtime/stores/postgres.js'
import { redisStore } from '../../templates/runtime/stores/redis.js'
import { memorySecretStore } from '../../templates/runtime/stores/secrets-memory.js'
import { deliver } from '../runtime/acme.js'
import { postgresUrl, redisUrl } from '../support/services.js'
import { type Deliver, endOf, invoice, type Opened, type Row, receiverOf } from './row.js'

interface OpenStore {
  readonly store: IdempotencyStore
  readonly close?: () => Promise<unknown>
}

const REDIS_FEWER = 10
const POSTGRES_FEWER = 30
const BULLMQ_FEWER = 30
const ENVELOPE = { key: 'k'.repeat(32) }
const SQL = join(import.meta.dirname, '../../templates/package/postgres.sql')

/** Of two handlers, the second fails; each delivery comes twice, and then never again. */
function halfway({ store, close }: OpenStore): Opened {
  const receiver = receiverOf({ idempotency: store })
  receiver.onError(() => undefined)
  receiver.onEvent('invoice.paid', () => undefined, { name: 'first' })
  const fail = () => {
    throw new RetryableError('not now')
  }
  receiver.onEvent('invoice.paid', fail, { name: 'second' })
  return sending(receiver, 0.5, close)
}

function handled({ store, close }: OpenStore, step = 1): Opened {
  const sequence = {
    position: () => '1',
    key: (d: { json: () => unknown }) => JSON.stringify(d.json()),
  }
  const receiver = receiverOf({ idempotency: store }, { sequence })
  receiver.onEvent('invoice.paid', (_event, ctx) => ctx.reply('thanks'))
  return sending(receiver, step, close)
}

function sending(
  receiver: ReturnType<typeof receiverOf>,
  step: number,
  close: OpenStore['close'],
): Opened {
  const send: Deliver = async (index) => {
    return endOf(await receiver.receive(deliver(invoice(Math.floor(index * step)))))
  }
  return { deliver: send, ...(close && { close }) }
}

const inMemory = (): OpenStore => ({ store: memoryStore({ maximum: 1000 }) })

function openRedis(url: string): OpenStore {
  const client = new Redis(url)
  const prefix = `soak-${randomUUID()}:`
  const close = async () => {
    for await (const keys of client.scanStream({ match: `${prefix}*`, count: 1000 })) {
      if (keys.length > 0) await client.del(keys)
    }
    await client.quit()
  }
  return { store: redisStore(client, { prefix }), close }
}

async function openPostgres(url: string): Promise<OpenStore> {
  const pool = new Pool({ connectionString: url, max: 1 })
  const schema = `soak_${randomUUID().replaceAll('-', '')}`
  await pool.query(`CREATE SCHEMA ${schema}`)
  await pool.query(`SET search_path TO ${schema}`)
  await pool.query(readFileSync(SQL, 'utf8'))
  const close = async () => {
    await pool.query(`DROP SCHEMA ${schema} CASCADE`)
    await pool.end()
  }
  return { store: postgresStore(pool), close }
}

/** A lease that somebody else holds, and never gives back. */
function openBusy(): Opened {
  const store = memoryStore({ maximum: 1000 })
  const taken: IdempotencyStore = {
    ...store,
    reserve: () => ({ state: 'busy', milliseconds: 1000 }),
  }
  return handled({ store: taken })
}

/** Hands envelopes over in this process. */
function inProcess(): Queue {
  let consume: Consume = async () => undefined
  return {
    enqueue: (envelope) => consume(envelope),
    work: (given) => {
      consume = given
    },
    close: () => undefined,
  }
}

async function openQueue(queue: Queue, close?: () => Promise<unknown>): Promise<Opened> {
  const receiver = receiverOf({ queue, ack: 'enqueue', envelope: ENVELOPE })
  let done = () => {}
  receiver.onEvent('invoice.paid', () => done())
  await receiver.work()
  const send: Deliver = async (index) => {
    const isDone = new Promise<void>((resolve) => {
      done = resolve
    })
    const end = endOf(await receiver.receive(deliver(invoice(index))))
    await isDone
    return end
  }
  return { deliver: send, close: async () => [await receiver.close(), await close?.()] }
}

function openBullMq(url: string): Promise<Opened> {
  const name = `soak-${randomUUID()}`
  const connection = { url }
  const engine = new BullMq(name, { connection })
  const worker: Parameters<typeof bullmqQueue>[0]['worker'] = (processor, options) =>
    new Worker(name, processor, { connection, ...options })
  return openQueue(bullmqQueue({ queue: engine, worker }), async () => {
    await engine.obliterate({ force: true })
    await engine.close()
  })
}

function openDeadLetters(): Opened {
  const deadLetters = { put: () => undefined, invalid: true }
  const receiver = receiverOf({ deadLetters, envelope: ENVELOPE })
  receiver.onError(() => undefined)
  receiver.onEvent('invoice.paid', () => {
    throw new PermanentError('never')
  })
  return sending(receiver, 1, undefined)
}

/** Registrations that begin, hand a secret over, and end; and others that never get so far. */
function openSecrets(): Opened {
  let now = 0
  const store = memorySecretStore({ clock: () => now })
  const send: Deliver = async (index) => {
    now += 1000
    store.arm(`pending-${index}`)
    store.arm('one')
    const before = await store.get('HOOK', 'one')
    const isTaken = store.put('HOOK', 'one', `secret-${index}`, before as string | undefined)
    store.end('one')
    return isTaken ? 'taken' : 'not taken'
  }
  return { deliver: send }
}

const redis = await redisUrl()
const postgres = await postgresUrl()

function redisRows(url: string): readonly Row[] {
  const fewer = REDIS_FEWER
  return [
    { name: 'redis: handled', ends: ['handled'], fewer, open: () => handled(openRedis(url)) },
    {
      name: 'redis: failed',
      ends: ['failed ERR_RETRY'],
      fewer,
      open: () => halfway(openRedis(url)),
    },
    { name: 'BullMQ', ends: ['enqueued'], fewer: BULLMQ_FEWER, open: () => openBullMq(url) },
  ]
}

function postgresRows(url: string): readonly Row[] {
  const fewer = POSTGRES_FEWER
  return [
    {
      name: 'postgres: handled',
      ends: ['handled'],
      fewer,
      open: async () => handled(await openPostgres(url)),
    },
    {
      name: 'postgres: failed',
      ends: ['failed ERR_RETRY'],
      fewer,
      open: async () => halfway(await openPostgres(url)),
    },
  ]
}

export const STORE_ROWS: readonly Row[] = [
  { name: 'memory: handled', ends: ['handled'], open: () => handled(inMemory()) },
  {
    name: 'memory: duplicate',
    ends: ['handled', 'duplicate'],
    open: () => handled(inMemory(), 0.001),
  },
  {
    name: 'memory: leased and failed',
    ends: ['failed ERR_RETRY'],
    open: () => halfway(inMemory()),
  },
  { name: 'memory: in flight', ends: ['in-flight ERR_IN_FLIGHT'], open: openBusy },
  { name: 'secrets in memory', ends: ['taken'], open: openSecrets },
  { name: 'dead letters', ends: ['given-up ERR_PERMANENT'], open: openDeadLetters },
  { name: 'a queue', ends: ['enqueued'], open: () => openQueue(inProcess()) },
  ...(redis === undefined ? [] : redisRows(redis)),
  ...(postgres === undefined ? [] : postgresRows(postgres)),
]
