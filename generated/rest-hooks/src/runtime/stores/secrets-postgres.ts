/** Keeps captured secrets in PostgreSQL, for all processes that share it. */

import { checkOptions } from '../check-options.js'
import type { RegistrationStore } from '../store.js'
import {
  firstColumn,
  interval,
  type PostgresClient,
  quoteTable,
  statementRunner,
} from './postgres-client.js'
import { registrationName } from './registration-name.js'

export interface PostgresSecretStoreOptions {
  /** As it was created, in its case; `hookwright_secrets` unless given, `schema.table` works. */
  readonly table?: string | undefined
  /** How long a registration may take; 600 unless given. */
  readonly pendingSeconds?: number | undefined
}

export interface PostgresSecretStore extends RegistrationStore {
  readonly get: (name: string, key: string) => Promise<string | undefined>
  readonly ended: (key: string) => Promise<boolean>
}

const PENDING_SECONDS = 600

/**
 * A store in PostgreSQL 11 or later, through a `Pool` or `Client` of `pg`, or through `postgres`.
 * `sql/hookwright-secrets.sql` of the package creates its table. Secrets are stored as they are:
 * who can read the table can forge deliveries.
 *
 * @throws {TypeError} where the client is none of these, or the table has no plain name
 */
export function postgresSecretStore(
  client: PostgresClient,
  options: PostgresSecretStoreOptions = {},
): PostgresSecretStore {
  const rules = { table: 'other', pendingSeconds: 'other' } as const
  checkOptions<PostgresSecretStoreOptions>('postgresSecretStore options', options, rules)
  const { pendingSeconds = PENDING_SECONDS } = options
  const table = quoteTable(options.table ?? 'hookwright_secrets', 'postgresSecretStore')
  const run = statementRunner(client, 'postgresSecretStore')
  const sql = statements(table)
  const ask = async (statement: string, key: string, ...values: (string | number)[]) =>
    run(statement, [await registrationName(key), ...values])
  return {
    arm: async (key) => void (await ask(sql.arm, key, pendingSeconds * 1000)),
    disarm: async (key) => void (await ask(sql.disarm, key)),
    end: async (key) => void (await ask(sql.end, key)),
    ended: async (key) => (await ask(sql.ended, key)).length === 1,
    pending: async (key) => (await ask(sql.pending, key)).length === 1,
    get: async (name, key) => {
      const value = firstColumn(await ask(sql.get, key, name))
      return typeof value === 'string' ? value : undefined
    },
    put: async (name, key, value, replaces) => {
      const asked =
        replaces === undefined
          ? ask(sql.putFirst, key, name, value)
          : ask(sql.replace, key, name, value, replaces)
      return (await asked).length === 1
    },
  }
}

/** Each is atomic by itself, and by the clock of the server; the key is the first parameter. */
function statements(table: string) {
  const added = 'jsonb_build_object($2::text, $3::text)'
  const deadline = `clock_timestamp() + ${interval('$2::float8')}`
  return {
    // What a new registration hands over must not need a signature under the secret of the old one.
    arm: `
INSERT INTO ${table} AS registration (key, pending_until) VALUES ($1, ${deadline})
ON CONFLICT (key) DO UPDATE SET
  pending_until = ${deadline},
  secrets = CASE WHEN registration.ended THEN '{}' ELSE registration.secrets END,
  ended = false`,
    disarm: `UPDATE ${table} SET pending_until = NULL WHERE key = $1`,
    end: `
INSERT INTO ${table} (key, ended) VALUES ($1, true)
ON CONFLICT (key) DO UPDATE SET pending_until = NULL, ended = true`,
    ended: `SELECT 1 FROM ${table} WHERE key = $1 AND ended`,
    pending: `SELECT 1 FROM ${table} WHERE key = $1 AND pending_until > clock_timestamp()`,
    get: `SELECT secrets ->> $2::text FROM ${table} WHERE key = $1`,
    putFirst: `
INSERT INTO ${table} AS registration (key, secrets) VALUES ($1, ${added})
ON CONFLICT (key) DO UPDATE SET secrets = registration.secrets || ${added}, pending_until = NULL
WHERE NOT jsonb_exists(registration.secrets, $2::text) RETURNING 1`,
    replace: `
UPDATE ${table} SET secrets = secrets || ${added}, pending_until = NULL
WHERE key = $1 AND secrets ->> $2::text = $4 RETURNING 1`,
  }
}
