/** Emits the subpaths of stores, and the SQL that creates their tables. */
import type { Catalog } from '../catalog/types.js'
import { BANNER } from '../print/banner.js'
import { render } from '../print/templates.js'
import { waitsForRegistrations } from './registrations.js'
import type { OutputFile } from './types.js'

const EVENTS = [
  ['memory', 'A store of handled events in memory.'],
  ['redis', 'A store of handled events in Redis.'],
  ['postgres', 'A store of handled events in PostgreSQL.'],
] as const

const SECRETS = [
  ['secrets-memory', 'A store of captured secrets in memory.'],
  ['secrets-redis', 'A store of captured secrets in Redis.'],
  ['secrets-postgres', 'A store of captured secrets in PostgreSQL.'],
] as const

export function emitStores(catalog: Catalog): readonly OutputFile[] {
  const modules = storesOf(catalog).map(([name, sentence]) => ({
    path: `src/stores/${name}.ts`,
    content: `${BANNER}
/** ${sentence} */
export * from '../runtime/stores/${name}.js'
`,
  }))
  const events = { path: 'sql/hookwright.sql', content: render('package/postgres.sql', {}) }
  if (!waitsForRegistrations(catalog)) return [...modules, events]
  const secrets = render('package/postgres-secrets.sql', {})
  return [...modules, events, { path: 'sql/hookwright-secrets.sql', content: secrets }]
}

/** Subpaths of the package, and the modules behind them. */
export function storeEntries(
  catalog: Catalog,
): readonly (readonly [path: string, module: string])[] {
  return storesOf(catalog).map(([name]) => [`./stores/${name}`, `stores/${name}`])
}

function storesOf(catalog: Catalog): readonly (readonly [name: string, sentence: string])[] {
  return waitsForRegistrations(catalog) ? [...EVENTS, ...SECRETS] : EVENTS
}
