/** A PostgreSQL whose clock really jumps: libfaketime stands between the server and the time. */
import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Pool } from 'pg'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { createReceiverFrom } from '../../templates/runtime/receiver.js'
import { postgresStore } from '../../templates/runtime/stores/postgres.js'
import { type AcmeEvents, acme, deliver, SECRET, silent } from '../runtime/acme.js'
import { temporaryFolder } from '../support/folders.js'
import { HAS_POSTGRES_SERVER, OwnPostgres } from './own-services.js'

const LIBRARY = ['x86_64', 'aarch64']
  .map((machine) => `/usr/lib/${machine}-linux-gnu/faketime/libfaketime.so.1`)
  .find((path) => existsSync(path))
const SQL = join(import.meta.dirname, '../../templates/package/postgres.sql')
const HOUR = 3600
const isThere = HAS_POSTGRES_SERVER && LIBRARY !== undefined

describe.skipIf(!isThere)('PostgreSQL (needs initdb, postgres and faketime)', () => {
  let server: OwnPostgres
  let pool: Pool
  const folder = temporaryFolder()
  const offsetFile = join(folder, 'offset')

  /** Seconds by which the clock of the server is off from now on. */
  async function jump(seconds: number) {
    writeFileSync(offsetFile, seconds < 0 ? `${seconds}` : `+${seconds}`)
    await vi.waitFor(async () => {
      const { rows } = await pool.query(
        `SELECT extract(epoch FROM clock_timestamp())::float8 AS now`,
      )
      expect(Math.abs(rows[0].now - Date.now() / 1000 - seconds)).toBeLessThan(60)
    }, 10_000)
  }

  beforeAll(async () => {
    chmodSync(folder, 0o755)
    writeFileSync(offsetFile, '+0', { mode: 0o644 })
    // The server inherits them, and this process has read its own long ago.
    const fake = {
      LD_PRELOAD: LIBRARY,
      FAKETIME_TIMESTAMP_FILE: offsetFile,
      FAKETIME_NO_CACHE: '1',
      FAKETIME_DONT_FAKE_MONOTONIC: '1',
    }
    Object.assign(process.env, fake)
    try {
      server = await OwnPostgres.create()
    } finally {
      for (const name of Object.keys(fake)) delete process.env[name]
    }
    pool = new Pool({ connectionString: server.url, max: 4 })
    await pool.query(readFileSync(SQL, 'utf8'))
  })

  afterAll(async () => {
    await pool?.end()
    await server?.stop()
  })

  let count = 0

  /** A receiver with one handler, which goes on until it is told to end. */
  function begin(event = deliver({ type: 'invoice.paid', id: `in_${++count}`, amount: 7 })) {
    const receiver = createReceiverFrom<AcmeEvents>(acme(), {
      secret: SECRET,
      logger: silent,
      idempotency: { store: postgresStore(pool), leaseSeconds: 60 },
    })
    let finish = () => {}
    const work = new Promise<void>((resolve) => (finish = resolve))
    const handler = vi.fn(() => work)
    receiver.onEvent('invoice.paid', handler)
    const receipt = receiver.receive(event).then(({ outcome, response }) => {
      return [outcome, response.status]
    })
    const begun = () => vi.waitFor(() => expect(handler).toHaveBeenCalled(), 5000)
    return { event, receipt, handler, begun, finish }
  }

  test('an hour forward under a running handler: the thief decides, and nothing is lost', async () => {
    await jump(0)
    const first = begin()
    await first.begun()
    await jump(HOUR)
    const second = begin(first.event)
    await second.begun()
    first.finish()
    expect(await first.receipt).toEqual(['in-flight', 409])
    second.finish()
    expect(await second.receipt).toEqual(['handled', 200])
    expect(await begin(first.event).receipt).toEqual(['duplicate', 200])
  })

  test('an hour back under a running handler: its work counts, and stays done', async () => {
    await jump(HOUR)
    const first = begin()
    await first.begun()
    await jump(0)
    expect(await begin(first.event).receipt).toEqual(['in-flight', 409])
    first.finish()
    expect(await first.receipt).toEqual(['handled', 200])
    await jump(HOUR)
    expect(await begin(first.event).receipt).toEqual(['duplicate', 200])
    await jump(-HOUR)
    expect(await begin(first.event).receipt).toEqual(['duplicate', 200])
  })

  test('an hour back after an attempt died: the event waits as long, and is handled then', async () => {
    await jump(HOUR)
    const dead = begin()
    await dead.begun()
    await jump(0)
    expect(await begin(dead.event).receipt).toEqual(['in-flight', 409])
    await jump(HOUR + 120)
    const next = begin(dead.event)
    await next.begun()
    next.finish()
    expect(await next.receipt).toEqual(['handled', 200])
    dead.finish()
    expect(await dead.receipt).toEqual(['in-flight', 409])
  })
})
