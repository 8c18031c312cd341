/** The lock of an output folder: one writer at a time, and no waiting for the dead. */
import { spawn, spawnSync } from 'node:child_process'
import { readdir, readFile, utimes, writeFile } from 'node:fs/promises'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { commit } from '../../../generator/write/commit.js'
import { takeLock } from '../../../generator/write/lock.js'
import { isRunning, startTime } from '../../../generator/write/process-state.js'
import { makeSandbox, planOf, snapshot } from './sandbox.js'

const SHORT_MILLISECONDS = 120
const host = hostname()
const token = '0011223344556677'

async function deadPid(): Promise<number> {
  return spawnSync(process.execPath, ['-e', '']).pid
}

test('a second holder waits until the first is done', async () => {
  const file = join(await makeSandbox(), 'lock')
  const order: string[] = []
  const release = await takeLock(file)
  const second = takeLock(file).then(async (done) => {
    order.push('second')
    await done()
  })
  await new Promise((resolve) => setTimeout(resolve, SHORT_MILLISECONDS))
  order.push('first done')
  await release()
  await second
  expect(order).toEqual(['first done', 'second'])
})

test('a holder that does not finish is named', async () => {
  const file = join(await makeSandbox(), 'lock')
  const release = await takeLock(file)
  await expect(takeLock(file, SHORT_MILLISECONDS)).rejects.toThrow(
    expect.objectContaining({
      code: 'ERR_OUT_LOCKED',
      message: `another run (process ${process.pid}) is writing to the same folder; if there is none, delete ${file}`,
    }),
  )
  await release()
})

test('the lock is gone when it is given back', async () => {
  const sandbox = await makeSandbox()
  await (await takeLock(join(sandbox, 'lock')))()
  expect(await readdir(sandbox)).toEqual([])
})

const abandoned: [name: string, text: () => Promise<string>, ageSeconds: number][] = [
  ['of a process that died', async () => JSON.stringify({ host, pid: await deadPid(), token }), 0],
  [
    'of an earlier process with our id',
    async () => JSON.stringify({ host, pid: process.pid, token }),
    0,
  ],
  [
    'of an earlier process with the id of another',
    async () => JSON.stringify({ host, pid: process.ppid, token, started: '1' }),
    0,
  ],
  ['of another machine, long ago', async () => JSON.stringify({ host: 'x', pid: 1, token }), 3600],
  ['without a holder, for a while', async () => '', 60],
]
test.each(abandoned)('a lock %s is taken over', async (_name, text, ageSeconds) => {
  const sandbox = await makeSandbox()
  const file = join(sandbox, 'lock')
  await writeFile(file, await text())
  const changed = Date.now() / 1000 - ageSeconds
  await utimes(file, changed, changed)
  await (await takeLock(file, SHORT_MILLISECONDS))()
  expect(await readdir(sandbox)).toEqual([])
})

const live: [name: string, text: string][] = [
  ['of a process that runs', JSON.stringify({ host, pid: process.ppid, token })],
  ['of another machine, just now', JSON.stringify({ host: 'elsewhere', pid: 1, token })],
  ['without a holder, just now', ''],
]
test.each(live)('a lock %s is respected', async (_name, text) => {
  const file = join(await makeSandbox(), 'lock')
  await writeFile(file, text)
  await expect(takeLock(file, SHORT_MILLISECONDS)).rejects.toThrow(
    expect.objectContaining({
      code: 'ERR_OUT_LOCKED',
      message: expect.stringContaining('is writing to the same folder'),
    }),
  )
  expect(await readFile(file, 'utf8')).toBe(text)
})

test.skipIf(process.platform !== 'linux')(
  'a killed process that nobody asked after is dead',
  async () => {
    // The shell starts a process that ends soon, and becomes a program that never waits for it.
    const shell = spawn('sh', ['-c', 'sleep 0.2 & echo $!; exec sleep 10'])
    const pid = await new Promise<number>((resolve) => {
      shell.stdout.once('data', (text) => resolve(Number(text)))
    })
    await expect.poll(() => isRunning(pid, undefined)).toBe(false)
    expect(() => process.kill(pid, 0)).not.toThrow()
    shell.kill()
  },
)

test('many who find an abandoned lock hold it one at a time', async () => {
  const file = join(await makeSandbox(), 'lock')
  await writeFile(file, JSON.stringify({ host, pid: await deadPid(), token }))
  let holders = 0
  const most: number[] = []
  const hold = async () => {
    const release = await takeLock(file)
    most.push(++holders)
    await new Promise((resolve) => setTimeout(resolve, 2))
    holders--
    await release()
  }
  await Promise.all(Array.from({ length: 12 }, hold))
  expect(most).toEqual(Array.from({ length: 12 }, () => 1))
})

test('this process runs, and one that started at another time does not', async () => {
  const started = await startTime(process.pid)
  expect(await isRunning(process.pid, started)).toBe(true)
  expect(await isRunning(process.pid, undefined)).toBe(true)
  if (started !== undefined) expect(await isRunning(process.pid, `${started}0`)).toBe(false)
})

test('runs at the same time all succeed, one after another', async () => {
  const out = join(await makeSandbox(), 'out')
  const contents = Array.from({ length: 8 }, (_, index) => String(index))
  await Promise.all(contents.map((content) => commit(out, planOf({ a: content, b: content }))))
  const files = await snapshot(out)
  expect(Object.keys(files)).toEqual(['acme/', 'acme/a', 'acme/b'])
  expect(files['acme/a']).toBe(files['acme/b'])
})
