/** Memos: what is found again, under which key, and what of a file is believed. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { expect, test } from 'vitest'
import { entryChunks, parseEntries, printEntries } from '../../../generator/memo/entries.js'
import { fingerprintOf } from '../../../generator/memo/fingerprint.js'
import { COMMON, type Entries, RunMemo } from '../../../generator/memo/memo.js'
import { temporaryFolder } from '../../support/folders.js'

const VERSION = 'a'.repeat(64)

test('finds what was kept under the same key, and nothing else', () => {
  const memo = new RunMemo()
  memo.keep(['kind', 'a', 'b'], { made: 1 })
  expect(memo.find(['kind', 'a', 'b'])).toEqual({ made: 1 })
  const others = [
    ['kind', 'ab'],
    ['kind', 'a b'],
    ['other', 'a', 'b'],
    ['kind', 'b', 'a'],
  ] as const
  for (const key of others) expect(memo.find([...key])).toBeUndefined()
})

test('hands on what this run used or made, and lets go of the rest', () => {
  const first = new RunMemo()
  first.keep(['kind', 'a'], 1)
  first.keep(['kind', 'b'], 2)
  const second = new RunMemo(first.entries)
  expect(second.find(['kind', 'a'])).toBe(1)
  second.keep(['kind', 'c'], 3)
  expect([...second.entries.values()]).toEqual([{ value: 1 }, { value: 3 }])
})

test('what was shipped is found, and not written again', () => {
  const first = new RunMemo()
  first.keep(['kind', 'a'], 1)
  const memo = new RunMemo(new Map(), first.entries)
  expect(memo.find(['kind', 'a'])).toBe(1)
  memo.keep(['kind', 'a'], 1)
  expect(memo.entries.size).toBe(0)
})

test('what SDKs have in common is found by the next one in the process', () => {
  new RunMemo().keep([COMMON, 'of this test'], 'once')
  new RunMemo().keep(['kind', 'of this test'], 'once')
  expect(new RunMemo().find([COMMON, 'of this test'])).toBe('once')
  expect(new RunMemo().find(['kind', 'of this test'])).toBeUndefined()
})

/** Entries that were made, by key. */
function made(values: Readonly<Record<string, unknown>>): Entries {
  return new Map(Object.entries(values).map(([key, value]) => [key, { value }]))
}

const textOf = (entries: Entries) => Buffer.from(printEntries(entries, VERSION)).toString()
const read = (text: string | Uint8Array) => parseEntries(Buffer.from(text), VERSION)
const valuesOf = (entries: Entries) =>
  Object.fromEntries([...entries].map(([key, { value }]) => [key, value]))

test('entries are printed alike in whatever order they came, and read back', () => {
  const values = { b: { text: '\u2028"\n é' }, a: true, c: null }
  const text = textOf(made(values))
  expect(textOf(new Map([...made(values)].reverse()))).toBe(text)
  expect(valuesOf(read(text))).toEqual(values)
})

test('what was read is printed as it was, beside what was made', () => {
  const before = read(textOf(made({ b: 'é', d: [1] })))
  const entries = new Map([...before, ...made({ a: 1, c: 'é' })])
  expect(textOf(entries)).toBe(textOf(made({ a: 1, b: 'é', c: 'é', d: [1] })))
  expect([...before.values()].map(({ line }) => Buffer.from(line ?? []).toString())).toEqual([
    'b "é"\n',
    'd [1]\n',
  ])
})

test('many entries are printed in parts', () => {
  const text = 'x'.repeat(1000)
  const values = Object.fromEntries(Array.from({ length: 200 }, (_, n) => [`key${n}`, { text }]))
  const chunks = [...entryChunks(made(values), VERSION)]
  expect(chunks.length).toBeGreaterThan(3)
  expect(Math.max(...chunks.map((chunk) => chunk.length))).toBeLessThan(70_000)
  expect(valuesOf(read(Buffer.concat(chunks)))).toEqual(values)
})

test('no entries are printed and read back', () => {
  expect(read(textOf(made({})))).toEqual(new Map())
  expect(textOf(made({}))).toMatch(/^hookwright a{64}\n[0-9a-f]{64}\n$/)
})

test('a run tells whether the next one will remember something else', () => {
  const first = new RunMemo()
  first.keep(['kind', 'a'], { text: 'a' })
  first.keep(['kind', 'b'], 'b')
  expect(first.isChanged).toBe(true)
  const before = read(textOf(first.entries))
  const run = (use: (memo: RunMemo) => void) => {
    const memo = new RunMemo(before)
    memo.find(['kind', 'a'])
    use(memo)
    return memo.isChanged
  }
  expect(run((memo) => memo.keep(['kind', 'b'], memo.find(['kind', 'b'])))).toBe(false)
  expect(run(() => {})).toBe(true)
  expect(run((memo) => memo.keep(['kind', 'c'], 'b'))).toBe(true)
  expect(run((memo) => [memo.find(['kind', 'b']), memo.keep(['kind', 'c'], 1)])).toBe(true)
})

const whole = textOf(made({ a: 'value' }))

test.each([
  ['nothing', ''],
  ['a text of another kind', '{}'],
  ['a text cut short', whole.slice(0, -1)],
  ['a longer text', `${whole} `],
  ['a changed value', whole.replace('value', 'other')],
  ['a damaged head', whole.replace('hookwright', 'hookwrigth')],
  ['a text without its end', whole.slice(0, whole.lastIndexOf('\n', whole.length - 2) + 1)],
])('%s holds no entries', (_name, text) => {
  expect(read(whole).size).toBe(1)
  expect(read(text).size).toBe(0)
})

test('entries of another version are worthless', () => {
  expect(parseEntries(Buffer.from(whole), 'b'.repeat(64)).size).toBe(0)
})

test('the fingerprint tells every change of the code, and of nothing else', () => {
  const folder = temporaryFolder()
  const url = pathToFileURL(`${folder}/`)
  const write = (name: string, text: string) => writeFileSync(join(folder, name), text)
  mkdirSync(join(folder, 'inner'))
  write('a.ts', '1')
  write('inner/b.ts', '2')
  const first = fingerprintOf(url)
  write('notes.txt', 'beside the code')
  expect(fingerprintOf(url)).toBe(first)
  write('inner/b.ts', '3')
  const second = fingerprintOf(url)
  write('inner/b.ts', '2')
  write('c.ts', '')
  expect(new Set([first, second, fingerprintOf(url)]).size).toBe(3)
  expect(fingerprintOf()).toMatch(/^[0-9a-f]{64}$/)
})
