/** `--watch` as a user has it: a process that goes on through edits, mistakes and their mending. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { join, resolve } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { userKey } from '../../../generator/files/user-key.js'
import { parseEntries, printEntries } from '../../../generator/memo/entries.js'
import { fingerprintOf } from '../../../generator/memo/fingerprint.js'
import { temporaryFolder, writeFiles } from '../../support/folders.js'
import { readTree } from '../../torture/command-line.js'

const PROGRAM = resolve(import.meta.dirname, '../../../generator/cli.ts')
const TSX = import.meta.resolve('tsx')
const PATIENCE = { timeout: 110_000, interval: 50 }

const event = (type: string, member: string) =>
  JSON.stringify({
    type: 'object',
    required: ['type', member],
    properties: { type: { const: type }, [member]: { type: 'string' } },
  })

/** A process that watches a folder, and what it says. */
class Watcher {
  readonly input = writeFiles(temporaryFolder(), {
    'acme/webhooks.json': { auth: { type: 'standardWebhooks' } },
    'acme/events/paid.json': event('paid', 'due'),
    'acme/events/sent.json': event('sent', 'cost'),
  })
  readonly out = temporaryFolder()
  readonly #child: ChildProcess
  /** What it said: a line for each run that wrote something, and what was wrong with others. */
  said = ''

  constructor() {
    const options = ['--out', this.out, '--watch', '--no-build']
    const args = ['--import', TSX, PROGRAM, 'generate', this.input, ...options]
    this.#child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'] })
    for (const stream of [this.#child.stdout, this.#child.stderr]) {
      stream?.setEncoding('utf8').on('data', (text: string) => (this.said += text))
    }
  }

  get runs(): number {
    return this.said.match(/^acme: /gm)?.length ?? 0
  }

  /** The names in what was written, as far as it is. */
  get events(): readonly string[] {
    const file = join(this.out, 'acme/src/events.ts')
    const [, names = '[]'] = existsSync(file)
      ? (/eventNames = (\[[^\]]*\])/.exec(readFileSync(file, 'utf8')) ?? [])
      : []
    return [...names.matchAll(/"([^"]*)"/g)].map(([, name = '']) => name)
  }

  get types(): string {
    return readFileSync(join(this.out, 'acme/src/types.ts'), 'utf8')
  }

  write(name: string, text: string): void {
    writeFileSync(join(this.input, 'acme/events', name), text)
  }

  async end(signal: NodeJS.Signals): Promise<unknown> {
    const ended = once(this.#child, 'exit')
    this.#child.kill(signal)
    return (await ended)[0]
  }

  kill(): void {
    this.#child.kill('SIGKILL')
  }
}

const watcher = new Watcher()
afterAll(() => watcher.kill())

test('it begins with a run', { timeout: 120_000 }, async () => {
  await expect.poll(() => watcher.said, PATIENCE).toMatch(/^acme: 2 events/m)
  expect(watcher.events).toEqual(['paid', 'sent'])
})

/** Has what is remembered of the event that nobody edits say something else. */
function markCache(out: string): void {
  const file = join(out, '.hookwright/cache/acme.json')
  const marked = [...parseEntries(readFileSync(file), fingerprintOf(), userKey())].map(
    ([key, { value }]) => {
      return [
        key,
        { value: JSON.parse(JSON.stringify(value).replaceAll('cost', 'marked')) },
      ] as const
    },
  )
  writeFileSync(file, printEntries(new Map(marked), fingerprintOf(), userKey()))
}

test('an edit is generated, with what is remembered of the rest', {
  timeout: 120_000,
}, async () => {
  markCache(watcher.out)
  watcher.write('paid.json', event('paid', 'owed'))
  await expect.poll(() => watcher.types, PATIENCE).toContain('owed: string')
  expect(watcher.types).toContain('marked: string')
  expect(watcher.types).not.toContain('due')
})

test('a mistake is told, and the output stays until it is mended', {
  timeout: 240_000,
}, async () => {
  await settled()
  const before = readTree(watcher.out)
  watcher.write('paid.json', '{ "type": ')
  await expect.poll(() => watcher.said, PATIENCE).toMatch(/paid\.json:1:\d+ ERR_JSON_SYNTAX /)
  expect(readTree(watcher.out)).toEqual(before)
  watcher.write('paid.json', event('paid', 'mended'))
  await expect.poll(() => watcher.types, PATIENCE).toContain('mended: string')
})

test('of many quick edits the last one counts', { timeout: 120_000 }, async () => {
  const before = await settled()
  for (let edit = 1; edit <= 8; edit++) {
    watcher.write('paid.json', event('paid', `quick${edit}`))
    await new Promise((done) => setTimeout(done, 20))
  }
  await expect.poll(() => watcher.types, PATIENCE).toContain('quick8: string')
  expect((await settled()) - before).toBeLessThanOrEqual(3)
})

test('files come and go, as editors and checkouts have them', { timeout: 360_000 }, async () => {
  watcher.write('new.json', event('new', 'a'))
  await expect.poll(() => watcher.events, PATIENCE).toEqual(['new', 'paid', 'sent'])
  mkdirSync(join(watcher.input, 'acme/events/deep'))
  watcher.write('deep/er.json', event('deep.er', 'a'))
  await expect.poll(() => watcher.events, PATIENCE).toEqual(['deep.er', 'new', 'paid', 'sent'])
  rmSync(join(watcher.input, 'acme/events/new.json'))
  rmSync(join(watcher.input, 'acme/events/deep'), { recursive: true })
  await expect.poll(() => watcher.events, PATIENCE).toEqual(['paid', 'sent'])
  for (const member of ['once', 'twice']) {
    writeFiles(watcher.input, { 'saved.tmp': event('paid', member) })
    renameSync(join(watcher.input, 'saved.tmp'), join(watcher.input, 'acme/events/paid.json'))
    await expect.poll(() => watcher.types, PATIENCE).toContain(`${member}: string`)
  }
})

test.each(['SIGINT', 'SIGTERM'] as const)(
  '%s ends it, and nothing is left',
  async (signal) => {
    const one = signal === 'SIGINT' ? watcher : new Watcher()
    await expect.poll(() => one.said, PATIENCE).toMatch(/^acme: 2 events/m)
    // In the middle of a run, which is finished first.
    one.write('paid.json', event('paid', 'last'))
    await new Promise((done) => setTimeout(done, 300))
    expect(await one.end(signal)).toBe(0)
    expect(readdirSync(join(one.out, '.hookwright')).sort()).toEqual(['.gitignore', 'cache'])
  },
  240_000,
)

/** Waits until no run has ended for a while, and says how many there were. */
async function settled(): Promise<number> {
  for (let before = -1; before !== watcher.runs; ) {
    before = watcher.runs
    await new Promise((done) => setTimeout(done, 3000))
  }
  return watcher.runs
}
