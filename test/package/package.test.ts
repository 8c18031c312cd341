/** The SDK as its consumers get it: packed, installed and used in an empty project. */
import { cpSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { run } from '../support/commands.js'
import { temporaryFolder, writeFiles } from '../support/folders.js'
import { generate } from '../support/package.js'

const ROOT = join(import.meta.dirname, '../..')
const TSC = join(ROOT, 'node_modules/typescript/bin/tsc')
const NAME = '@example/centrepoint-webhooks'

let sdk: string
let consumer: string

beforeAll(async () => {
  const out = temporaryFolder()
  const report = await generate({ folders: [join(ROOT, 'schemas/centrepoint')], out })
  expect(report.providers.map(({ name }) => name)).toEqual(['centrepoint'])
  sdk = join(out, 'centrepoint')
  const packed = await run('npm', ['pack', '--silent'], sdk)
  expect(packed.code, packed.stderr).toBe(0)
  consumer = writeFiles(temporaryFolder(), {
    'package.json': { name: 'consumer', private: true, type: 'module' },
    'esm.mjs': deliver(`import { createReceiver } from '${NAME}'
import { sign } from '${NAME}/testing'
import { createReceiver as createCore } from '${NAME}/core'
import { event } from '${NAME}/events/upload'
import { nodeHandler } from '${NAME}/node'
import { otelHooks } from '${NAME}/otel'
import { redact } from '${NAME}/redaction'
import { memoryStore } from '${NAME}/stores/memory'`),
    'cjs.cjs': deliver(`const { createReceiver } = require('${NAME}')
const { sign } = require('${NAME}/testing')
const { createReceiver: createCore } = require('${NAME}/core')
const { event } = require('${NAME}/events/upload')
const { nodeHandler } = require('${NAME}/node')
const { otelHooks } = require('${NAME}/otel')
const { redact } = require('${NAME}/redaction')
const { memoryStore } = require('${NAME}/stores/memory')`),
  })
  const tarball = join(sdk, packed.stdout.trim())
  const installed = await run(
    'npm',
    ['install', '--offline', '--no-audit', '--no-fund', tarball],
    consumer,
  )
  expect(installed.code, installed.stderr).toBe(0)
}, 240_000)

/** The same work in both module systems: a genuine delivery, a forged one, and an invalid one. */
function deliver(imports: string): string {
  return `${imports}
const payload = { uploadId: 1, studyId: 2, subjectId: 3, status: 'started' }
async function main() {
  const seen = []
  const quiet = { warn() {}, error() {} }
  const transport = () => ({ encrypted: true })
  for (const create of [createReceiver, (options) => createCore({ ...options, events: [event] })]) {
    const receiver = create({ secret: 'passcode', logger: quiet, transport })
    receiver.onEvent('upload', (upload) => { seen.push(upload.status) })
    seen.push((await receiver.fetch(await sign('upload', payload, { secret: 'passcode' }))).status)
    seen.push((await receiver.fetch(await sign('upload', payload, { secret: 'other' }))).status)
    seen.push((await receiver.fetch(await sign('upload', payload, { secret: 'passcode', body: '{}' }))).status)
  }
  const idempotency = { store: memoryStore() }
  const once = createReceiver({ secret: 'passcode', logger: quiet, idempotency, transport })
  once.onEvent('upload', () => { seen.push('once') })
  for (const secret of ['passcode', 'passcode']) {
    seen.push((await once.fetch(await sign('upload', payload, { secret, id: 'd-1' }))).status)
  }
  seen.push(typeof nodeHandler, event.is(payload), event.is({}))
  seen.push(typeof otelHooks, redact('upload', payload).status, redact('other', 'x'))
  console.log(JSON.stringify(seen))
}
main()
`
}

const SEEN = [
  ...['started', 200, 401, 422, 'started', 200, 401, 422],
  ...['once', 200, 200],
  ...['function', true, false, 'function', 'started', '[redacted]'],
]

/** TypeScript 6 warns of what many projects still have. */
const OLD = ['--ignoreDeprecations', '6.0', '--esModuleInterop']

const SUBPATHS = [
  ...['', 'core', 'events/upload', 'node', 'otel'],
  ...['queues/bullmq', 'queues/pg-boss', 'queues/verdict', 'redaction'],
  ...['stores/memory', 'stores/postgres', 'stores/redis', 'testing'],
]

describe('the packed SDK', () => {
  test.each(['esm.mjs', 'cjs.cjs'])('runs from %s', async (file) => {
    const { stdout, stderr } = await run(process.execPath, [file], consumer)
    expect(stderr).toBe('')
    expect(JSON.parse(stdout)).toEqual(SEEN)
  })

  test.each([
    ['nodenext', ['--module', 'nodenext']],
    ['bundler', ['--module', 'esnext', '--moduleResolution', 'bundler']],
    ['node10', ['--module', 'commonjs', '--moduleResolution', 'node10', ...OLD]],
  ])('compiles under %s, strictly and without Node types', async (_name, flags) => {
    cpSync(join(import.meta.dirname, 'consumer/index.ts'), join(consumer, 'index.ts'))
    const { stdout, code } = await compile(flags, 'index.ts')
    expect(stdout).toBe('')
    expect(code).toBe(0)
  })

  test('what must not compile does not', async () => {
    const source = readFileSync(join(import.meta.dirname, 'consumer/index.ts'), 'utf8')
    const marks = [...source.matchAll(/@ts-expect-error (TS\d+)/g)].map(([, code]) => code)
    writeFiles(consumer, { 'wrong.ts': source.replaceAll('@ts-expect-error', 'expected') })
    const { stdout, code } = await compile(['--module', 'nodenext'], 'wrong.ts')
    expect(code).not.toBe(0)
    const found = [...stdout.matchAll(/error (TS\d+)/g)].map(([, error]) => error)
    expect(found.sort()).toEqual(marks.sort())
    expect(marks.length).toBeGreaterThan(8)
  })

  test('offers the same under each subpath, as ES module and as CommonJS', async () => {
    const { exports } = JSON.parse(readFileSync(join(sdk, 'package.json'), 'utf8'))
    const paths = Object.keys(exports).filter((path) => !path.endsWith('.json'))
    const names = paths.map((path) => path.replace('.', NAME).replace('*', 'upload'))
    writeFiles(consumer, {
      'subpaths.mjs': `import { createRequire } from 'node:module'
const require = createRequire(import.meta.url)
const seen = {}
// What one module system adds for the other.
const extra = ['__esModule', 'default', 'module.exports']
const named = (all) => Object.keys(all).filter((key) => !extra.includes(key)).sort()
for (const name of ${JSON.stringify(names)}) {
  seen[name] = [named(await import(name)), named(require(name))]
}
console.log(JSON.stringify(seen))
`,
    })
    const { stdout, stderr } = await run(process.execPath, ['subpaths.mjs'], consumer)
    expect(stderr).toBe('')
    const seen = Object.entries<[string[], string[]]>(JSON.parse(stdout))
    for (const [name, [esm, cjs]] of seen) {
      expect(esm, name).toEqual(cjs)
      expect(esm, name).not.toEqual([])
    }
    expect(seen.map(([name]) => name.slice(NAME.length + 1)).sort()).toEqual(SUBPATHS)
  })

  test('depends on nothing', () => {
    const manifest = JSON.parse(readFileSync(join(sdk, 'package.json'), 'utf8'))
    for (const key of ['dependencies', 'peerDependencies', 'optionalDependencies', 'scripts']) {
      expect(manifest).not.toHaveProperty(key)
    }
  })

  test('holds no require in ES modules, and no bare import', () => {
    const files = listFiles(join(consumer, 'node_modules', NAME)).filter((file) =>
      /\.c?js$/.test(file),
    )
    expect(files.length).toBeGreaterThan(100)
    for (const file of files) {
      const text = readFileSync(file, 'utf8')
      if (file.endsWith('.js')) expect(text, file).not.toMatch(/\brequire\s*\(/)
      const specifiers = [...text.matchAll(/(?:from|import|require)\s*\(?\s*["']([^"']+)["']/g)]
      for (const [, specifier] of specifiers) expect(specifier, file).toMatch(/^\.{1,2}\//)
    }
  })

  test('holds the runtime byte for byte, and only what it needs of it', async () => {
    const { stdout } = await run(
      'diff',
      ['-r', join(ROOT, 'templates/runtime'), join(sdk, 'src/runtime')],
      ROOT,
    )
    const lines = stdout.split('\n').filter((line) => line !== '')
    expect(lines.length).toBeGreaterThan(0)
    for (const line of lines) expect(line).toMatch(/^Only in .*templates\/runtime/)
  })

  test('satisfies publint', async () => {
    const { publint } = await import('publint')
    const { messages } = await publint({ pkgDir: sdk, strict: true })
    expect(messages).toEqual([])
  })
})

function compile(flags: readonly string[], file: string) {
  const strict = [
    '--noEmit',
    '--strict',
    '--exactOptionalPropertyTypes',
    '--noUncheckedIndexedAccess',
  ]
  const target = ['--target', 'es2022', '--lib', 'es2022,dom,dom.iterable']
  return run(process.execPath, [TSC, ...strict, ...target, ...flags, file], consumer)
}

function listFiles(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
}
