/** The tables of docs/security.md point at tests that exist and bear the numbers. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'

const ROOT = join(import.meta.dirname, '../..')
const read = (path: string) => readFileSync(join(ROOT, path), 'utf8')

const rows = [
  ...read('docs/security.md').matchAll(/^\| (H?\d+) \| ([^|]+)(?:\| ([^|]+))?\|$/gm),
].map(([, number = '', , held = '']) => ({ number, held }))
const mistakes = rows.filter(({ number }) => !number.startsWith('H'))
const hazards = rows.filter(({ number }) => number.startsWith('H'))

const hazardTests = ['hazards', 'again', 'published']
  .map((name) => read(`test/hazards/${name}.test.ts`))
  .join('\n')

const upTo = (count: number) => Array.from({ length: count }, (_, index) => String(index + 1))

test('all 43 mistakes and all 20 hazards are listed, in order', () => {
  expect(mistakes.map(({ number }) => number)).toEqual(upTo(43))
  expect(hazards.map(({ number }) => number)).toEqual(upTo(20).map((number) => `H${number}`))
})

test.each(mistakes)('mistake $number is held by the tests that are named', ({ number, held }) => {
  const files = [...held.matchAll(/`(test\/[^`]+\.ts)`/g)].map(([, path = '']) => path)
  const [, hazard] = /\((H\d+)\)/.exec(held) ?? []
  const mark = new RegExp(hazard === undefined ? `mistake ${number}\\b` : `${hazard}:`)
  for (const file of files) expect(read(file), file).toMatch(mark)
  expect(files.length > 0 || held.includes('`test/vectors/`')).toBe(true)
})

test.each(hazards)('$number has its test', ({ number }) => {
  expect(hazardTests).toMatch(new RegExp(`'${number}: `))
})

const doors = [...read('docs/security.md').matchAll(/^\| (D\d+): [^|]+\|[^|]+\| ([^|]+)\|$/gm)].map(
  ([, number = '', held = '']) => ({ number, held }),
)

test('the doors are listed in order', () => {
  expect(doors.map(({ number }) => number)).toEqual(
    upTo(doors.length).map((number) => `D${number}`),
  )
  expect(doors).not.toEqual([])
})

test.each(doors)('$number is held by tests that exist and assert', ({ held }) => {
  const files = [...held.matchAll(/`([^`]+\.test\.ts)`/g)].map(([, path = '']) => path)
  expect(files).not.toEqual([])
  for (const file of files) {
    expect(read(file.replace(/^T\//, 'test/runtime/')), file).toMatch(/\bexpect\b/)
  }
})
