/** Building: what becomes of sources, and what is refused. */

import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { ts } from 'ts-morph'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { checkSources } from '../../../generator/build/check.js'
import { compilerOptions } from '../../../generator/build/compiler.js'
import { buildDist } from '../../../generator/build/dist.js'
import { compilerJobs } from '../../../generator/build/jobs.js'
import type { BuildInput, TextFile } from '../../../generator/build/types.js'
import { RunMemo } from '../../../generator/memo/memo.js'

const input: BuildInput = {
  sources: [
    {
      path: 'src/index.ts',
      content: `/** The entry. */
import type { Bytes } from './runtime/bytes.js'
import { toHex } from './runtime/bytes.js'

export type { Bytes } from './runtime/bytes.js'
export { isPush } from './validators/push.js'
export const hex = (bytes: Bytes): string => toHex(bytes)
export const load = (): Promise<typeof import('./validators/push.js')> => import('./validators/push.js')
export const text = "import('./not-a-module.js')"
export const quote: RegExp = /["'\`]/
export const later = async (): Promise<typeof toHex> => (await import('./runtime/bytes.js')).toHex
`,
    },
    {
      path: 'src/runtime/bytes.ts',
      content: new TextEncoder().encode(
        `export type Bytes = Uint8Array\nexport function toHex(bytes: Bytes): string {\n  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')\n}\n`,
      ),
    },
    {
      path: 'src/validators/push.d.ts',
      content: `import type { Bytes } from '../runtime/bytes.js'\nexport declare function isPush(value: unknown): value is { at: import('../runtime/bytes.js').Bytes | Bytes }\n`,
    },
    { path: 'src/validators/push.js', content: 'this is left to the printers' },
    { path: 'README.md', content: '# not a source' },
  ],
  printed: [
    {
      path: 'src/validators/push.js',
      esm: `import { toHex } from '../runtime/bytes.js'\nexport function isPush(value) { return toHex(value) === '01' }\n`,
      cjs: `'use strict'\nconst { toHex } = require('../runtime/bytes.cjs')\nexports.isPush = (value) => toHex(value) === '01'\n`,
    },
  ],
}

let folder: string
let files: readonly TextFile[]

beforeAll(async () => {
  files = await buildDist(input, new RunMemo(), compilerJobs)
  folder = await mkdtemp(join(tmpdir(), 'hookwright-dist-'))
  for (const { path, content } of files) {
    await mkdir(dirname(join(folder, path)), { recursive: true })
    await writeFile(join(folder, path), content)
  }
  await writeFile(join(folder, 'package.json'), '{ "type": "module" }')
})
afterAll(() => rm(folder, { recursive: true, force: true }))

const built = (path: string) => files.find((file) => file.path === path)?.content ?? ''

interface Sdk {
  readonly hex: (bytes: Uint8Array) => string
  readonly isPush: (value: unknown) => boolean
  readonly load: () => Promise<{ readonly isPush: (value: unknown) => boolean }>
  readonly later: () => Promise<(bytes: Uint8Array) => string>
  readonly text: string
}

test('both module systems get code and declarations, sorted by path', () => {
  expect(files.map((file) => file.path)).toEqual([
    'dist/cjs/index.cjs',
    'dist/cjs/index.d.cts',
    'dist/cjs/runtime/bytes.cjs',
    'dist/cjs/runtime/bytes.d.cts',
    'dist/cjs/validators/push.cjs',
    'dist/cjs/validators/push.d.cts',
    'dist/esm/index.d.ts',
    'dist/esm/index.js',
    'dist/esm/runtime/bytes.d.ts',
    'dist/esm/runtime/bytes.js',
    'dist/esm/validators/push.d.ts',
    'dist/esm/validators/push.js',
  ])
})

test.each([
  // Sound: the module was built from the source above.
  [
    'ES modules',
    async () => (await import(pathToFileURL(join(folder, 'dist/esm/index.js')).href)) as Sdk,
  ],
  [
    'CommonJS',
    async () => createRequire(import.meta.url)(join(folder, 'dist/cjs/index.cjs')) as Sdk,
  ],
])('%s run, static and lazy imports alike', async (_name, load) => {
  const sdk = await load()
  expect(sdk.hex(Uint8Array.of(1, 255))).toBe('01ff')
  expect(sdk.isPush([1])).toBe(true)
  expect((await sdk.load()).isPush([2])).toBe(false)
  expect((await sdk.later())(Uint8Array.of(16))).toBe('10')
  expect(sdk.text).toBe("import('./not-a-module.js')")
})

test('CommonJS loads lazily through require and needs no helper', () => {
  const code = built('dist/cjs/index.cjs')
  expect(code).toContain("Promise.resolve().then(() => require('./validators/push.cjs'))")
  expect(code).not.toMatch(/__import|__create|__export|\bimport\b(?!\('\.\/not)/)
})

test('CommonJS declarations name CommonJS declarations, in import types as well', () => {
  const declaration = built('dist/cjs/validators/push.d.cts')
  expect(declaration).toContain("from '../runtime/bytes.cjs'")
  expect(declaration).toContain("import('../runtime/bytes.cjs').Bytes")
  expect(declaration).not.toContain('.js')
})

test('modules that hold types alone are declared as they stand', async () => {
  const content =
    '// ours\n\nexport interface A {\n  b: 1\n}\n\n/** Of A. */\nexport type C = A | 2\n'
  const sources = [{ path: 'src/types.ts', content }]
  const made = await buildDist({ sources, printed: [] }, new RunMemo(), compilerJobs)
  const texts = Object.fromEntries(made.map((file) => [file.path, file.content]))
  expect(texts).toEqual({
    'dist/cjs/types.cjs':
      '// ours\n"use strict";\nObject.defineProperty(exports, "__esModule", { value: true });\n',
    'dist/cjs/types.d.cts': content,
    'dist/esm/types.d.ts': content,
    'dist/esm/types.js': '// ours\nexport {};\n',
  })
})

test('a type that is not exported stays so', async () => {
  const content = 'export type A = B\ntype B = 1\n'
  const sources = [{ path: 'src/types.ts', content }]
  const [, declaration] = await buildDist({ sources, printed: [] }, new RunMemo(), compilerJobs)
  expect(declaration?.content).toBe(`${content}\nexport {}\n`)
})

test.each([
  ['a value', 'export interface A {}\nexport const a = 1\n'],
  ['an import', "import type { Bytes } from './runtime/bytes.js'\nexport type A = Bytes\n"],
])('%s beside types is compiled', async (_name, content) => {
  const sources = [...input.sources, { path: 'src/forms.ts', content }]
  const made = await buildDist({ ...input, sources }, new RunMemo(), compilerJobs)
  const declaration = made.find((file) => file.path === 'dist/cjs/forms.d.cts')
  expect(declaration?.content).toMatch(/declare const a = 1|bytes\.cjs/)
})

test('what was built is remembered, and the same', async () => {
  const memo = new RunMemo()
  await buildDist(input, memo, compilerJobs)
  const again = new RunMemo(memo.entries)
  expect(await buildDist(input, again, compilerJobs)).toEqual(files)
  expect([...again.entries]).toEqual(expect.arrayContaining([...memo.entries]))
})

test('two builds give the same bytes', async () => {
  expect(await buildDist(input, new RunMemo(), compilerJobs)).toEqual(files)
})

const refused: [name: string, source: string, message: RegExp][] = [
  ['a wrong type', "export const n: number = 'x'", /src\/index\.ts:1 TS2322 Type 'string'/],
  ['a syntax error', 'export const = 1', /src\/index\.ts:1 TS1134/],
  ['an implicit any', 'export const f = (x) => x', /src\/index\.ts:1 TS7006/],
  ['an unused local', 'const secret = 1\nexport {}', /src\/index\.ts:1 TS6133/],
  ['a Node global', 'export const b = Buffer.alloc(1)', /src\/index\.ts:1 TS2591/],
  ['a missing module', "export * from './gone.js'", /src\/index\.ts:1 TS2307/],
  [
    'a type that another file says',
    'export const now = () => Date.now()',
    /src\/index\.ts:1 TS9007/,
  ],
  ['an npm module', "import 'left-pad'", /src\/index\.ts:1 TS2882|imports "left-pad"/],
]
/** What a run does with sources: nothing is written of what one of the two refuses. */
async function checkAndBuild(sources: BuildInput['sources']): Promise<void> {
  await checkSources(sources, new RunMemo(), compilerJobs)
  await buildDist({ sources, printed: [] }, new RunMemo(), compilerJobs)
}

test.each(refused)('refuses %s', async (_name, content, message) => {
  const error = expect.objectContaining({
    code: 'ERR_GENERATOR_BUG',
    message: expect.stringMatching(message),
  })
  await expect(checkAndBuild([{ path: 'src/index.ts', content }])).rejects.toThrow(error)
})

test('a check alone refuses what does not compile', async () => {
  await expect(checkSources(input.sources, new RunMemo(), compilerJobs)).resolves.toBeUndefined()
  const wrong = [{ path: 'src/index.ts', content: 'export const n: number = null' }]
  await expect(checkSources(wrong, new RunMemo(), compilerJobs)).rejects.toThrow(
    expect.objectContaining({
      code: 'ERR_GENERATOR_BUG',
      message: expect.stringContaining('src/index.ts:1 TS2322'),
    }),
  )
})

test('a long list of errors is cut short', async () => {
  const lines = Array.from({ length: 31 }, (_, n) => `export const n${n}: number = null`)
  const sources = [{ path: 'src/index.ts', content: lines.join('\n') }]
  await expect(checkSources(sources, new RunMemo(), compilerJobs)).rejects.toThrow(/and 11 more$/)
})

test('the flags are those of the runtime', async () => {
  const file = new URL('../../../templates/runtime/tsconfig.json', import.meta.url)
  const parsed = ts.parseConfigFileTextToJson('tsconfig.json', await readFile(file, 'utf8'))
  // The runtime is compiled by itself, as for a browser; types of workers are less to read.
  const { noEmit, isolatedDeclarations, lib, ...wanted } = ts.convertCompilerOptionsFromJson(
    parsed.config.compilerOptions,
    '/',
  ).options
  expect({ noEmit, isolatedDeclarations }).toEqual({ noEmit: true, isolatedDeclarations: true })
  expect(lib).toContain('lib.dom.d.ts')
  expect(compilerOptions(ts)).toMatchObject(wanted)
})

test('more modules than are built at a time are all built, each from its own text', async () => {
  const sources = Array.from({ length: 205 }, (_, index) => ({
    path: `src/event${index}.ts`,
    content: `export const at: number = ${index}\n`,
  }))
  const many = await buildDist({ sources, printed: [] }, new RunMemo(), compilerJobs)
  expect(many).toHaveLength(4 * sources.length)
  for (const index of [0, 99, 100, 204]) {
    const script = many.find(({ path }) => path === `dist/esm/event${index}.js`)
    expect(script?.content).toBe(`export const at = ${index};\n`)
  }
})
