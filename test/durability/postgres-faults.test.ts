/** A PostgreSQL that is stopped, slow, cut off or read-only, under a receiver that stays. */

import { readFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { Client, Pool } from 'pg'
import postgres from 'postgres'
import {
  afterAll,
  afterEach,
  beforeAll,
  beforeEach,
  describe,
  expect,
  onTestFinished,
  test,
} from 'vitest'
import { type PostgresStore, postgresStore } from '../../templates/runtime/stores/postgres.js'
import type { PostgresClient } from '../../templates/runtime/stores/postgres-client.js'
import { startProxy } from '../support/proxy.js'
import { HAS_POSTGRES_SERVER, NEEDS_POSTGRES_SERVER, OwnPostgres } from './own-services.js'
import { deliverMany, ReceiverAt, TIMEOUT_SECONDS } from './receiver-at.js'

const SQL = fileURLToPath(new URL('../../templates/package/postgres.sql', import.meta.url))

interface Opened {
  readonly client: PostgresClient
  readonly close: () => unknown
}

// PostgreSQL says goodbye to everybody, and the client prints it. Where the question for types fails,
// the client rejects a promise that nobody has (docs/stores.md).
const WITHOUT_NOTICES = { onnotice: () => undefined, fetch_types: false }

/** As docs/stores.md has them, with shorter times. */
const CLIENTS: readonly [name: string, open: (url: string) => Opened][] = [
  [
    'pg',
    (connectionString) => {
      const client = new Pool({
        ...{ connectionString, max: 5, connectionTimeoutMillis: 1000, query_timeout: 1000 },
      })
      client.on('error', () => undefined)
      return { client, close: () => client.end() }
    },
  ],
  [
    'postgres',
    (url) => {
      const client = postgres(url, {
        ...WITHOUT_NOTICES,
        max: 5,
        connect_timeout: 1,
        backoff: () => 0.05,
      })
      return { client, close: () => client.end({ timeout: 0 }) }
    },
  ],
  [
    'pg as it is',
    (connectionString) => {
      const client = new Pool({ connectionString })
      client.on('error', () => undefined)
      return { client, close: () => client.end() }
    },
  ],
  [
    'postgres without times',
    (url) => {
      const client = postgres(url, WITHOUT_NOTICES)
      return { client, close: () => client.end({ timeout: 0 }) }
    },
  ],
]

const QUICK = { timeout: 60_000 }

const results: object[] = []

describe.skipIf(!HAS_POSTGRES_SERVER)(`PostgreSQL fails ${NEEDS_POSTGRES_SERVER}`, QUICK, () => {
  let server: OwnPostgres
  let proxy: Awaited<ReturnType<typeof startProxy>>
  beforeAll(async () => {
    server = await OwnPostgres.create()
    await server.ask(readFileSync(SQL, 'utf8'))
    proxy = await startProxy({ host: '127.0.0.1', port: server.port })
  })
  afterAll(async () => {
    console.table(results)
    await proxy.cut()
    await server.stop()
  })

  describe.each(CLIENTS)('%s', (name, open) => {
    let opened: Opened
    let receiver: ReceiverAt
    let store: PostgresStore
    /** What happens in the middle of the events whose id has the name. */
    const during = new Map<string, () => unknown>()
    beforeEach(async () => {
      await server.ask('TRUNCATE hookwright_events')
      opened = open(server.url.replace(String(server.port), String(proxy.port)))
      store = postgresStore(opened.client)
      receiver = await ReceiverAt.open(store, (id) => during.get(id)?.())
      await receiver.redeliver('first')
    })
    afterEach(async (context) => {
      receiver.close()
      await opened.close()
      during.clear()
      const answers = Object.fromEntries(receiver.answers)
      results.push({ client: name, fault: context.task.name, ...answers })
    })

    /** Lets nobody near the table until what it resolves to is called, or the test is over. */
    async function lockTable(): Promise<() => Promise<void>> {
      const client = new Client({ connectionString: server.url })
      await client.connect()
      await client.query('BEGIN')
      await client.query('LOCK TABLE hookwright_events IN ACCESS EXCLUSIVE MODE')
      const unlock = () => client.end()
      onTestFinished(unlock)
      return unlock
    }

    /** The connection that waits for the table. */
    function waiting(): Promise<readonly object[]> {
      return server.ask(`SELECT pid FROM pg_stat_activity WHERE wait_event_type = 'Lock'`)
    }

    test('stopped and started', async () => {
      await server.stop()
      for (const id of ['one', 'two']) {
        expect(await receiver.deliver(id)).toBe(503)
        expect(receiver.effects(id)).toEqual([0, 0, 0])
      }
      await server.start()
      for (const id of ['one', 'two']) {
        await receiver.redeliver(id)
        expect(receiver.effects(id)).toEqual([1, 1, 1])
      }
      expect(await receiver.deliver('first')).toBe(200)
      expect(receiver.effects('first')).toEqual([1, 1, 1])
    })

    test('stopped in the middle of an event', async () => {
      during.set('one', () => server.stop())
      expect(await receiver.deliver('one')).toBe(503)
      expect(receiver.effects('one')).toEqual([1, 1, 0])
      during.clear()
      await server.start()
      await receiver.redeliver('one')
      expect(receiver.effects('one')).toEqual([1, 2, 1])
    })

    test('slow', async () => {
      const thaw = await server.freeze()
      try {
        expect(await receiver.deliver('one')).toBe(503)
        expect(receiver.effects('one')).toEqual([0, 0, 0])
      } finally {
        thaw()
      }
      await receiver.redeliver('one')
      expect(receiver.effects('one')).toEqual([1, 1, 1])
    })

    test('a connection that is ended inside reserve', async () => {
      const unlock = await lockTable()
      const answer = receiver.deliver('one')
      await expect.poll(waiting).toHaveLength(1)
      const [row] = await waiting()
      await server.ask(`SELECT pg_terminate_backend(${Reflect.get(row ?? {}, 'pid')})`)
      expect(await answer).toBe(503)
      expect(receiver.effects('one')).toEqual([0, 0, 0])
      await unlock()
      await receiver.redeliver('one')
      expect(receiver.effects('one')).toEqual([1, 1, 1])
    })

    test('a reserve that is done, and whose answer never comes', async () => {
      const unlock = await lockTable()
      onTestFinished(() => proxy.mend())
      const answer = receiver.deliver('one')
      await expect.poll(waiting).toHaveLength(1)
      await proxy.cut()
      expect(await answer).toBe(503)
      await unlock()
      await expect.poll(waiting).toEqual([])
      const taken = await server.ask('SELECT 1 FROM hookwright_events WHERE NOT done')
      // `postgres` prepares the statement first, and is cut off before it sends the values.
      expect(taken).toHaveLength(name.startsWith('postgres') ? 0 : 1)
      await proxy.mend()
      await receiver.redeliver('one')
      expect(receiver.answers.has(409)).toBe(taken.length === 1)
      expect(receiver.effects('one')).toEqual([1, 1, 1])
    })

    test('read-only, as when another machine took over', async () => {
      const readOnly = (value: string) =>
        server.ask(`ALTER DATABASE postgres SET default_transaction_read_only = ${value}`)
      const reconnect = () => proxy.cut().then(() => proxy.mend())
      await readOnly('on')
      try {
        await reconnect()
        for (const _ of [1, 2, 3]) expect(await receiver.deliver('one')).toBe(503)
        expect(receiver.effects('one')).toEqual([0, 0, 0])
      } finally {
        await readOnly('off')
        await reconnect()
      }
      await receiver.redeliver('one')
      expect(receiver.effects('one')).toEqual([1, 1, 1])
    })

    test('stopped and started while many are delivered', async () => {
      const ids = await deliverMany(receiver, 200, async () => {
        for (let round = 0; round < 2; round++) {
          await sleep(200)
          await server.stop()
          // Longer than a client that waits may take.
          await sleep(TIMEOUT_SECONDS * 2000)
          await server.start()
        }
      })
      expect(receiver.answers.get(503)).toBeGreaterThan(0)
      for (const id of ids) await receiver.redeliver(id)
    })

    test('out of reach without a word, as when a machine is gone', async ({ skip }) => {
      skip(name !== 'pg', 'without a time limit it takes as long as TCP does')
      proxy.swallow()
      expect(await receiver.deliver('one')).toBe(503)
      await receiver.redeliver('one')
      expect(receiver.effects('one')).toEqual([1, 1, 1])
    })
  })
})
