/** What is particular to the store in PostgreSQL: its table, its rights, and what it deletes. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Client, type PoolClient } from 'pg'
import postgres from 'postgres'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { postgresStore } from '../../../templates/runtime/stores/postgres.js'
import { quoteTable } from '../../../templates/runtime/stores/postgres-client.js'
import { postgresSecretStore } from '../../../templates/runtime/stores/secrets-postgres.js'
import { NEEDS_POSTGRES } from '../../support/services.js'
import { POSTGRES_URL, type PostgresPlace, passInPostgres, postgresPlace } from './backends.js'

const PACKAGE = join(import.meta.dirname, '../../../templates/package')
const MINUTE = 60_000

test.each([
  ['nothing', undefined],
  ['null', null],
  ['an object', {}],
  ['half a client', { query: 'SELECT 1' }],
])('%s is no client', (_name, client) => {
  const message = 'postgresStore takes a Pool or Client of pg, or what postgres() gives'
  // @ts-expect-error TS2345: what a consumer without TypeScript might give
  expect(() => postgresStore(client)).toThrow(new TypeError(message))
})

test('a client by shape is enough', () => {
  const fits = (client: Client | PoolClient) => postgresStore(client)
  expect(fits).toBeTypeOf('function')
})

test.each([
  ['hookwright_events', '"hookwright_events"'],
  ['Mixed.Case_1', '"Mixed"."Case_1"'],
])('the table %s is quoted', (table, want) => {
  expect(quoteTable(table, 'store')).toBe(want)
})

test.each(['', 'a b', 'a;b', '"a"', "a'", 'a.b.c', '.a', 'a.', '1a', 'ä', 'a'.repeat(64), 'a\n'])(
  'the table %j is refused',
  (table) => {
    const message =
      'postgresStore: table must be a name of letters, digits and "_", which may have a schema and a dot before it'
    expect(() => quoteTable(table, 'postgresStore')).toThrow(new TypeError(message))
  },
)

describe.skipIf(POSTGRES_URL === undefined)(`in PostgreSQL ${NEEDS_POSTGRES}`, () => {
  let place: PostgresPlace
  let table: string
  beforeAll(async () => {
    place = await postgresPlace(POSTGRES_URL)
    table = `${place.schema}.hookwright_events`
  })
  afterAll(() => place?.close())

  async function countRows(): Promise<number> {
    const { rows } = await place.pool.query(`SELECT count(*)::int AS count FROM ${table}`)
    return rows[0].count
  }

  test('sweep deletes what is over, in batches, and nothing else', async () => {
    const store = postgresStore(place.pool, { table })
    for (let index = 0; index < 25; index++) await store.advance(`over ${index}`, '1', MINUTE)
    await passInPostgres(place, MINUTE)
    await store.advance('current', '1', MINUTE)
    await store.reserve('leased', MINUTE)
    expect(await countRows()).toBe(27)
    expect(await store.sweep(10)).toBe(25)
    expect(await countRows()).toBe(2)
    expect(await store.sweep()).toBe(0)
    expect(await store.advance('current', '0', MINUTE)).toBe(false)
    expect(await store.reserve('leased', MINUTE)).toMatchObject({ state: 'busy' })
  })

  test('two sweeps share the work, and neither waits for a row that somebody uses', async () => {
    const store = postgresStore(place.pool, { table })
    await store.sweep()
    const others = await countRows()
    for (let index = 0; index < 40; index++) await store.advance(`shared ${index}`, '1', MINUTE)
    await passInPostgres(place, MINUTE)
    const user = await place.pool.connect()
    onTestFinished(() => user.release(true))
    await user.query('BEGIN')
    await user.query(`SELECT 1 FROM ${table} WHERE key = 'position:shared 7' FOR UPDATE`)
    const [one, other] = await Promise.all([store.sweep(5), store.sweep(5)])
    const { rows } = await place.pool.query(`SELECT key FROM ${table} WHERE key LIKE '%shared%'`)
    expect(rows).toEqual([{ key: 'position:shared 7' }])
    expect(one + other).toBe(others + 40 - (await countRows()))
    await user.query('COMMIT')
    expect(await store.sweep()).toBe(1)
  })

  test.each([0, -1, 1.5, Number.NaN])('a batch of %d rows is refused', async (batch) => {
    await expect(postgresStore(place.pool, { table }).sweep(batch)).rejects.toThrow(
      new TypeError('postgresStore: sweep takes a whole number of rows above zero'),
    )
  })

  test('a role that may use the tables and nothing else is enough', async () => {
    const role = `role_${place.schema}`
    const grants = readFileSync(join(PACKAGE, 'postgres.sql'), 'utf8').match(/GRANT (.*) ON/)
    const secretGrants = readFileSync(join(PACKAGE, 'postgres-secrets.sql'), 'utf8').match(
      /GRANT (.*) ON/,
    )
    await place.pool.query(`CREATE ROLE ${role} LOGIN NOSUPERUSER PASSWORD 'x'`)
    onTestFinished(async () => {
      await place.pool.query(`DROP OWNED BY ${role}`)
      await place.pool.query(`DROP ROLE ${role}`)
    })
    await place.pool.query(`GRANT USAGE ON SCHEMA ${place.schema} TO ${role}`)
    await place.pool.query(`GRANT ${grants?.[1]} ON ${table} TO ${role}`)
    const secretTable = `${place.schema}.hookwright_secrets`
    await place.pool.query(`GRANT ${secretGrants?.[1]} ON ${secretTable} TO ${role}`)
    const client = await place.pool.connect()
    onTestFinished(() => client.release(true))
    await client.query(`SET ROLE ${role}`)

    const store = postgresStore(client, { table })
    for (const end of ['complete', 'fail'] as const) {
      const taken = await store.reserve(`role ${end}`, MINUTE)
      if (taken.state !== 'reserved') throw new Error(`the event is ${taken.state}`)
      expect(await store.succeed(`role ${end}`, taken.token, 'a')).toBe(true)
      expect(await store.extend(`role ${end}`, taken.token, MINUTE)).toBe(true)
      const ended =
        end === 'fail'
          ? await store.fail(`role ${end}`, taken.token, MINUTE)
          : await store.complete(`role ${end}`, taken.token, MINUTE, undefined)
      expect(ended).toBe(true)
    }
    expect(await store.advance('role', '1', MINUTE)).toBe(true)
    expect(await store.sweep()).toBeGreaterThanOrEqual(0)
    const secrets = postgresSecretStore(client, { table: secretTable })
    await secrets.arm('role')
    expect(await secrets.put('HOOK', 'role', 'value')).toBe(true)
    expect(await secrets.put('HOOK', 'role', 'next', 'value')).toBe(true)
    await secrets.end('role')
    expect(await secrets.ended('role')).toBe(true)
    await expect(client.query(`DROP TABLE ${table}`)).rejects.toThrow('must be owner')
  })

  test('the SQL files may run again, and keep what is there', async () => {
    const store = postgresStore(place.pool, { table })
    await store.advance('kept', '5', MINUTE)
    const client = await place.pool.connect()
    onTestFinished(() => client.release(true))
    await client.query(`SET search_path TO ${place.schema}`)
    for (const file of ['postgres.sql', 'postgres-secrets.sql']) {
      await client.query(readFileSync(join(PACKAGE, file), 'utf8'))
    }
    expect(await store.advance('kept', '4', MINUTE)).toBe(false)
  })

  test('nothing stays in the session: a pooler may give each statement another one', async () => {
    const client = new Client({ connectionString: POSTGRES_URL })
    await client.connect()
    const sql = postgres(POSTGRES_URL ?? '', { max: 1 })
    onTestFinished(async () => {
      await client.end()
      await sql.end()
    })
    for (const store of [postgresStore(client, { table }), postgresStore(sql, { table })]) {
      const taken = await store.reserve('session', 1)
      expect(taken.state).toBe('reserved')
      await store.advance('session', '1', MINUTE)
      await store.sweep()
    }
    const prepared = 'SELECT name FROM pg_prepared_statements WHERE statement LIKE $1'
    const own = [`%${place.schema}%`]
    expect((await client.query(prepared, own)).rows).toEqual([])
    expect([...(await sql.unsafe(prepared, own))]).toEqual([])
  })

  test('a client that changes names and types of what it reads is fine', async () => {
    const sql = postgres(POSTGRES_URL ?? '', {
      max: 1,
      transform: postgres.toPascal,
      fetch_types: false,
    })
    onTestFinished(() => sql.end())
    const store = postgresStore(sql, { table })
    const taken = await store.reserve('pascal', MINUTE)
    if (taken.state !== 'reserved') throw new Error(`the event is ${taken.state}`)
    await store.succeed('pascal', taken.token, 'a')
    await store.fail('pascal', taken.token, MINUTE)
    expect(await store.reserve('pascal', MINUTE)).toMatchObject({ succeeded: ['a'] })
  })

  test('an expired row that was not swept is as if never seen', async () => {
    const store = postgresStore(place.pool, { table })
    const taken = await store.reserve('unswept', MINUTE)
    if (taken.state !== 'reserved') throw new Error(`the event is ${taken.state}`)
    await store.complete('unswept', taken.token, MINUTE, { status: 200, headers: {}, body: 'x' })
    await passInPostgres(place, MINUTE)
    expect(await store.reserve('unswept', MINUTE)).toMatchObject({ state: 'reserved' })
    const { rows } = await place.pool.query(
      `SELECT done, reply FROM ${table} WHERE key = 'event:unswept'`,
    )
    expect(rows).toEqual([{ done: false, reply: null }])
  })
})
