/** A run that is killed, at each step of its commit. */
import { spawn } from 'node:child_process'
import { mkdir, readdir, rename, rm, symlink, truncate } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { userKey } from '../../../generator/files/user-key.js'
import { findDifferences } from '../../../generator/write/check.js'
import { commit, recover } from '../../../generator/write/commit.js'
import { type Journal, writeJournal } from '../../../generator/write/journal.js'
import { sha256 } from '../../../generator/write/manifest.js'
import { makeSandbox, planOf, put, snapshot } from './sandbox.js'

const child = fileURLToPath(new URL('./commit-child.ts', import.meta.url))
const before = { 'src/a.ts': 'a1', 'src/b.ts': 'b1', 'src/events/old.ts': 'o1' }
const after = { 'src/a.ts': 'a2', 'src/b.ts': 'b1', 'src/new/c.ts': 'c2' }

async function commitAndDie(out: string, step: string): Promise<string | null> {
  const killed = spawn(process.execPath, [
    '--import',
    'tsx',
    child,
    out,
    JSON.stringify(after),
    step,
  ])
  return new Promise((resolve) => killed.on('exit', (_code, signal) => resolve(signal)))
}

const isOutput = ([path]: [string, string]) => !path.startsWith('.hookwright')
async function outputOf(out: string) {
  return Object.fromEntries(Object.entries(await snapshot(out)).filter(isOutput))
}
async function treeOf(files: Record<string, string>) {
  const out = await makeSandbox()
  await commit(out, planOf(files))
  return snapshot(out)
}

describe.each(['stage', 'journal'])('killed before the commit, at "%s"', (step) => {
  test('the output is as it was, and the next run clears away and goes on', async () => {
    const out = await makeSandbox()
    await commit(out, planOf(before))
    expect(await commitAndDie(out, step)).toBe('SIGKILL')
    expect(await readdir(out)).toContain('.hookwright')
    expect(await outputOf(out)).toEqual(await treeOf(before))
    await recover(out)
    expect(await snapshot(out)).toEqual(await treeOf(before))
    await commit(out, planOf(after))
    expect(await snapshot(out)).toEqual(await treeOf(after))
  })
})

describe.each([
  'write acme/.hookwright.json',
  'write acme/src/a.ts',
  'write acme/src/new/c.ts',
  'delete acme/src/events/old.ts',
  'finish',
  'sweep',
])('killed during the commit, at "%s"', (step) => {
  test('the next run finishes it', async () => {
    const out = await makeSandbox()
    await commit(out, planOf(before))
    expect(await commitAndDie(out, step)).toBe('SIGKILL')
    if (step !== 'sweep') {
      expect(await findDifferences(out, planOf(after))).toContain(
        `${join(out, '.hookwright')} holds a run that was interrupted; generate finishes it`,
      )
    }
    await recover(out)
    expect(await snapshot(out)).toEqual(await treeOf(after))
    expect((await commit(out, planOf(after))).written).toEqual([])
  })
})

test('a run that wants something else finishes the killed one first', async () => {
  const out = await makeSandbox()
  await commit(out, planOf(before))
  await commitAndDie(out, 'write acme/src/new/c.ts')
  expect((await commit(out, planOf(before))).written).toContain('acme/src/events/old.ts')
  expect(await snapshot(out)).toEqual(await treeOf(before))
})

test('what a power cut leaves torn is written again', async () => {
  const out = await makeSandbox()
  await commitAndDie(out, 'write acme/src/a.ts')
  const paths = Object.keys(await snapshot(out)).filter((path) => path.endsWith('.new'))
  expect(paths).toHaveLength(3)
  for (const path of paths) await truncate(join(out, path))
  await commit(out, planOf(after))
  expect(await snapshot(out)).toEqual(await treeOf(after))
})

test('the work folder keeps itself out of git while it is there', async () => {
  const out = await makeSandbox()
  await commitAndDie(out, 'journal')
  expect((await snapshot(out))['.hookwright/.gitignore']).toBe('*\n')
})

test('recovery makes nothing where nothing is to be done', async () => {
  const sandbox = await makeSandbox()
  await recover(join(sandbox, 'absent'))
  await recover(sandbox)
  expect(await readdir(sandbox)).toEqual([])
})

const stage = 'stage-0123456789abcdef'
const evil = 'evil'
const journalOf = (writes: readonly string[], deletes: readonly string[]) => ({
  ...{ stage, writes, deletes },
  hashes: writes.map(() => sha256(evil)),
})

/** Leaves a journal with our mark, as only a fault of ours could: what it says is refused all the same. */
async function leaveJournal(out: string, journal: object, folder = out): Promise<void> {
  await put(out, { [`.hookwright/${stage}/0.new`]: evil, '.hookwright/.gitignore': '*\n' })
  await mkdir(join(folder, '.hookwright'), { recursive: true })
  // Sound: what is wrong with it is what the test is about.
  writeJournal(folder, journal as Journal, userKey())
  if (folder !== out) {
    await rename(join(folder, '.hookwright/journal.json'), join(out, '.hookwright/journal.json'))
  }
}

const invalid = expect.objectContaining({
  code: 'ERR_JOURNAL_INVALID',
  message: expect.stringMatching(/delete .*\.hookwright and generate again$/),
})

const hostile: [name: string, journal: object][] = [
  ['writes outside', journalOf(['../victim'], [])],
  ['deletes outside', journalOf([], ['../victim'])],
  ['stages outside', { ...journalOf([], ['acme/x']), stage: '../..' }],
  ['lists no paths', { ...journalOf([], []), writes: [1], hashes: [''] }],
  ['misses a part', { stage, writes: [] }],
  ['names a staged file that is gone', journalOf(['acme/x', 'acme/y'], [])],
  ['plants a hook of git', journalOf(['.git/hooks/pre-commit'], [])],
  ['plants one in the folder of an SDK', journalOf(['acme/.git/hooks/pre-commit'], [])],
  ['plants one by a short name', journalOf(['GIT~1/hooks/pre-commit'], [])],
  ['plants one behind a character that nobody sees', journalOf(['a/.g\u200dit/x'], [])],
  ['writes to node_modules', journalOf(['acme/node_modules/x/index.js'], [])],
  ['writes to no SDK', journalOf(['x'], [])],
  ['deletes in our own corner', journalOf([], ['.hookwright/cache/acme.json'])],
  ['deletes what is hidden', journalOf([], ['acme/.env'])],
  ['writes to a stream of a file', journalOf(['acme/a.ts:b'], [])],
  ['writes to a device', journalOf(['acme/nul'], [])],
  ['has an absolute path', journalOf([], ['/victim'])],
]
test.each(hostile)('a journal that %s moves nothing', async (_name, journal) => {
  const sandbox = await makeSandbox()
  const out = join(sandbox, 'out')
  await put(sandbox, { victim: 'v', 'out/acme/.env': 'v', 'out/.git/config': 'v' })
  await leaveJournal(out, journal)
  const before = await snapshot(sandbox)
  await expect(recover(out)).rejects.toThrow(invalid)
  await expect(commit(out, planOf(after))).rejects.toThrow(invalid)
  const moved = _name.includes('that is gone') ? { 'out/acme/x': evil } : {}
  if (!_name.includes('that is gone')) expect(await snapshot(sandbox)).toEqual(before)
  expect(await snapshot(sandbox)).toMatchObject({ victim: 'v', 'out/acme/.env': 'v', ...moved })
})

const strange: [name: string, leave: (out: string, elsewhere: string) => Promise<void>][] = [
  ['is not JSON', (out) => put(out, { '.hookwright/journal.json': '{' })],
  [
    'came with a repository',
    async (out) => {
      const text = JSON.stringify({ ...journalOf(['acme/x'], ['acme/mine']), mark: '0'.repeat(64) })
      await put(out, { '.hookwright/journal.json': text, [`.hookwright/${stage}/0.new`]: evil })
    },
  ],
  [
    'has no mark',
    async (out) => {
      const text = JSON.stringify(journalOf(['acme/x'], ['acme/mine']))
      await put(out, { '.hookwright/journal.json': text, [`.hookwright/${stage}/0.new`]: evil })
    },
  ],
  [
    'was written for another folder',
    (out, elsewhere) => leaveJournal(out, journalOf(['acme/x'], ['acme/mine']), elsewhere),
  ],
]
test.each(strange)('a journal that %s is not carried out', async (_name, leave) => {
  const sandbox = await makeSandbox()
  const out = join(sandbox, 'out')
  await put(out, { 'acme/mine': 'm' })
  await leave(out, join(sandbox, 'elsewhere'))
  await expect(recover(out)).rejects.toThrow(invalid)
  const files = await snapshot(out)
  expect([files['acme/mine'], files['acme/x']]).toEqual(['m', undefined])
})

test('a staged file that was exchanged is passed over', async () => {
  const out = await makeSandbox()
  await leaveJournal(out, journalOf(['acme/x'], []))
  await put(out, { [`.hookwright/${stage}/0.new`]: 'other' })
  await recover(out)
  expect(await snapshot(out)).toEqual({})
})

test.each([
  ['the target', 'acme', 'out/acme'],
  ['the stage', stage, `out/.hookwright/${stage}`],
])('a journal is not carried out through a link in place of %s', async (_name, named, link) => {
  const sandbox = await makeSandbox()
  const out = join(sandbox, 'out')
  await put(sandbox, { 'victim/x': 'v', 'victim/0.new': evil })
  await leaveJournal(out, journalOf(['acme/x'], []))
  if (named === stage) await rm(join(sandbox, link), { recursive: true })
  await symlink(join(sandbox, 'victim'), join(sandbox, link))
  await expect(recover(out)).rejects.toThrow(
    expect.objectContaining({
      code: 'ERR_OUT_SYMLINK',
      message: expect.stringContaining(`${named} is a symbolic link`),
    }),
  )
  expect(await snapshot(sandbox)).toMatchObject({ 'victim/x': 'v', 'victim/0.new': evil })
})
