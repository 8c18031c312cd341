/** Where the services are that tests run against; those that need one skip without it. */
import { Redis } from 'ioredis'
import { Client } from 'pg'

const PATIENCE_MILLISECONDS = 2000

/** Say in the name of a suite why it is skipped. */
export const NEEDS_REDIS = '(needs Redis: REDIS_URL, or 127.0.0.1:6379)'
export const NEEDS_POSTGRES =
  '(needs PostgreSQL: DATABASE_URL, or the PG… variables, or 127.0.0.1:5432)'

/** The address of a Redis that answers, otherwise `undefined`; in CI an error. */
export async function redisUrl(): Promise<string | undefined> {
  const { REDIS_URL, REDIS_PORT = '6379' } = process.env
  const url = REDIS_URL ?? `redis://127.0.0.1:${REDIS_PORT}`
  return settle('Redis', await probe(() => pingRedis(url)), {
    url,
    isDemanded: REDIS_URL !== undefined,
  })
}

/** The address of a PostgreSQL that answers, otherwise `undefined`; in CI an error. */
export async function postgresUrl(): Promise<string | undefined> {
  const { DATABASE_URL, PGHOST } = process.env
  const url = DATABASE_URL ?? postgresFromVariables()
  return settle('PostgreSQL', await probe(() => askPostgres(url)), {
    url,
    isDemanded: DATABASE_URL !== undefined || PGHOST !== undefined,
  })
}

function postgresFromVariables(): string {
  const { PGHOST = '127.0.0.1', PGPORT = '5432', PGUSER = 'postgres' } = process.env
  const { PGDATABASE = 'postgres', PGPASSWORD } = process.env
  const password = PGPASSWORD === undefined ? '' : `:${encodeURIComponent(PGPASSWORD)}`
  const user = `${encodeURIComponent(PGUSER)}${password}`
  // A folder of sockets cannot stand where the host of an address stands.
  if (PGHOST.startsWith('/')) {
    return `postgresql://${user}@localhost:${PGPORT}/${PGDATABASE}?host=${encodeURIComponent(PGHOST)}`
  }
  return `postgresql://${user}@${PGHOST}:${PGPORT}/${PGDATABASE}`
}

async function pingRedis(url: string): Promise<void> {
  const client = new Redis(url, {
    lazyConnect: true,
    maxRetriesPerRequest: 0,
    connectTimeout: PATIENCE_MILLISECONDS,
    retryStrategy: () => null,
  })
  // Without a listener the client prints what we report ourselves.
  client.on('error', () => undefined)
  try {
    await client.connect()
    await client.ping()
  } finally {
    client.disconnect()
  }
}

async function askPostgres(url: string): Promise<void> {
  const client = new Client({
    connectionString: url,
    connectionTimeoutMillis: PATIENCE_MILLISECONDS,
  })
  client.on('error', () => undefined)
  try {
    await client.connect()
    await client.query('SELECT 1')
  } finally {
    await client.end()
  }
}

async function probe(ask: () => Promise<void>): Promise<unknown> {
  try {
    await ask()
    return undefined
  } catch (error) {
    return error ?? new Error('no answer')
  }
}

function settle(
  name: string,
  error: unknown,
  { url, isDemanded }: { readonly url: string; readonly isDemanded: boolean },
): string | undefined {
  if (error === undefined) return url
  const { CI = '' } = process.env
  if (!isDemanded && (CI === '' || CI === 'false')) return undefined
  throw new Error(`${name} does not answer, and these tests must not be skipped here`, {
    cause: error,
  })
}
