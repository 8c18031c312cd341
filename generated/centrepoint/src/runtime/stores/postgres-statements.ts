/**
 * What the store says to PostgreSQL: single statements, each of them atomic by itself. The clock is
 * that of the server, and not that of the transaction: a statement may wait for another one.
 */
import { interval } from './postgres-client.js'

const HELD = 'key = $1 AND token = $2 AND ends > clock_timestamp()'

/**
 * Takes the key, a token, the length of the lease, and how long what it leaves behind outlives it.
 * The row is written in any case, as what it leaves unchanged: only so is the answer what the row
 * holds, and not what it held when the statement began.
 */
export function reserveStatement(table: string): string {
  const lease = interval('$3::float8')
  const kept = interval('$3::float8 + $4::float8')
  return `
INSERT INTO ${table} AS event (key, token, lease_ends, ends)
VALUES ($1, $2, clock_timestamp() + ${lease}, clock_timestamp() + ${kept})
ON CONFLICT (key) DO UPDATE SET (token, lease_ends, ends, succeeded, done, reply) = (
  SELECT
    CASE WHEN is_free THEN $2 ELSE event.token END,
    CASE WHEN is_free THEN now + ${lease} ELSE event.lease_ends END,
    CASE WHEN is_free THEN now + ${kept} ELSE event.ends END,
    CASE WHEN is_over THEN '{}' ELSE event.succeeded END,
    event.done AND NOT is_over,
    CASE WHEN is_over THEN NULL ELSE event.reply END
  FROM (
    SELECT
      now,
      event.ends <= now AS is_over,
      event.ends <= now OR NOT event.done AND coalesce(event.lease_ends <= now, true) AS is_free
    FROM (SELECT clock_timestamp() AS now) AS clock
  ) AS found
)
RETURNING json_build_object(
  'state', CASE WHEN done THEN 'done' WHEN token = $2 THEN 'reserved' ELSE 'busy' END,
  'succeeded', succeeded,
  'reply', reply,
  'milliseconds', extract(epoch FROM lease_ends - clock_timestamp()) * 1000
)::text`
}

/** Takes the key, the token, the length of the lease, and how long what it leaves outlives it. */
export function extendStatement(table: string): string {
  return `
UPDATE ${table} SET
  lease_ends = clock_timestamp() + ${interval('$3::float8')},
  ends = clock_timestamp() + ${interval('$3::float8 + $4::float8')}
WHERE ${HELD} RETURNING 1`
}

/** Takes the key, the token and the name of the handler. */
export function succeedStatement(table: string): string {
  return `
UPDATE ${table} SET succeeded = array_append(array_remove(succeeded, $3), $3)
WHERE ${HELD} RETURNING 1`
}

/** Takes the key, the token, the time to keep, and the answer to the sender. */
export function completeStatement(table: string): string {
  return `
UPDATE ${table} SET
  token = NULL, lease_ends = NULL, succeeded = '{}', done = true, reply = $4,
  ends = clock_timestamp() + ${interval('$3::float8')}
WHERE ${HELD} RETURNING 1`
}

/** Takes the key, the token and the time to keep. */
export function failStatement(table: string): string {
  return `
UPDATE ${table} SET
  token = NULL, lease_ends = NULL,
  ends = clock_timestamp() + ${interval('$3::float8')}
WHERE ${HELD} RETURNING 1`
}

/** Takes the key, the position and the time to keep. */
export function advanceStatement(table: string): string {
  const ends = `clock_timestamp() + ${interval('$3::float8')}`
  return `
INSERT INTO ${table} AS seen (key, highest, ends)
VALUES ($1, $2, ${ends})
ON CONFLICT (key) DO UPDATE SET highest = EXCLUDED.highest, ends = ${ends}
WHERE seen.ends <= clock_timestamp() OR seen.highest COLLATE "C" <= EXCLUDED.highest COLLATE "C"
RETURNING 1`
}

/** Takes how many rows to delete at most. As an array, as a join might look for them repeatedly. */
export function sweepStatement(table: string): string {
  return `
DELETE FROM ${table} WHERE key = ANY (ARRAY(
  SELECT key FROM ${table} WHERE ends <= now() ORDER BY ends LIMIT $1::int FOR UPDATE SKIP LOCKED
)) RETURNING 1`
}
