/** A run that is killed, at each step of its commit. */
import { spawn } from 'node:child_process'
import { readdir, rm, symlink, truncate } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { findDifferences } from '../../../generator/write/check.js'
import { commit, recover } from '../../../generator/write/commit.js'
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
const hostile: [name: string, journal: unknown][] = [
  ['is not JSON', undefined],
  ['writes outside', { stage, writes: ['../victim'], deletes: [] }],
  ['deletes outside', { stage, writes: [], deletes: ['../victim'] }],
  ['stages outside', { stage: '../..', writes: [], deletes: ['acme/x'] }],
  ['lists no paths', { stage, writes: [1], deletes: [] }],
  ['misses a part', { stage, writes: [] }],
  ['names a staged file that is gone', { stage, writes: ['acme/x'], deletes: [] }],
]
test.each(hostile)('a journal that %s moves nothing', async (_name, journal) => {
  const sandbox = await makeSandbox()
  const out = join(sandbox, 'out')
  const text = journal === undefined ? '{' : JSON.stringify(journal)
  await put(sandbox, { victim: 'v', [`out/.hookwright/journal.json`]: text })
  await put(out, { [`.hookwright/${stage}/0.new`]: 'evil' })
  if (_name.startsWith('names')) await rm(join(out, '.hookwright', stage, '0.new'))
  const invalid = expect.objectContaining({
    code: 'ERR_JOURNAL_INVALID',
    message: expect.stringMatching(/delete .*\.hookwright and generate again$/),
  })
  await expect(recover(out)).rejects.toThrow(invalid)
  await expect(commit(out, planOf(after))).rejects.toThrow(invalid)
  expect((await snapshot(sandbox))['victim']).toBe('v')
})

test.each([
  ['the target', 'acme', 'out/acme'],
  ['the stage', stage, `out/.hookwright/${stage}`],
])('a journal is not carried out through a link in place of %s', async (_name, named, link) => {
  const sandbox = await makeSandbox()
  const out = join(sandbox, 'out')
  const journal = JSON.stringify({ stage, writes: ['acme/x'], deletes: [] })
  await put(sandbox, {
    'victim/x': 'v',
    'victim/0.new': 'v',
    'out/.hookwright/journal.json': journal,
    ...(named === stage ? {} : { [`out/.hookwright/${stage}/0.new`]: 'evil' }),
  })
  await symlink(join(sandbox, 'victim'), join(sandbox, link))
  await expect(recover(out)).rejects.toThrow(
    expect.objectContaining({
      code: 'ERR_OUT_SYMLINK',
      message: expect.stringContaining(`${named} is a symbolic link`),
    }),
  )
  expect(await snapshot(sandbox)).toMatchObject({ 'victim/x': 'v', 'victim/0.new': 'v' })
})
