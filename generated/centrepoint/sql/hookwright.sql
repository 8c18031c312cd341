-- The table in which postgresStore() remembers handled events. Run it once, as the owner of the
-- schema; running it again changes nothing. No superuser and no extension is needed.
--
--   psql "$DATABASE_URL" -f sql/hookwright.sql
--
-- The role that the receiver connects as needs no more than
--
--   GRANT SELECT, INSERT, UPDATE, DELETE ON hookwright_events TO receiver;

CREATE TABLE IF NOT EXISTS hookwright_events (
  -- Kind and key. The collation is that of bytes: no update of the system's locales breaks the index.
  key        text COLLATE "C" PRIMARY KEY,
  -- Who handles the event at the moment, and until when nobody else may.
  token      text,
  lease_ends timestamptz,
  -- The handlers that succeeded, while others have not.
  succeeded  text[] NOT NULL DEFAULT '{}',
  done       boolean NOT NULL DEFAULT false,
  -- What the sender was answered, where a handler chose it.
  reply      text,
  -- The highest position seen, where events come in an order.
  highest    text COLLATE "C",
  -- From then on the row counts as absent.
  ends       timestamptz NOT NULL
);

CREATE INDEX IF NOT EXISTS hookwright_events_ends ON hookwright_events (ends);

-- Rows whose time is over are harmless, and stay until somebody deletes them. Call the store's
-- sweep() now and then, or have a job do what it does:
--
--   DELETE FROM hookwright_events WHERE key = ANY (ARRAY(
--     SELECT key FROM hookwright_events WHERE ends <= now() ORDER BY ends LIMIT 1000
--     FOR UPDATE SKIP LOCKED
--   ));
