/** The lock between real processes, one of which is killed while it has it. */
import { spawn, spawnSync } from 'node:child_process'
import { readdir, readFile, writeFile } from 'node:fs/promises'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { takeLock } from '../../../generator/write/lock.js'
import { makeSandbox } from './sandbox.js'

const child = fileURLToPath(new URL('./lock-child.ts', import.meta.url))

test('of several processes one at a time has it, also after one that was killed', async () => {
  const sandbox = await makeSandbox()
  const [file, log] = [join(sandbox, 'lock'), join(sandbox, 'log')]
  const { pid } = spawnSync(process.execPath, ['-e', ''])
  await writeFile(file, JSON.stringify({ host: hostname(), pid, token: 'a' }))
  const ends = ['', 'kill', '', ''].map(
    (end) =>
      new Promise((done) => {
        spawn(process.execPath, ['--import', 'tsx', child, file, log, end]).on('exit', done)
      }),
  )
  expect(await Promise.all(ends)).toEqual([0, null, 0, 0])
  const lines = (await readFile(log, 'utf8')).trim().split('\n')
  expect(lines).toHaveLength(2 * (3 * 3 + 1))
  for (let at = 0; at < lines.length; at += 2) {
    expect(lines[at + 1]).toBe(lines[at]?.replace('in', 'out'))
  }
  expect((await readdir(sandbox)).filter((name) => /^lock(?:$|-turn)/.test(name))).toEqual([])
})

test.runIf(process.platform === 'linux')(
  'a process of another container with our host name is not taken for dead',
  async () => {
    const file = join(await makeSandbox(), 'lock')
    const { pid } = spawnSync(process.execPath, ['-e', ''])
    const text = JSON.stringify({ host: hostname(), space: 'another', pid, token: 'a' })
    await writeFile(file, text)
    await expect(takeLock(file, 100)).rejects.toThrow(/is writing to the same folder/)
    expect(await readFile(file, 'utf8')).toBe(text)
  },
)

test('a lock that somebody else has by now is not given back', async () => {
  const file = join(await makeSandbox(), 'lock')
  const release = await takeLock(file)
  await writeFile(file, JSON.stringify({ host: 'x', pid: 1, token: 'other' }))
  await release()
  expect(await readFile(file, 'utf8')).toContain('other')
})
