/** A commit that fails: a full disk, a folder that is not writable, a target that vanishes. */
import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { chmod, chown, mkdir, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { commit, recover } from '../../../generator/write/commit.js'
import { makeSandbox, planOf, snapshot } from './sandbox.js'

const before = { 'src/a.ts': 'a1', 'src/b.ts': 'b1', 'src/events/old.ts': 'o1' }
const after = { 'src/a.ts': 'a2', 'src/b.ts': 'b1', 'src/new/c.ts': 'c2' }
const failure = (code: string, message: RegExp) =>
  expect.objectContaining({ code, message: expect.stringMatching(message) })

function canMount(): boolean {
  const probe = mkdtempSync(join(tmpdir(), 'hookwright-mount-'))
  const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', probe]).status === 0
  if (mounted) spawnSync('umount', [probe])
  rmSync(probe, { recursive: true })
  return mounted
}

test.each([
  'stage',
  'journal',
  'write acme/.hookwright.json',
  'write acme/src/a.ts',
  'write acme/src/new/c.ts',
  'delete acme/src/events/old.ts',
])('an error at "%s" takes everything back', async (fatal) => {
  const out = await makeSandbox()
  await commit(out, planOf(before))
  const tree = await snapshot(out)
  const failing = commit(out, planOf(after), (step) => {
    if (step === fatal) throw Object.assign(new Error('no'), { code: 'EIO', path: 'x' })
  })
  await expect(failing).rejects.toThrow(
    failure('ERR_WRITE_FAILED', /^x could not be written \(EIO\)$/),
  )
  expect(await snapshot(out)).toEqual(tree)
  expect((await commit(out, planOf(before))).written).toEqual([])
})

test('a folder that appears in place of a file takes everything back', async () => {
  const out = await makeSandbox()
  await commit(out, planOf(before))
  const failing = commit(out, planOf(after), async (step) => {
    if (step === 'write acme/src/new/c.ts')
      await mkdir(join(out, 'acme/src/new/c.ts/d'), { recursive: true })
  })
  await expect(failing).rejects.toThrow(failure('ERR_WRITE_FAILED', /could not be written/))
  expect(await snapshot(out)).toMatchObject({
    'acme/src/a.ts': 'a1',
    'acme/src/events/old.ts': 'o1',
  })
})

test('a failed first run leaves no folder behind', async () => {
  const sandbox = await makeSandbox()
  const failing = commit(join(sandbox, 'deep/out'), planOf(before), () => {
    throw Object.assign(new Error('no'), { code: 'ENOSPC' })
  })
  await expect(failing).rejects.toThrow(failure('ERR_DISK_FULL', /^no room is left/))
  expect(await readdir(sandbox)).toEqual([])
})

test.skipIf(process.getuid?.() !== 0)(
  'a folder of somebody else is named, and untouched',
  async () => {
    const out = await makeSandbox()
    await commit(out, planOf(before))
    const tree = await snapshot(out)
    await chown(out, 65534, 65534)
    await chmod(join(out, 'acme/src'), 0o555)
    const child = fileURLToPath(new URL('./commit-child.ts', import.meta.url))
    const args = ['--import', 'tsx', child, out, JSON.stringify(after), '', '65534']
    expect(execFileSync(process.execPath, args, { encoding: 'utf8' })).toBe('ERR_OUT_UNWRITABLE\n')
    expect(await snapshot(out)).toEqual(tree)
  },
)

describe.skipIf(!canMount())('on a small disk of its own', () => {
  let disk: string
  beforeAll(() => {
    disk = mkdtempSync(join(tmpdir(), 'hookwright-disk-'))
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=256k', 'tmpfs', disk])
  })
  afterAll(() => {
    execFileSync('umount', [disk])
    rmSync(disk, { recursive: true })
  })
  const remount = (mode: 'ro' | 'rw') => execFileSync('mount', ['-o', `remount,${mode}`, disk])

  test('a disk that fills up leaves the old output whole', async () => {
    const out = join(disk, 'full')
    await commit(out, planOf(before))
    const tree = await snapshot(out)
    const large = {
      ...after,
      'src/large.ts': 'x'.repeat(100_000),
      'src/larger.ts': 'x'.repeat(200_000),
    }
    await expect(commit(out, planOf(large))).rejects.toThrow(
      failure('ERR_DISK_FULL', /^no room is left for the output in .*full \(ENOSPC\)/),
    )
    expect(await snapshot(out)).toEqual(tree)
    await commit(out, planOf(after))
    await rm(out, { recursive: true })
  })

  test('a disk that is full from the start leaves nothing behind', async () => {
    // dd ends with an error where the disk is full: that is what it is for here.
    spawnSync('dd', ['if=/dev/zero', `of=${join(disk, 'filler')}`, 'bs=4k'])
    await expect(commit(join(disk, 'none'), planOf(after))).rejects.toThrow(
      failure('ERR_DISK_FULL', /^no room is left for the output/),
    )
    await rm(join(disk, 'filler'))
    expect(await readdir(disk)).toEqual([])
  })

  test('a read-only disk is named', async () => {
    const out = join(disk, 'read-only')
    await commit(out, planOf(before))
    const tree = await snapshot(out)
    remount('ro')
    try {
      await expect(commit(out, planOf(after))).rejects.toThrow(
        failure('ERR_OUT_UNWRITABLE', /cannot be written \(EROFS\)/),
      )
      expect(await commit(out, planOf(before))).toEqual({ written: [], deleted: [], kept: [] })
    } finally {
      remount('rw')
    }
    expect(await snapshot(out)).toEqual(tree)
    await rm(out, { recursive: true })
  })

  test('a commit that can be neither finished nor undone is finished by the next run', async () => {
    const out = join(disk, 'half')
    await commit(out, planOf(before))
    const failing = commit(out, planOf(after), (step) => {
      if (step === 'write acme/src/new/c.ts') remount('ro')
    })
    await expect(failing).rejects.toThrow(
      failure('ERR_COMMIT_UNFINISHED', /stopped half-way \(EROFS\); the next run finishes it$/),
    )
    remount('rw')
    await recover(out)
    expect(await snapshot(out)).toMatchObject({ 'acme/src/a.ts': 'a2', 'acme/src/new/c.ts': 'c2' })
    expect(await readdir(out)).toEqual(['acme'])
    await rm(out, { recursive: true })
  })

  test('a part of the output on another disk is refused', async () => {
    const out = await makeSandbox()
    await commit(out, planOf(before))
    await mkdir(join(out, 'acme/src/new'))
    execFileSync('mount', ['-t', 'tmpfs', 'tmpfs', join(out, 'acme/src/new')])
    try {
      await expect(commit(out, planOf(after))).rejects.toThrow(
        failure('ERR_OUT_DEVICE', /src\/new lies on another device than/),
      )
    } finally {
      execFileSync('umount', [join(out, 'acme/src/new')])
    }
    expect(await snapshot(out)).toMatchObject({ 'acme/src/a.ts': 'a1' })
  })
})
