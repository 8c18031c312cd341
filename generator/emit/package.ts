/** Emits `package.json`, `tsconfig.json` and `README.md`. */
import type { SecretPlan } from '../auth/types.js'
import type { Catalog, EventDef } from '../catalog/types.js'
import { render } from '../print/templates.js'
import { confirmingTypes, modesOf } from './registrations.js'
import { storeEntries } from './stores.js'
import type { OutputFile } from './types.js'

/** Subpath of the package to the module below `src/` and `dist/`. */
const ENTRIES = [
  ['.', 'index'],
  ['./core', 'core'],
  ['./node', 'node'],
  ['./otel', 'otel'],
  ['./redaction', 'redaction'],
  ['./queues/bullmq', 'queues/bullmq'],
  ['./queues/pg-boss', 'queues/pg-boss'],
  ['./testing', 'testing'],
  ['./events/*', 'events/*'],
] as const

export function emitPackage(catalog: Catalog): readonly OutputFile[] {
  return [
    { path: 'package.json', content: printPackageJson(catalog) },
    { path: 'tsconfig.json', content: render('package/tsconfig.json.hbs', {}) },
    { path: 'README.md', content: printReadme(catalog) },
  ]
}

function printPackageJson(catalog: Catalog): string {
  const description =
    catalog.package.description ??
    `Receives ${catalog.title} webhooks: verified, validated and typed.`
  const text = render('package/package.json.hbs', {
    provider: catalog.provider,
    package: catalog.package,
    repository: catalog.package.repository,
    description,
    entries: entriesOf(catalog).map(([path, module]) => ({
      path,
      esm: `./dist/esm/${module}.js`,
      esmTypes: `./dist/esm/${module}.d.ts`,
      cjs: `./dist/cjs/${module}.cjs`,
      cjsTypes: `./dist/cjs/${module}.d.cts`,
    })),
  })
  return `${JSON.stringify(JSON.parse(text), null, 2)}\n`
}

function printReadme(catalog: Catalog): string {
  const [first] = catalog.events
  const [scheme] = catalog.auth.schemes
  return render('package/README.md.hbs', {
    title: catalog.title,
    name: catalog.package.name,
    named: catalog.auth.named,
    example: first?.name ?? '',
    exampleStem: first?.stem ?? '',
    options: exampleOptions(scheme?.secrets ?? []),
    storeEntry: (scheme?.secrets ?? []).some(({ registration }) => registration !== undefined)
      ? `${catalog.package.name}/stores/secrets-memory`
      : '',
    events: catalog.events.map(rowOf),
    schemes: catalog.auth.schemes.map(({ name, secrets, coverage }) => ({
      name,
      secrets: secrets.map((secret) => secret.name).join(', '),
      covers: listOf((part) => coverage[part]),
      open: listOf((part) => !coverage[part]),
    })),
    handshakes: catalog.handshakes.map(({ name, method, answers }) => ({
      name,
      method,
      status: answers[0]?.status ?? 200,
    })),
    groups: catalog.groups.map(({ name }) => name),
    hasGroups: catalog.groups.length > 0,
    hasHandshakes: catalog.handshakes.length > 0,
    nodeEntry: `${catalog.package.name}/node`,
    modes: modesOf(catalog),
    confirmed: confirmingTypes(catalog).confirmed,
    subscriptionsEntry:
      catalog.subscriptions === undefined ? '' : `${catalog.package.name}/subscriptions`,
  })
}

function entriesOf(catalog: Catalog): readonly (readonly [path: string, module: string])[] {
  const more: (readonly [path: string, module: string])[] = []
  if (catalog.subscriptions !== undefined) more.push(['./subscriptions', 'subscriptions'])
  return [...ENTRIES, ...more, ...storeEntries(catalog)]
}

/** Names of secrets are identifiers: the config schema sees to it. */
function exampleOptions(all: readonly SecretPlan[]): string {
  const secrets = all.flatMap(({ name, registration }) =>
    registration === undefined ? [name] : [],
  )
  if (secrets.length < all.length)
    return "{ secretStore: memorySecretStore({ pending: ['default'] }) }"
  const [only] = secrets
  if (only === undefined) return '{ acceptUnsigned: true }'
  if (secrets.length === 1) return '{ secret: process.env.WEBHOOK_SECRET }'
  const members = secrets.map((name) => `${name}: process.env.WEBHOOK_${name.toUpperCase()}`)
  return `{ secrets: { ${members.join(', ')} } }`
}

function listOf(holds: (part: 'body' | 'timestamp' | 'type' | 'id') => boolean): string {
  return (['body', 'timestamp', 'type', 'id'] as const).filter(holds).join(', ') || 'nothing'
}

function rowOf({ name, stem, description, deprecated, definition }: EventDef) {
  return { name, stem, definition, description: description ?? '', deprecated }
}
