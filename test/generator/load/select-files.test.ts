/** Tests of generator/load/select-files.ts and list-files.ts, on real folders. */
import { describe, expect, test } from 'vitest'
import { Diagnostics } from '../../../generator/diagnostics.js'
import { listFiles } from '../../../generator/load/list-files.js'
import { selectFiles } from '../../../generator/load/select-files.js'
import { type Content, makeFolder, providerAt, summary } from './folder.js'

interface Selected {
  files: readonly string[]
  codes: string[]
  messages: string[]
}

function select(files: Readonly<Record<string, Content>>, patterns?: readonly string[]): Selected {
  const diagnostics = new Diagnostics()
  const folder = providerAt(makeFolder({ '.keep': '', ...files }))
  const listed = listFiles(folder, diagnostics)
  const selected = selectFiles(folder, { files: listed, patterns }, diagnostics)
  return {
    files: selected.map(({ file }) => file),
    codes: diagnostics.list.map(summary),
    messages: diagnostics.list.map(({ message }) => message),
  }
}

/** Files without content, for what goes by names alone. */
function named(...names: string[]): Record<string, Content> {
  return Object.fromEntries(names.map((name) => [name, {}]))
}

const rules: [name: string, files: string[], want: string[]][] = [
  [
    'extensions in any case',
    ['a.json', 'b.YAML', 'c.Yml', 'd.md', 'e.json~', 'f.json.swp', 'g'],
    ['a.json', 'b.YAML', 'c.Yml'],
  ],
  [
    'never a config',
    ['webhooks.json', 'x/Webhooks.yml', 'webhooks.sent.json'],
    ['webhooks.sent.json'],
  ],
  [
    'never a file of a package',
    ['package.json', 'x/tsconfig.json', 'tsconfig.build.json', 'a.json'],
    ['a.json'],
  ],
  ['names with line breaks', ['a\nb.json', 'x/\n.yml'], ['a\nb.json', 'x/\n.yml']],
  ['never behind a dot', ['.a.json', '.git/a.json', 'a.json'], ['a.json']],
  ['never in node_modules', ['x/node_modules/y/a.json', 'a.json'], ['a.json']],
  ['never in folders with an underscore', ['_shared/a.json', 'x/__y/a.json', 'a.json'], ['a.json']],
  [
    'files with one underscore, not with two',
    ['_a.json', '__proto__.json', '_.json'],
    ['__proto__.json'],
  ],
  [
    'events/ where it exists',
    ['events/b.json', 'events/x/a.json', 'other.json'],
    ['events/b.json', 'events/x/a.json'],
  ],
  [
    'code unit order',
    ['b.json', 'B.json', 'a/z.json', 'a.json'],
    ['B.json', 'a.json', 'a/z.json', 'b.json'],
  ],
]
test.each(rules)('%s', (_name, files, want) => {
  expect(select(named(...files))).toMatchObject({ files: want, codes: [] })
})

const globs: [patterns: string[], want: string[]][] = [
  [['x/*.json'], ['x/a.json', 'x/b.json']],
  [
    ['./x/a.json', '**/c.yaml'],
    ['x/a.json', 'x/y/c.yaml'],
  ],
  [['**', '!x/**'], ['other.json']],
  [['x/!(a).json'], ['x/b.json']],
  [['{other,x/a}.json'], ['other.json', 'x/a.json']],
]
test.each(globs)('%j', (patterns, want) => {
  const files = named('x/a.json', 'x/b.json', 'x/y/c.yaml', 'other.json', '_x.json')
  expect(select(files, patterns)).toMatchObject({ files: want, codes: [] })
})

const outside = [
  '../*.json',
  'x/../../*.json',
  '/etc/*',
  '{a,..}/*.json',
  'C:/x',
  '..\\x',
  '!../x',
  './..',
]
test.each(outside)('the pattern %j leaves the folder', (pattern) => {
  const { files, messages, codes } = select(named('a.json'), [pattern, '*.json'])
  expect(codes).toEqual(['ERR_GLOB_OUTSIDE acme'])
  expect(messages[0]).toBe(
    `the pattern ${JSON.stringify(pattern)} of events.schemas leaves the folder acme`,
  )
  expect(files).toEqual(['a.json'])
})

test.each(['a..b.json', '...json', 'x/..a/*'])('the pattern %j stays in the folder', (pattern) => {
  expect(select(named('a.json'), [pattern, '*.json']).codes).not.toContain('ERR_GLOB_OUTSIDE acme')
})

test('a pattern that cannot be compiled', () => {
  const { codes } = select(named('a.json'), ['a'.repeat(70_000), '*.json'])
  expect(codes).toEqual(['ERR_GLOB_INVALID acme'])
})

test('a pattern that matches nothing beside one that does', () => {
  const { codes, messages } = select(named('a.json'), ['*.json', 'b/*'])
  expect(codes).toEqual(['WARN_GLOB_IDLE acme'])
  expect(messages).toEqual(['the pattern "b/*" of events.schemas matches no file'])
})

describe('no events', () => {
  const none = 'no event schemas found in acme: '
  const cases: [name: string, files: string[], patterns: string[] | undefined, message: string][] =
    [
      ['an empty folder', [], undefined, 'looked for ** (.json, .yaml, .yml)'],
      [
        'events/ without schemas',
        ['events/README.md', 'a.json'],
        undefined,
        'looked for events/** (.json, .yaml, .yml)',
      ],
      [
        'patterns that match nothing',
        ['a.json'],
        ['b/*', 'c'],
        'looked for b/*, c (.json, .yaml, .yml)',
      ],
      [
        'a pattern for a file that is never one',
        ['_a.json'],
        ['_a.json'],
        'looked for _a.json (.json, .yaml, .yml)',
      ],
      ['no patterns', ['a.json'], [], 'events.schemas is empty (.json, .yaml, .yml)'],
    ]
  test.each(cases)('%s', (_name, files, patterns, message) => {
    const { codes, messages } = select(named(...files), patterns)
    expect(codes).toEqual(['ERR_NO_EVENTS acme'])
    expect(messages).toEqual([none + message])
  })
})

describe('symbolic links', () => {
  const cases: [
    name: string,
    files: Record<string, Content>,
    want: string[],
    ...codes: string[],
  ][] = [
    ['to the folder itself', { 'a.json': {}, 'sub/loop': { link: '..' } }, ['a.json']],
    [
      'to itself',
      { 'a.json': {}, 'self.json': { link: 'self.json' } },
      ['a.json'],
      'WARN_SYMLINK_BROKEN acme/self.json',
    ],
    [
      'to nothing',
      { 'a.json': {}, 'b.json': { link: 'c.json' } },
      ['a.json'],
      'WARN_SYMLINK_BROKEN acme/b.json',
    ],
    [
      'to a file outside',
      { 'a.json': {}, 'passwd.json': { link: '/etc/passwd' } },
      ['a.json'],
      'WARN_SYMLINK_OUTSIDE acme/passwd.json',
    ],
    [
      'to a folder outside',
      { 'a.json': {}, etc: { link: '/etc' } },
      ['a.json'],
      'WARN_SYMLINK_OUTSIDE acme/etc',
    ],
    ['to a file inside', { '_x/a.json': {}, 'b.json': { link: '_x/a.json' } }, ['b.json']],
    [
      'to a folder inside, which keeps its own name',
      { 'z/a.json': {}, a: { link: 'z' } },
      ['z/a.json'],
    ],
    ['to a hidden folder', { 'a.json': {}, '.x/b.json': {}, x: { link: '.x' } }, ['a.json']],
  ]
  test.each(cases)('%s', (_name, files, want, ...codes) => {
    expect(select(files)).toMatchObject({ files: want, codes })
  })
})

const foreign: [name: string, content: string, hint: string][] = [
  ['api.raml', '#%RAML 1.0\ntitle: x\n', 'api.raml is RAML 1.0, which is not read'],
  [
    'a.proto',
    '// x\nsyntax = "proto3";\n',
    'a.proto is Protocol Buffers proto3, which is not read',
  ],
  ['a.AVSC', '{}', 'a.AVSC is Avro, which is not read'],
]
test.each(foreign)('a folder that has %s alone is told what it is', (name, content, hint) => {
  const diagnostics = new Diagnostics()
  selectFiles(
    providerAt(makeFolder({ [name]: content })),
    { files: [], patterns: undefined },
    diagnostics,
  )
  expect(diagnostics.list).toMatchObject([
    { code: 'ERR_NO_EVENTS', hint: expect.stringContaining(hint) },
  ])
})

test('names a file that a pattern was probably meant for', () => {
  const diagnostics = new Diagnostics()
  const folder = providerAt(makeFolder({ 'event/a.json': {} }))
  selectFiles(folder, { files: ['event/a.json'], patterns: ['events/**'] }, diagnostics)
  expect(diagnostics.list.map(({ hint }) => hint)).toEqual([
    'there is event/a.json: write "schemas": ["event/**"] if it is one',
  ])
})

test.each(['a.jsonschema', 'x/a.schema', 'a.jsonc', 'a.JSON5', 'a.json.txt', 'a.yml.txt'])(
  'says that %s is not read',
  (name) => {
    const { files, codes } = select(named(name, 'b.json'))
    expect(files).toEqual(['b.json'])
    expect(codes).toEqual([`WARN_FILE_UNREAD acme/${name}`])
  },
)

test.each(['_a.jsonschema', 'a.json.bak', 'a.md', '.a.jsonc', 'node_modules/a.schema'])(
  'says nothing of %s',
  (name) => expect(select(named(name, 'b.json')).codes).toEqual([]),
)
