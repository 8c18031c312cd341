/** `--check`: what it finds, and that it writes nothing. */
import { readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { findDifferences } from '../../../generator/write/check.js'
import { commit } from '../../../generator/write/commit.js'
import { planOutput } from '../../../generator/write/plan.js'
import { makeSandbox, planOf, put, sdkOf, snapshot } from './sandbox.js'

const files = { 'src/a.ts': 'a', 'src/b.ts': 'b', 'dist/esm/a.js': 'a' }

async function generated(): Promise<string> {
  const out = await makeSandbox()
  await commit(out, planOf(files))
  return out
}

test('the output that a run wrote has no differences, built or not', async () => {
  const out = await generated()
  expect(await findDifferences(out, planOf(files))).toEqual([])
  await rm(join(out, 'acme/dist'), { recursive: true })
  expect(await findDifferences(out, planOf(files))).toEqual([])
})

test('an absent folder misses every file, and is not made', async () => {
  const sandbox = await makeSandbox()
  const out = join(sandbox, 'out')
  expect(await findDifferences(out, planOf({ a: '1' }))).toEqual([
    `${out}/acme/.hookwright.json is missing`,
    `${out}/acme/a is missing`,
  ])
  expect(await readdir(sandbox)).toEqual([])
})

test('edited, missing, stale and foreign files are all listed, and left alone', async () => {
  const out = await generated()
  await put(out, { 'acme/src/a.ts': 'edited', 'acme/src/mine.ts': 'm', 'acme/README.md': 'mine' })
  await rm(join(out, 'acme/src/b.ts'))
  const before = await snapshot(out)
  const wanted = planOf({ 'src/a.ts': 'a', 'src/b.ts': 'b', 'README.md': 'r' })
  expect(await findDifferences(out, wanted)).toEqual([
    `${out}/acme/.hookwright.json differs`,
    `${out}/acme/README.md was not written by Hookwright`,
    `${out}/acme/src/a.ts differs`,
    `${out}/acme/src/b.ts is missing`,
  ])
  expect(await findDifferences(out, planOf({ 'src/b.ts': 'b' }))).toEqual([
    `${out}/acme/.hookwright.json differs`,
    `${out}/acme/src/a.ts is no longer generated`,
    `${out}/acme/src/b.ts is missing`,
  ])
  expect(await snapshot(out)).toEqual(before)
})

test('another version of the generator is a difference', async () => {
  const out = await generated()
  const plan = planOutput([sdkOf(files)], '0.2.0')
  expect(await findDifferences(out, plan)).toEqual([`${out}/acme/.hookwright.json differs`])
})
