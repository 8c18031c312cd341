/** The thread that has TypeScript: it answers, it fails as here, and it holds no process. */
import { execFile } from 'node:child_process'
import { readdirSync, readFileSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { ts } from 'ts-morph'
import { beforeAll, expect, test } from 'vitest'
import { compilerJobs } from '../../../generator/build/jobs.js'
import { toEsm } from '../../../generator/build/transpile.js'
import { openJobs } from '../../../generator/build/worker-jobs.js'
import { temporaryFolder, writeFiles } from '../../support/folders.js'

const ROOT = fileURLToPath(new URL('../../..', import.meta.url))

let folder: string

/** The thread runs in the package, so what it needs is compiled as the package is. */
beforeAll(() => {
  const names = readdirSync(`${ROOT}generator/build`).map((name) => `build/${name}`)
  const texts = ['errors.ts', 'memo/memo.ts', 'print/invisible.ts', ...names].map((path) => ({
    path: `/${path}`,
    content: readFileSync(`${ROOT}generator/${path}`, 'utf8'),
  }))
  const scripts = toEsm(ts, texts).files.filter(({ path }) => path.endsWith('.js'))
  folder = writeFiles(
    temporaryFolder(),
    Object.fromEntries(scripts.map(({ path, content }) => [path, content])),
  )
  writeFiles(folder, { 'package.json': { type: 'module' } })
  symlinkSync(`${ROOT}node_modules`, join(folder, 'node_modules'))
})

/** Runs a script in a process of its own, and returns what it prints. */
async function run(script: string): Promise<unknown> {
  const text = `import { openJobs } from './build/worker-jobs.js'\n${script}`
  writeFiles(folder, { 'script.js': text })
  const { stdout } = await promisify(execFile)(process.execPath, [join(folder, 'script.js')])
  return JSON.parse(stdout)
}

const source = 'export   const a: number=1\n'

test('jobs are done as they are done here', async () => {
  const made = await run(`
const texts = new Map([['/src/a.ts', ${JSON.stringify(source)}]])
const jobs = openJobs()
const [formatted, built] = await Promise.all([jobs.format(texts), jobs.build(texts)])
console.log(JSON.stringify([[...formatted], [...built]]))`)
  const texts = new Map([['/src/a.ts', source]])
  const formatted = await compilerJobs.format(texts)
  const built = await compilerJobs.build(texts)
  expect(made).toEqual(JSON.parse(JSON.stringify([[...formatted], [...built]])))
}, 60_000)

test('a bug that it finds keeps its class and message', async () => {
  const error = await run(`
const texts = new Map([['/src/a.ts', 'export const a: number = null']])
const error = await openJobs().check(texts).catch((error) => error)
console.log(JSON.stringify([error.name, error.code, error.message]))`)
  expect(error).toEqual([
    'GeneratorBug',
    'ERR_GENERATOR_BUG',
    expect.stringContaining('src/a.ts:1 TS2322'),
  ])
}, 60_000)

// Only Linux tells how many threads a process has.
const hasTasks = process.platform === 'linux'

test.runIf(hasTasks)(
  'after a large check (told on Linux) the thread is another one',
  async () => {
    const made = await run(`
import { readdirSync } from 'node:fs'
const threads = () => readdirSync('/proc/self/task').length
const texts = (count) =>
  new Map(Array.from({ length: count }, (_, index) => ['/src/m' + index + '.ts', 'export {}']))
const jobs = openJobs()
const before = threads()
await jobs.check(texts(10))
const small = threads()
await jobs.check(texts(1000))
const large = threads()
const [formatted] = await jobs.format(new Map([['/src/a.ts', ${JSON.stringify(source)}]]))
console.log(JSON.stringify({ kept: small >= before, ended: large < small, formatted }))`)
    const formatted = ['/src/a.ts', 'export const a: number = 1\n']
    expect(made).toEqual({ kept: true, ended: true, formatted })
  },
  60_000,
)

test('a process ends although nothing was asked of it', async () => {
  expect(await run('openJobs()\nconsole.log(JSON.stringify("at an end"))')).toBe('at an end')
}, 60_000)

test('from sources the jobs are done here', () => {
  expect(openJobs()).toBe(compilerJobs)
})
