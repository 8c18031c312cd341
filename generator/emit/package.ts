/** Emits `package.json`, `tsconfig.json` and `README.md`. */
import type { Catalog, EventDef } from '../catalog/types.js'
import { showInvisible } from '../print/invisible.js'
import { render } from '../print/templates.js'
import { describedStrictness } from './event-module.js'
import { demandsTls, readmeExamples } from './readme-examples.js'
import { confirmingTypes, modesOf } from './registrations.js'
import { storeEntries } from './stores.js'
import { describeSigning } from './testing.js'
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
  ['./queues/verdict', 'queues/verdict'],
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
  const entries = entriesOf(catalog)
  const text = render('package/package.json.hbs', {
    provider: catalog.provider,
    package: catalog.package,
    repository: catalog.package.repository,
    publishConfig: catalog.package.publishConfig,
    description,
    entries: entries.map(([path, module]) => ({
      path,
      esm: `./dist/esm/${module}.js`,
      esmTypes: `./dist/esm/${module}.d.ts`,
      cjs: `./dist/cjs/${module}.cjs`,
      cjsTypes: `./dist/cjs/${module}.d.cts`,
    })),
    // TypeScript's older way to find modules, `"moduleResolution": "node"`, does not read `exports`.
    subpaths: entries.flatMap(([path, module]) =>
      path === '.' ? [] : [{ path: path.slice(2), types: `./dist/cjs/${module}.d.cts` }],
    ),
  })
  // Laid out anew, texts are printed as they are: what cannot be seen is escaped once more.
  return `${showInvisible(JSON.stringify(JSON.parse(text), null, 2), '\n')}\n`
}

/** How an API is told who calls; a text that is empty is refused. */
const CREDENTIALS = {
  none: 'undefined',
  basic: "{ username: 'me', password: process.env.API_PASSWORD ?? '' }",
  bearer: "{ token: process.env.API_TOKEN ?? '' }",
  apiKey: "{ token: process.env.API_KEY ?? '' }",
  oauth2: "{ clientId: 'me', clientSecret: process.env.API_SECRET ?? '' }",
} as const

/** The options, to be followed by others. */
function moreOptions(options: string): string {
  return options === '{}' ? '' : `${options.slice('{ '.length, -' }'.length)},`
}

function printReadme(catalog: Catalog): string {
  const [first] = catalog.events
  const { receiver, tested, hasKeys, hasStore } = readmeExamples(catalog)
  return render('package/README.md.hbs', {
    title: catalog.title,
    name: catalog.package.name,
    named: catalog.auth.named,
    example: first?.name ?? '',
    exampleStem: first?.stem ?? '',
    options: receiver,
    more: moreOptions(receiver),
    tested,
    storeEntry: hasStore ? `${catalog.package.name}/stores/secrets-memory` : '',
    events: catalog.events.map(rowOf),
    signing: describeSigning(catalog),
    testingEntry: `${catalog.package.name}/testing`,
    hasKeys,
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
    tolerant: describedStrictness(catalog) === 'tolerant',
    reporting: catalog.validation === 'report',
    unvalidated: catalog.validation === 'off',
    hasGroups: catalog.groups.length > 0,
    hasHandshakes: catalog.handshakes.length > 0,
    nodeEntry: `${catalog.package.name}/node`,
    storesRedis: `${catalog.package.name}/stores/redis`,
    queuesBullmq: `${catalog.package.name}/queues/bullmq`,
    sequenced: catalog.sequence !== undefined,
    identity: describeIdentity(catalog),
    patience: describePatience(catalog),
    modes: modesOf(catalog),
    confirmed: confirmingTypes(catalog).confirmed,
    subscriptionsEntry:
      catalog.subscriptions === undefined ? '' : `${catalog.package.name}/subscriptions`,
    demandsTls: catalog.auth.schemes.some(demandsTls),
    credentials: CREDENTIALS[catalog.subscriptions?.auth?.type ?? 'none'],
    memorySecrets: `${catalog.package.name}/stores/secrets-memory`,
  })
}

/** By what copies of an event are known, and what that is worth. */
function describeIdentity({ auth, source }: Catalog): string {
  if (source.id === undefined) {
    return 'This provider sends no id: two deliveries with the same bytes are the same event.'
  }
  const open = auth.schemes.filter(({ coverage }) => !coverage.id).map(({ name }) => name)
  if (open.length === 0) return 'Events are known by the id that the provider signs.'
  const schemes = auth.named ? ` of ${open.join(', ')}` : ''
  return `The proof${schemes} does not cover the id: it decides together with the bytes of the delivery, which finds honest copies and is no protection against somebody who sends an old delivery again.`
}

function describePatience({ sender }: Catalog): string {
  const seconds = sender.deadlineSeconds
  const waits =
    seconds === undefined
      ? 'How long the sender waits is not known.'
      : `The sender waits for ${seconds} seconds.`
  if (seconds === undefined) return waits
  return sender.retries === false
    ? `${waits} It does not try again: past the deadline it is answered with 202, and the handlers go on.`
    : `${waits} Past the deadline it is answered with 503, and finds the event handled when it tries again.`
}

function entriesOf(catalog: Catalog): readonly (readonly [path: string, module: string])[] {
  const more: (readonly [path: string, module: string])[] = []
  if (catalog.subscriptions !== undefined) more.push(['./subscriptions', 'subscriptions'])
  return [...ENTRIES, ...more, ...storeEntries(catalog)]
}

function listOf(holds: (part: 'body' | 'timestamp' | 'type' | 'id') => boolean): string {
  return (['body', 'timestamp', 'type', 'id'] as const).filter(holds).join(', ') || 'nothing'
}

function rowOf({ name, stem, description, deprecated, definition }: EventDef) {
  return { name, stem, definition, description: description ?? '', deprecated }
}
