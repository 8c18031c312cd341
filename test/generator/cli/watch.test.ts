/** `--watch`: when it generates again, and when it does not. */
import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { repeatOnChange } from '../../../generator/cli/watch.js'

const SETTLED_MILLISECONDS = 400
const settle = () => new Promise((resolve) => setTimeout(resolve, SETTLED_MILLISECONDS))

async function startWatching(action: () => Promise<void>) {
  const folder = await mkdtemp(join(tmpdir(), 'hookwright-watch-'))
  await mkdir(join(folder, 'events'))
  await mkdir(join(folder, 'generated'))
  const stop = new AbortController()
  const places = { folders: [folder], ignored: join(folder, 'generated') }
  const done = repeatOnChange(places, action, stop.signal)
  onTestFinished(async () => {
    stop.abort()
    await done
    await rm(folder, { recursive: true })
  })
  await settle()
  return { folder, stop, done }
}

test('runs at once, and once more for many changes', async () => {
  let runs = 0
  const { folder } = await startWatching(async () => void runs++)
  expect(runs).toBe(1)
  for (const name of ['a', 'b', 'c']) await writeFile(join(folder, 'events', `${name}.json`), '{}')
  await settle()
  expect(runs).toBe(2)
})

test('a file that is replaced is heard of each time, and so is one in a folder that is new', async () => {
  let runs = 0
  const { folder } = await startWatching(async () => void runs++)
  const change = async (path: string) => {
    await writeFile(join(folder, '..', 'hookwright-saved'), '{}')
    await rename(join(folder, '..', 'hookwright-saved'), join(folder, path))
    await settle()
    return runs
  }
  expect([await change('a.json'), await change('a.json'), await change('a.json')]).toEqual([
    2, 3, 4,
  ])
  await mkdir(join(folder, 'events/deep'))
  await settle()
  expect([await change('events/deep/a.json'), await change('events/deep/a.json')]).toEqual([6, 7])
})

test('what it writes itself does not wake it', async () => {
  let runs = 0
  const { folder } = await startWatching(async () => void runs++)
  await writeFile(join(folder, 'generated/x.ts'), '')
  await settle()
  expect(runs).toBe(1)
})

test('a change during a run is not lost, and runs do not overlap', async () => {
  let running = 0
  let runs = 0
  const most: number[] = []
  const { folder } = await startWatching(async () => {
    most.push(++running)
    runs++
    await settle()
    running--
  })
  await writeFile(join(folder, 'a.json'), '{}')
  await expect.poll(() => runs, { timeout: 5_000 }).toBeGreaterThan(1)
  expect(Math.max(...most)).toBe(1)
})

test('ends when it is told to', async () => {
  const { stop, done } = await startWatching(async () => {})
  stop.abort()
  await expect(done).resolves.toBeUndefined()
})

test('a folder that is not there cannot be watched', async () => {
  const places = { folders: ['/nowhere/at/all'], ignored: '/nowhere/out' }
  await expect(
    repeatOnChange(places, async () => {}, new AbortController().signal),
  ).rejects.toThrow(
    expect.objectContaining({
      code: 'ERR_USAGE',
      message: '/nowhere/at/all cannot be watched; is it a folder?',
    }),
  )
})
