/** The arrows between modules, and the limits that every file keeps. */
import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import {
  findCycles,
  findForbiddenImports,
  findHouseFaults,
  findLargeFunctions,
  type Source,
} from './architecture/scan.js'

const root = fileURLToPath(new URL('..', import.meta.url))

function readSources(folder: string): Source[] {
  return readdirSync(`${root}${folder}`, { recursive: true, encoding: 'utf8' })
    .map((name) => `${folder}/${name.replaceAll('\\', '/')}`)
    .filter((path) => path.endsWith('.ts') && !/\/(fixtures|cases|node_modules)\//.test(path))
    .map((path) => ({ path, text: readFileSync(`${root}${path}`, 'utf8') }))
}

const sources = [...readSources('generator'), ...readSources('templates/runtime')]
const everything = [...sources, ...readSources('test'), ...readSources('demo')]

test('there is something to look at', () => {
  expect(sources.length).toBeGreaterThan(50)
})
test('modules import only what their zone allows', () => {
  expect(findForbiddenImports(sources)).toEqual([])
})
test('no import goes round in a circle', () => {
  expect(findCycles(sources)).toEqual([])
})
test('no file is too long, exports a default, says any or lacks its sentence', () => {
  expect(everything.flatMap(findHouseFaults)).toEqual([])
})
test('every function fits a screen', () => {
  expect(sources.flatMap(findLargeFunctions)).toEqual([])
})

const forbidden: [path: string, text: string, to: string][] = [
  ['templates/runtime/x.ts', "import 'node:crypto'", 'node:crypto'],
  ['templates/runtime/x.ts', "import 'left-pad'", 'left-pad'],
  ['templates/runtime/x.ts', "import './adapters/node.js'", 'templates/runtime/adapters/node.ts'],
  ['templates/runtime/x.ts', "import '../../generator/errors.js'", 'generator/errors.ts'],
  ['templates/runtime/checks/x.ts', "import '../bytes.js'", 'templates/runtime/bytes.ts'],
  ['templates/runtime/adapters/x.ts', "import 'node:http'", 'node:http'],
  ['generator/schema/x.ts', "import '../diagnostics.js'", 'generator/diagnostics.ts'],
  ['generator/load/x.ts', "import '../config/load.js'", 'generator/config/load.ts'],
  ['generator/load/x.ts', "import 'node:http'", 'node:http'],
  ['generator/config/x.ts', "import '../catalog/types.js'", 'generator/catalog/types.ts'],
  ['generator/auth/x.ts', "import 'node:fs'", 'node:fs'],
  ['generator/auth/x.ts', "import '../print/templates.js'", 'generator/print/templates.ts'],
  ['generator/catalog/x.ts', "import 'node:fs'", 'node:fs'],
  ['generator/catalog/x.ts', "import '../load/load.js'", 'generator/load/load.ts'],
  ['generator/print/x.ts', "import '../catalog/types.js'", 'generator/catalog/types.ts'],
  ['generator/emit/x.ts', "import '../load/types.js'", 'generator/load/types.ts'],
  ['generator/emit/x.ts', "import 'node:fs'", 'node:fs'],
  ['generator/emit/x.ts', "import 'ajv'", 'ajv'],
  ['generator/emit/x.ts', "import 'json-schema-to-typescript'", 'json-schema-to-typescript'],
  ['generator/emit/validators/x.ts', "import 'node:fs'", 'node:fs'],
  ['generator/build/x.ts', "import '../emit/index.js'", 'generator/emit/index.ts'],
  ['generator/build/x.ts', "import 'node:fs'", 'node:fs'],
  ['generator/write/x.ts', "import '../catalog/types.js'", 'generator/catalog/types.ts'],
  ['generator/write/x.ts', "import 'node:net'", 'node:net'],
  ['generator/cli/x.ts', "import '../write/commit.js'", 'generator/write/commit.ts'],
  ['generator/write/x.ts', "import '../generate.js'", 'generator/generate.ts'],
  ['generator/write/x.ts', "import type { A } from '../cli/x.js'", 'generator/cli/x.ts'],
  ['generator/write/x.ts', "export * from '../cli/x.js'", 'generator/cli/x.ts'],
  ['generator/write/x.ts', "void import('commander')", 'commander'],
  ['generator/write/x.ts', "type A = import('../cli/x.js').A", 'generator/cli/x.ts'],
]
test.each(forbidden)('%s: %s is found', (path, text, to) => {
  expect(findForbiddenImports([{ path, text }])).toEqual([`${path} imports ${to}`])
})

test('a file in no zone is found', () => {
  const stray = { path: 'generator/extra/x.ts', text: "import 'node:fs'" }
  expect(findForbiddenImports([stray])).toEqual(['generator/extra/x.ts is in no zone'])
})

const a = 'generator/load/a.ts'
const b = 'generator/load/b.ts'
const circles: [name: string, texts: [string, string], want: string[]][] = [
  ['values', ["import './b.js'", "import './a.js'"], [`${a} > ${b} > ${a}`]],
  ['lazy values', ["import './b.js'", "void import('./a.js')"], [`${a} > ${b} > ${a}`]],
  ['types in one zone', ["import './b.js'", "import type { A } from './a.js'"], []],
]
test.each(circles)('a circle of %s', (_name, [first, second], want) => {
  const pair = [
    { path: a, text: first },
    { path: b, text: second },
  ]
  expect(findCycles(pair)).toEqual(want)
})

test('a circle of types between zones is found', () => {
  const pair = [
    { path: a, text: "import type { B } from '../schema/b.js'" },
    { path: 'generator/schema/b.ts', text: "import type { A } from '../load/a.js'" },
  ]
  expect(findCycles(pair)).toEqual([`${a} > generator/schema/b.ts > ${a}`])
})

const faulty: [name: string, text: string, fault: string][] = [
  ['any', '/** D. */\nexport const x: any = 1\n', 'x.ts:2 says any'],
  ['a default export', '/** D. */\nexport default 1\n', 'x.ts:2 has a default export'],
  [
    'a default function',
    '/** D. */\nexport default function f() {}\n',
    'x.ts:2 has a default export',
  ],
  ['no sentence', 'export const x = 1\n', 'x.ts does not begin with a doc sentence'],
  ['401 lines', `/** D. */\n${'\n'.repeat(400)}`, 'x.ts has 401 lines'],
]
test.each(faulty)('%s is found', (_name, text, fault) => {
  expect(findHouseFaults({ path: 'x.ts', text })).toEqual([fault])
})

test.each([
  ['400 lines', `/** D. */\n${'\n'.repeat(399)}`],
  ['the word in text', "/** Any. */\nexport const x = 'any default'\n"],
  ['a default case', '/** D. */\nswitch (1) {\n  default:\n}\n'],
  ['a program', '#!/usr/bin/env node\n/** D. */\n'],
])('%s is fine', (_name, text) => {
  expect(findHouseFaults({ path: 'x.ts', text })).toEqual([])
})

test.each([
  ['a long function', `function f() {\n${'\n'.repeat(59)}}`, 'x.ts:1 is a function of 61 lines'],
  ['five parameters', 'const f = (a, b, c, d, e) => a', 'x.ts:1 takes 5 parameters'],
])('%s is found', (_name, text, fault) => {
  expect(findLargeFunctions({ path: 'x.ts', text })).toEqual([fault])
})
