/** Tests of generator/cli/progress.ts. */
import { expect, test } from 'vitest'
import { ProgressLines } from '../../../generator/cli/progress.js'
import { generate, type Progress } from '../../../generator/generate.js'
import { temporaryFolder, writeFiles } from '../../support/folders.js'

function progressAt(options: { verbose: boolean; counts: boolean }) {
  const written: string[] = []
  const time = { now: 0 }
  const lines = new ProgressLines(
    { err: (text) => void written.push(text) },
    options,
    () => time.now,
  )
  const show = (now: number, done?: number, total = 5000) => {
    time.now = now
    lines.show({ provider: 'acme', stage: 'emit', ...(done !== undefined && { done, total }) })
  }
  return { lines, show, written }
}

test('a count is shown ten times a second at most, in place of the one before', () => {
  const { lines, show, written } = progressAt({ verbose: false, counts: true })
  show(0)
  for (let now = 1; now <= 250; now++) show(now, now * 10)
  lines.clear()
  lines.clear()
  const blank = `${' '.repeat('acme: emit 1,000 of 5,000'.length)}\r`
  expect(written).toEqual([
    'acme: emit\n',
    'acme: emit 1,000 of 5,000\r',
    blank,
    'acme: emit 2,000 of 5,000\r',
    blank,
  ])
})

test('the line of the next stage takes the place of a count', () => {
  const { show, written } = progressAt({ verbose: true, counts: true })
  show(1500, 7)
  show(1600)
  expect(written).toEqual([
    'acme: emit 7 of 5,000\r',
    `${' '.repeat('acme: emit 7 of 5,000'.length)}\r`,
    'acme: emit (at 1.60 s)\n',
  ])
})

test('where nobody is watching there are no counts', () => {
  const { show, written } = progressAt({ verbose: true, counts: false })
  show(0)
  show(5000, 7)
  expect(written).toEqual(['acme: emit (at 0.00 s)\n'])
})

test('what is done in no time is not counted', () => {
  const { show, written } = progressAt({ verbose: false, counts: true })
  show(500, 98, 99)
  show(600, 99, 100)
  expect(written).toEqual(['acme: emit 99 of 100\r'])
})

test('generate() counts the functions that it compiles', { timeout: 120_000 }, async () => {
  const type = { type: 'object', properties: { id: { type: 'string' } } }
  const files = { 'acme/webhooks.json': { auth: { type: 'standardWebhooks' } } }
  const folders = [writeFiles(temporaryFolder(), { ...files, 'acme/events/paid.json': type })]
  const events: Progress[] = []
  const onProgress = (event: Progress) => void events.push(event)
  await generate({ folders, out: temporaryFolder(), build: false, onProgress })
  expect(events).toEqual([
    { provider: 'acme', stage: 'load' },
    { provider: 'acme', stage: 'emit' },
    { provider: 'acme', stage: 'emit', done: 0, total: 1 },
    { provider: 'acme', stage: 'build' },
    { provider: 'acme', stage: 'write' },
  ])
})
