/** What decides whether the built package is up to date. */
import { renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { digest } from './build.js'
import { temporaryFolder, writeFiles } from './folders.js'

const PLACES = ['generator', 'package.json', 'dist']
const FILES = { 'generator/a.ts': 'a', 'generator/b/c.ts': 'c', 'package.json': '{}' }

const changes: [name: string, change: (root: string) => void][] = [
  ['a changed file', (root) => void writeFiles(root, { 'generator/b/c.ts': 'd' })],
  ['a new file', (root) => void writeFiles(root, { 'generator/b/d.ts': '' })],
  ['a new folder', (root) => void writeFiles(root, { 'dist/a.js': 'a' })],
  ['a missing file', (root) => rmSync(join(root, 'package.json'))],
  ['another name', (root) => renameSync(join(root, 'generator/b'), join(root, 'generator/d'))],
]
test.each(changes)('%s is noticed', (_name, change) => {
  const root = writeFiles(temporaryFolder(), FILES)
  const before = digest(PLACES, root)
  change(root)
  expect(digest(PLACES, root)).not.toBe(before)
})

test('the same files elsewhere have the same digest, and others do not matter', () => {
  const [one, other] = [temporaryFolder(), temporaryFolder()]
  writeFiles(one, FILES)
  writeFiles(other, { ...FILES, 'README.md': 'read' })
  expect(digest(PLACES, one)).toBe(digest(PLACES, other))
})
