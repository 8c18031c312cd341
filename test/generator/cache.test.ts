/** The cache of an output folder: it makes runs faster, and never different. */
import { cpSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import { userKey } from '../../generator/files/user-key.js'
import { generate } from '../../generator/generate.js'
import { parseEntries, printEntries } from '../../generator/memo/entries.js'
import { fingerprintOf } from '../../generator/memo/fingerprint.js'
import { temporaryFolder, writeFiles } from '../support/folders.js'

const event = (type: string, member: string) => ({
  type: 'object',
  required: ['type', member],
  properties: { type: { const: type }, [member]: { $ref: 'common.json#/$defs/amount' } },
})
const files = {
  'acme/common.json': {
    $defs: { amount: { type: 'object', properties: { n: { type: 'number' } } } },
  },
  'acme/events/paid.json': event('paid', 'due'),
  'acme/events/sent.json': event('sent', 'cost'),
  'acme/webhooks.json': { auth: { type: 'standardWebhooks' } },
}
const linked = (text: string) => text.replaceAll('common.json', '../common.json')
const input = Object.fromEntries(
  Object.entries(files).map(([path, value]) => [path, linked(JSON.stringify(value))]),
)
const edited = { ...input, 'acme/events/paid.json': linked(JSON.stringify(event('paid', 'owed'))) }

const CACHE = '.hookwright/cache/acme.json'

async function run(
  source: Readonly<Record<string, string>>,
  out: string,
  build = false,
): Promise<void> {
  const folders = [writeFiles(temporaryFolder(), source)]
  const { diagnostics } = await generate({ folders, out, build })
  expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([])
}

/** Every file below a folder, as text. */
function textsIn(folder: string): Readonly<Record<string, string>> {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true })
  const paths = entries
    .filter((entry) => entry.isFile())
    .map((one) => join(one.parentPath, one.name))
  return Object.fromEntries(
    paths.map((path) => [path.slice(folder.length + 1), readFileSync(path, 'utf8')]),
  )
}

/** A folder as a run over `input` left it. */
let first: string
let cold: Readonly<Record<string, string>>

const warm = () => {
  const out = temporaryFolder()
  cpSync(first, out, { recursive: true })
  return out
}

/** The cache in a folder, with its values changed, as a whole text of this version or another. */
function changedCache(
  out: string,
  change: (value: unknown) => unknown,
  version = fingerprintOf(),
  key = userKey(),
): Uint8Array {
  const entries = [...parseEntries(readFileSync(join(out, CACHE)), fingerprintOf(), userKey())]
  return printEntries(
    new Map(entries.map(([key, { value }]) => [key, { value: change(value) }])),
    version,
    key,
  )
}

beforeAll(async () => {
  first = temporaryFolder()
  await run(input, first)
  const other = temporaryFolder()
  await run(edited, other)
  cold = textsIn(other)
})

test('lies outside the SDK, in a folder that git leaves alone', () => {
  const texts = textsIn(first)
  expect(Object.keys(texts).filter((path) => path.startsWith('.hookwright'))).toEqual([
    '.hookwright/.gitignore',
    CACHE,
  ])
  expect(texts['.hookwright/.gitignore']).toBe('*\n')
})

test('a warm run after an edit writes what a cold one writes, the cache as well', async () => {
  const out = warm()
  await run(edited, out)
  expect(textsIn(out)).toEqual(cold)
})

test('the same holds of what is built', async () => {
  const out = temporaryFolder()
  await run(input, out, true)
  await run(edited, out, true)
  const other = temporaryFolder()
  await run(edited, other, true)
  expect(textsIn(out)).toEqual(textsIn(other))
  expect(Object.keys(textsIn(out))).toContain('acme/dist/cjs/index.cjs')
})

test('a run without a change leaves every byte, and edits there and back as well', async () => {
  const out = warm()
  await run(input, out)
  expect(textsIn(out)).toEqual(textsIn(first))
  await run(edited, out)
  await run(input, out)
  expect(textsIn(out)).toEqual(textsIn(first))
})

test('what is remembered is used', async () => {
  const out = warm()
  const mark = (value: unknown) =>
    typeof value === 'string' ? value.replace('due', 'marked') : value
  writeFileSync(join(out, CACHE), changedCache(out, mark))
  await run(input, out)
  expect(readFileSync(join(out, 'acme/src/types.ts'), 'utf8')).toContain('marked')
})

const poison = (text: string) => text.replaceAll('due', 'bad')
const poisoned = (value: unknown) => JSON.parse(poison(JSON.stringify(value)))
const textOf = (out: string) => readFileSync(join(out, CACHE), 'utf8')

test.each([
  ['cut short', (out: string) => textOf(out).slice(0, textOf(out).length / 2)],
  ['changed inside', (out: string) => poison(textOf(out))],
  ['empty', () => ''],
  [
    'of another key',
    (out: string) => changedCache(out, poisoned, fingerprintOf(), Buffer.alloc(32)),
  ],
  ['of no key', (out: string) => changedCache(out, poisoned, fingerprintOf(), new Uint8Array())],
  ['of another version', (out: string) => changedCache(out, poisoned, 'f'.repeat(64))],
])('a cache that is %s is made anew', async (_name, damage) => {
  const out = warm()
  writeFileSync(join(out, CACHE), damage(out))
  await run(edited, out)
  expect(textsIn(out)).toEqual(cold)
})

test('a damaged one is mended by a run that changes nothing else', async () => {
  const out = warm()
  const text = textOf(out)
  writeFileSync(join(out, CACHE), text.slice(0, text.length / 2))
  await run(input, out)
  expect(textOf(out)).toBe(text)
})

test('a check does not read it', async () => {
  const out = warm()
  writeFileSync(join(out, CACHE), changedCache(out, poisoned))
  const folders = [writeFiles(temporaryFolder(), input)]
  const { differences } = await generate({ folders, out, check: true })
  expect(differences).toEqual([])
})

test('a link in its place is not followed', async () => {
  const out = temporaryFolder()
  const elsewhere = temporaryFolder()
  writeFiles(out, { '.hookwright/.gitignore': '*\n' })
  symlinkSync(elsewhere, join(out, '.hookwright/cache'))
  await run(input, out)
  expect(readdirSync(elsewhere)).toEqual([])
})

test('a run that fails leaves it as it was', async () => {
  const out = warm()
  const folders = [writeFiles(temporaryFolder(), { ...input, 'acme/events/sent.json': '{' })]
  const { providers } = await generate({ folders, out, build: false })
  expect(providers).toEqual([])
  expect(textsIn(out)).toEqual(textsIn(first))
})
