/** Clients of PostgreSQL, by shape, and how a statement is run through them. */

export type SqlValue = string | number | null

/** A `Pool` or a `Client` of `pg`, or of what is made like it. */
export interface PgClient {
  query(statement: string, values: SqlValue[]): Promise<{ readonly rows: readonly object[] }>
}

/** What `postgres()` gives. */
export interface PostgresJsClient {
  unsafe(statement: string, values: SqlValue[]): PromiseLike<readonly object[]>
}

export type PostgresClient = PgClient | PostgresJsClient

/** Runs one statement, without a name and without a transaction around it: poolers allow both. */
export type RunStatement = (
  statement: string,
  values: readonly SqlValue[],
) => PromiseLike<readonly object[]>

/** @throws {TypeError} where the client is neither of the two */
export function statementRunner(client: PostgresClient, owner: string): RunStatement {
  if (client !== undefined && client !== null) {
    if ('unsafe' in client && typeof client.unsafe === 'function') {
      return (statement, values) => client.unsafe(statement, [...values])
    }
    if ('query' in client && typeof client.query === 'function') {
      return async (statement, values) => (await client.query(statement, [...values])).rows
    }
  }
  throw new TypeError(`${owner} takes a Pool or Client of pg, or what postgres() gives`)
}

/** The first column of the first row. Not by its name: a client may be set up to change names. */
export function firstColumn(rows: readonly object[]): unknown {
  const [row] = rows
  return row === undefined ? undefined : Object.values(row)[0]
}

/**
 * The name of a table, quoted; one of a schema may stand before it.
 *
 * @throws {TypeError} where it is none
 */
export function quoteTable(table: string, owner: string): string {
  const parts = table.split('.')
  if (parts.length <= 2 && parts.every((part) => /^[A-Za-z_][A-Za-z0-9_]{0,62}$/.test(part))) {
    return parts.map((part) => `"${part}"`).join('.')
  }
  throw new TypeError(
    `${owner}: table must be a name of letters, digits and "_", which may have a schema and a dot before it`,
  )
}

/** So many milliseconds, of a parameter or a sum of some. */
export function interval(milliseconds: string): string {
  return `(${milliseconds}) * interval '1 millisecond'`
}
