-- The table in which postgresSecretStore() keeps the secrets that the provider hands over. Run it
-- once, as the owner of the schema; running it again changes nothing. No superuser and no extension
-- is needed.
--
--   psql "$DATABASE_URL" -f sql/hookwright-secrets.sql
--
-- Secrets are stored as they are: whoever can read the table can forge deliveries. The role that
-- the receiver connects as needs no more than
--
--   GRANT SELECT, INSERT, UPDATE ON hookwright_secrets TO receiver;

CREATE TABLE IF NOT EXISTS hookwright_secrets (
  -- The collation is that of bytes: no update of the system's locales breaks the index.
  key           text COLLATE "C" PRIMARY KEY,
  -- Until when a first secret is taken.
  pending_until timestamptz,
  -- Whether the subscription was ended; its secrets stay, to know late deliveries by.
  ended         boolean NOT NULL DEFAULT false,
  -- Values by name.
  secrets       jsonb NOT NULL DEFAULT '{}'
);
