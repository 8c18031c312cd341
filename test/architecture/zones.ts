/** Who may import whom: the arrows of the house, as data. */

export interface Zone {
  /** Files below this folder, except where a deeper zone claims them. One file is a zone as well. */
  readonly at: string
  /** Folders (with a slash at the end) and files besides the zone itself. */
  readonly may: readonly string[]
  readonly npm?: readonly string[]
  readonly node?: readonly string[]
}

const FAILING = ['generator/errors.ts', 'generator/diagnostics.ts']
const AJV = ['ajv', 'ajv-draft-04', 'ajv-formats']
/** The list of characters that nobody sees: for all who print, compare or name. */
const INVISIBLE = 'generator/print/invisible.ts'
const FILES = ['fs', 'fs/promises', 'path']

export const ZONES: readonly Zone[] = [
  { at: 'templates/runtime/', may: [] },
  { at: 'templates/runtime/checks/', may: [] },
  ...[
    'adapters',
    'auth',
    'expr',
    'testing',
    'stores',
    'queues',
    'handshake',
    'outbound',
    'subscriptions',
    'otel',
  ].map((folder) => ({
    at: `templates/runtime/${folder}/`,
    may: ['templates/runtime/'],
  })),
  { at: 'generator/errors.ts', may: [] },
  { at: 'generator/diagnostics.ts', may: [] },
  { at: 'generator/version.ts', may: [], node: ['fs'] },
  { at: 'generator/files/', may: [], node: ['fs', 'path', 'crypto'] },
  { at: 'generator/memo/', may: [], node: ['fs', 'crypto'] },
  {
    at: 'generator/ship.ts',
    may: ['build', 'config', 'load', 'memo', 'print', 'schema'].map(
      (folder) => `generator/${folder}/`,
    ),
    node: ['fs'],
  },
  { at: 'generator/schema/', may: [] },
  { at: 'generator/schema/ajv.ts', may: ['generator/schema/'], npm: AJV, node: ['module'] },
  { at: 'generator/patterns/', may: [], npm: ['@eslint-community/regexpp'] },
  {
    at: 'generator/load/',
    may: ['generator/schema/', 'generator/patterns/', 'generator/files/', INVISIBLE, ...FAILING],
    npm: ['yaml', 'picomatch', ...AJV],
    // Hashing names copies of schemas, and deep equality compares values of examples.
    node: [...FILES, 'url', 'buffer', 'module', 'crypto', 'util'],
  },
  { at: 'generator/presets/', may: ['generator/schema/'], node: ['fs'] },
  {
    at: 'generator/config/',
    may: ['generator/load/', 'generator/presets/', 'generator/schema/', ...FAILING],
    npm: AJV,
    node: [...FILES, 'url'],
  },
  {
    at: 'generator/auth/',
    may: ['generator/schema/', 'generator/print/literals.ts', ...FAILING],
    // Pure: the keys that a provider publishes are read, and nothing else is.
    node: ['crypto'],
  },
  {
    at: 'generator/catalog/',
    may: [
      'generator/load/types.ts',
      'generator/config/types.ts',
      'generator/schema/',
      'generator/auth/',
      'generator/patterns/',
      INVISIBLE,
      ...FAILING,
    ],
    // Pure: hashing is the one thing it takes from Node.
    node: ['crypto'],
  },
  {
    at: 'generator/notices/',
    may: [
      ...['auth', 'catalog', 'schema'].map((folder) => `generator/${folder}/`),
      'generator/load/types.ts',
      'generator/load/example-checkers.ts',
      // What is only written is as optional in examples as in deliveries.
      'generator/emit/tolerance/write-only.ts',
      'generator/config/types.ts',
      ...FAILING,
    ],
  },
  {
    at: 'generator/print/',
    may: ['generator/errors.ts'],
    npm: ['ts-morph', 'handlebars'],
    node: ['fs', 'module', 'path', 'url'],
  },
  ...emitters([
    { at: 'generator/emit/', npm: ['ts-morph'] },
    { at: 'generator/emit/runtime.ts', npm: ['ts-morph'], node: ['fs', 'path', 'url'] },
    { at: 'generator/emit/payload-types.ts', npm: ['ts-morph', 'json-schema-to-typescript'] },
    { at: 'generator/emit/types/', npm: ['ts-morph', 'json-schema-to-typescript'] },
    { at: 'generator/emit/validators/', npm: ['ts-morph', ...AJV], node: ['crypto'] },
  ]),
  {
    at: 'generator/build/',
    may: ['generator/emit/types.ts', 'generator/errors.ts', 'generator/memo/memo.ts', INVISIBLE],
    npm: ['ts-morph'],
    node: ['worker_threads'],
  },
  {
    at: 'generator/write/',
    may: ['generator/emit/types.ts', 'generator/files/', INVISIBLE, ...FAILING],
    node: [...FILES, 'crypto', 'os', 'process', 'timers/promises'],
  },
  {
    at: 'generator/cli/',
    may: [
      'generator/generate.ts',
      'generator/presets/',
      'generator/schema/nearest.ts',
      'generator/version.ts',
      INVISIBLE,
      ...FAILING,
    ],
    npm: ['commander', 'picocolors'],
    node: ['fs', 'path', 'process', 'v8'],
  },
  { at: 'generator/cli.ts', may: ['generator/cli/'] },
  { at: 'generator/index.ts', may: ['generator/generate.ts', ...FAILING] },
  {
    at: 'generator/generate.ts',
    may: [
      ...['files', 'load', 'config', 'catalog', 'notices', 'emit', 'build', 'memo', 'write'].map(
        (stage) => `generator/${stage}/`,
      ),
      'generator/version.ts',
      ...FAILING,
    ],
    node: ['path'],
  },
]

function emitters(zones: readonly Omit<Zone, 'may'>[]): readonly Zone[] {
  const may = ['catalog', 'auth', 'schema', 'patterns', 'print', 'emit'].map(
    (folder) => `generator/${folder}/`,
  )
  return zones.map((zone) => ({ ...zone, may: [...may, 'generator/memo/memo.ts', ...FAILING] }))
}
