/** Who may touch files by their paths: everybody else goes through `generator/files/`, which follows no link. */
import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'

const root = fileURLToPath(new URL('../../', import.meta.url))

/** These neither follow a link at the end of a path nor open what is there. */
const HARMLESS = [
  'Dirent',
  'lstatSync',
  'mkdirSync',
  'readdirSync',
  'renameSync',
  'rmSync',
  'rmdirSync',
]

const OWN = 'reads files of the package itself, beside its own code'
const SHIP = 'writes the package itself, while it is built'
const KIND = 'asks what a path leads to, and opens nothing'

/** What else a file imports from `node:fs`, and why it may. */
const ALLOWED: Readonly<Record<string, readonly [why: string, ...names: string[]]>> = {
  'generator/version.ts': [OWN, 'readFileSync'],
  'generator/ship.ts': [SHIP, 'readFileSync', 'writeFileSync'],
  'generator/memo/shipped.ts': [OWN, 'existsSync', 'readFileSync'],
  'generator/memo/fingerprint.ts': [OWN, 'readFileSync'],
  'generator/config/validate.ts': [OWN, 'readFile'],
  'generator/presets/presets.ts': [OWN, 'readFileSync'],
  'generator/emit/runtime.ts': [OWN, 'readFileSync'],
  'generator/print/templates.ts': [OWN, 'existsSync', 'readFileSync'],
  'generator/load/ready-checkers.ts': [OWN, 'existsSync'],
  'generator/load/paths.ts': [KIND, 'realpathSync', 'statSync'],
  'generator/load/read-input.ts': [KIND, 'realpathSync'],
  'generator/write/work-folder.ts': ['OUT itself may be a link', 'realpathSync'],
  'generator/write/folders.ts': ['OUT itself may be a link', 'statSync'],
  'generator/write/stage.ts': [
    'makes a hard link of a file in a folder that was looked at, or asks what a folder allows',
    ...['accessSync', 'constants', 'linkSync', 'statSync'],
  ],
  'generator/write/lock.ts': ['a hard link makes the lock in one step', 'linkSync'],
  'generator/write/process-state.ts': ['reads /proc', 'readFile', 'readFileSync', 'readlinkSync'],
  'generator/cli/watch.ts': ['watches the input', 'FSWatcher', 'watch'],
}

function findStrangers(path: string, text: string): readonly string[] {
  const [, ...allowed] = ALLOWED[path] ?? ['']
  const imports = [...text.matchAll(/import ([^']*?) from '(?:node:)?fs(?:\/promises)?'/gs)]
  return imports.flatMap(([, what = '']) => {
    if (!what.startsWith('{')) return [`${path} imports all of fs`]
    const names = what.replace(/[{}]|\btype\b/g, '').split(',')
    return names
      .map((name) => name.trim())
      .filter((name) => name !== '' && !HARMLESS.includes(name) && !allowed.includes(name))
      .map((name) => `${path} imports ${name}`)
  })
}

const sources = readdirSync(`${root}generator`, { recursive: true, encoding: 'utf8' })
  .map((name) => `generator/${name.replaceAll('\\', '/')}`)
  .filter((path) => path.endsWith('.ts') && !path.startsWith('generator/files/'))
  .map((path) => [path, readFileSync(root + path, 'utf8')] as const)

test('nobody opens files but through the one opener, or for a reason', () => {
  expect(sources.length).toBeGreaterThan(200)
  expect(sources.flatMap(([path, text]) => findStrangers(path, text))).toEqual([])
})

test('no reason stands for what is not there any more', () => {
  const texts = new Map(sources)
  const idle = Object.entries(ALLOWED).flatMap(([path, [, ...names]]) =>
    names.filter((name) => !new RegExp(`\\b${name}\\b`).test(texts.get(path) ?? '')),
  )
  expect(idle).toEqual([])
})

test.each([
  ["import { writeFileSync } from 'node:fs'", 'generator/x.ts imports writeFileSync'],
  ["import {\n  lstatSync,\n  openSync,\n} from 'node:fs'", 'generator/x.ts imports openSync'],
  ["import { readFile } from 'fs/promises'", 'generator/x.ts imports readFile'],
  ["import * as fs from 'node:fs'", 'generator/x.ts imports all of fs'],
])('%s is found', (text, fault) => {
  expect(findStrangers('generator/x.ts', text)).toEqual([fault])
})
