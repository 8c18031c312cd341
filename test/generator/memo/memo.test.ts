/** Memos: what is found again, under which key, and what of a file is believed. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { expect, test } from 'vitest'
import { entryChunks, parseEntries, printEntries } from '../../../generator/memo/entries.js'
import { fingerprintOf } from '../../../generator/memo/fingerprint.js'
import { COMMON, RunMemo } from '../../../generator/memo/memo.js'
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
  expect([...second.entries.values()]).toEqual([1, 3])
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

test('entries are printed alike in whatever order they came, and read back', () => {
  const entries = new Map<string, unknown>([
    ['b', { text: '\u2028"' }],
    ['a', true],
  ])
  const text = printEntries(entries, VERSION)
  expect(printEntries(new Map([...entries].reverse()), VERSION)).toBe(text)
  expect(parseEntries(text, VERSION)).toEqual(entries)
})

test('many entries are printed in parts, of which the first tells the text from any other', () => {
  const text = 'x'.repeat(1000)
  const entries = new Map(Array.from({ length: 200 }, (_, index) => [`key${index}`, { text }]))
  const chunks = [...entryChunks(entries, VERSION)]
  expect(Math.max(...chunks.map((chunk) => chunk.length))).toBeLessThan(70_000)
  expect(parseEntries(chunks.join(''), VERSION)).toEqual(entries)
  const [head] = chunks
  const [other] = entryChunks(new Map([...entries, ['key7', { text: 'y' }]]), VERSION)
  expect(head).toMatch(/^hookwright a{64} [0-9a-f]{64}\n$/)
  expect(other).not.toBe(head)
})

test('no entries are printed and read back', () => {
  expect(parseEntries(printEntries(new Map(), VERSION), VERSION)).toEqual(new Map())
  expect(printEntries(new Map(), VERSION)).toMatch(/\n\{\}$/)
})

const whole = printEntries(new Map([['a', 'value']]), VERSION)

test.each([
  ['nothing', ''],
  ['a text of another kind', '{}'],
  ['a text cut short', whole.slice(0, -1)],
  ['a longer text', `${whole} `],
  ['a changed value', whole.replace('value', 'other')],
  ['a damaged head', whole.replace('hookwright', 'hookwrigth')],
])('%s holds no entries', (_name, text) => {
  expect(parseEntries(whole, VERSION).size).toBe(1)
  expect(parseEntries(text, VERSION).size).toBe(0)
})

test('entries of another version are worthless', () => {
  expect(parseEntries(whole, 'b'.repeat(64)).size).toBe(0)
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
