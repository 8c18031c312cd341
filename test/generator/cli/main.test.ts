/** The program as a user runs it: a process, its streams and its exit code. */
import { spawnSync } from 'node:child_process'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { beforeEach, expect, onTestFinished, test } from 'vitest'
import { main } from '../../../generator/cli/main.js'
import type { Terminal } from '../../../generator/cli/terminal.js'
import { PROGRAM } from '../../support/package.js'

const SOURCE = fileURLToPath(new URL('../../../generator/cli.ts', import.meta.url))
/** How a checkout runs it. */
const FROM_SOURCES = ['--import', import.meta.resolve('tsx'), SOURCE]
const schema =
  '{ "type": "object", "required": ["type"], "properties": { "type": { "type": "string" } } }'

/** The suites of other folders compile at the same time. */
const PATIENCE_MILLISECONDS = 50_000

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hookwright-cli-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
})

async function put(path: string, text: string): Promise<void> {
  await mkdir(dirname(join(folder, path)), { recursive: true })
  await writeFile(join(folder, path), text)
}

async function putProvider(): Promise<void> {
  await put(
    'schemas/acme/webhooks.json',
    '{ "provider": "acme", "auth": { "type": "standardWebhooks" } }',
  )
  await put('schemas/acme/events/order.created.json', schema)
}

function run(...args: string[]) {
  return runNode([PROGRAM, ...args])
}

function runNode(args: readonly string[]) {
  const env = { ...process.env, NO_COLOR: '', FORCE_COLOR: undefined }
  const options = { cwd: folder, encoding: 'utf8', env } as const
  const { status, stdout, stderr } = spawnSync(process.execPath, args, options)
  return { status, stdout, stderr }
}

class Collected implements Terminal {
  readonly isInteractive = true
  readonly hasColour = false
  stdout = ''
  stderr = ''
  out(text: string): void {
    this.stdout += text
  }
  err(text: string): void {
    this.stderr += text
  }
}

test('help goes to standard output, with exit code 0', () => {
  expect(run('--help')).toEqual({
    status: 0,
    stdout: expect.stringContaining('hookwright generate --check'),
    stderr: '',
  })
})

test('wrong usage goes to standard error, with exit code 2', () => {
  expect(run('generate', '--frob')).toEqual({
    status: 2,
    stdout: '',
    stderr: "ERR_USAGE unknown option '--frob'\n  hint: see hookwright generate --help\n",
  })
})

test('wrong usage is one JSON object where JSON was asked for', () => {
  const { status, stdout, stderr } = run('generate', '--json', '--frob')
  expect({ status, stderr }).toEqual({ status: 2, stderr: '' })
  expect(JSON.parse(stdout)).toMatchObject({
    providers: [],
    diagnostics: [{ code: 'ERR_USAGE', message: "unknown option '--frob'" }],
  })
})

test.each([
  ['the package', [PROGRAM]],
  ['the sources', FROM_SOURCES],
])(
  'a run of %s writes the SDK, a check agrees, and a changed schema is found',
  {
    timeout: 120_000,
  },
  async (_name, program) => {
    await putProvider()
    expect(runNode([...program, 'generate'])).toEqual({
      status: 0,
      stdout: expect.stringMatching(/^acme: 1 event, \d+ files, .* s, generated\/acme\n$/),
      stderr: '',
    })
    const check = run('generate', '--check')
    expect(check.status).toBe(0)
    expect(check.stdout).toMatch(/generated is up to date\n$/)
    await put('schemas/acme/events/order.paid.json', schema)
    const changed = run('generate', '--check')
    expect(changed.status).toBe(3)
    expect(changed.stdout).toBe('')
    expect(changed.stderr).toContain('ERR_OUTPUT_DIFFERS generated/acme/.hookwright.json differs\n')
  },
)

test('a run reports itself as one JSON object', async () => {
  await putProvider()
  const { status, stdout, stderr } = run('generate', 'schemas', '--out', 'sdk', '--json')
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
  expect(JSON.parse(stdout)).toEqual({
    providers: [
      {
        name: 'acme',
        out: 'sdk/acme',
        events: ['order.created'],
        files: expect.any(Number),
        bytes: expect.any(Number),
        milliseconds: expect.any(Number),
      },
    ],
    diagnostics: expect.any(Array),
  })
})

test('bad input is a diagnostic with a place, exit code 1 and no stack', async () => {
  await putProvider()
  await put('schemas/acme/events/broken.json', '{\n  "type": }')
  const { status, stdout, stderr } = run('generate')
  expect({ status, stdout }).toEqual({ status: 1, stdout: '' })
  expect(stderr).toMatch(/schemas\/acme\/events\/broken\.json:2:\d+ ERR_/)
  expect(stderr).not.toMatch(/^\s+at .*\.[jt]s:/m)
})

test('bad input is one JSON object where JSON was asked for', async () => {
  await put('schemas/acme/webhooks.json', '{')
  const { status, stdout, stderr } = run('generate', '--json')
  expect({ status, stderr }).toEqual({ status: 1, stderr: '' })
  const { diagnostics } = JSON.parse(stdout)
  expect(diagnostics[0]).toMatchObject({ severity: 'error', file: 'schemas/acme/webhooks.json' })
})

test('an output folder that is a file is named, without a stack', async () => {
  await putProvider()
  await put('generated', 'a file')
  const { status, stderr } = run('generate', '--no-build')
  expect(status).toBe(1)
  expect(stderr).toContain('ERR_OUT_NOT_A_FOLDER')
  expect(stderr).not.toMatch(/^\s+at .*\.[jt]s:/m)
})

test('progress shows where somebody is watching, one line for each stage', {
  timeout: 120_000,
}, async () => {
  await putProvider()
  const terminal = new Collected()
  const args = ['generate', join(folder, 'schemas'), '--out', join(folder, 'out')]
  expect(await main(args, terminal)).toBe(0)
  expect(terminal.stderr).toMatch(/^acme: load\nacme: emit\nacme: build\nacme: write\n/)
  const quiet = new Collected()
  expect(await main([...args, '--json', '--check'], quiet)).toBe(0)
  expect(quiet.stderr).toBe('')
})

test('--watch generates again after a change', { timeout: 120_000 }, async () => {
  await putProvider()
  const terminal = new Collected()
  const stop = new AbortController()
  const args = [
    'generate',
    join(folder, 'schemas'),
    '--out',
    join(folder, 'out'),
    '--watch',
    '--no-build',
  ]
  const done = main(args, terminal, stop.signal)
  await expect
    .poll(() => terminal.stdout, { timeout: PATIENCE_MILLISECONDS })
    .toContain('acme: 1 event,')
  await put('schemas/acme/events/order.paid.json', schema)
  await expect
    .poll(() => terminal.stdout, { timeout: PATIENCE_MILLISECONDS })
    .toContain('acme: 2 events,')
  stop.abort()
  expect(await done).toBe(0)
})
