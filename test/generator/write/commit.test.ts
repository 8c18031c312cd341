/** Committing: what is written, what is deleted, and what is never touched. */
import { chmod, mkdir, readFile, rm, stat, symlink, utimes } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { commit } from '../../../generator/write/commit.js'
import { planOutput } from '../../../generator/write/plan.js'
import { makeSandbox, planOf, put, sdkOf, snapshot } from './sandbox.js'

const failure = (code: string, message: string | RegExp) =>
  expect.objectContaining({
    code,
    message: message instanceof RegExp ? expect.stringMatching(message) : message,
  })

test('makes the folder and leaves nothing else in it', async () => {
  const out = join(await makeSandbox(), 'deep', 'out')
  const result = await commit(out, planOf({ 'src/a.ts': 'a', 'README.md': 'r' }))
  expect(result.written).toEqual(['acme/.hookwright.json', 'acme/README.md', 'acme/src/a.ts'])
  expect(await snapshot(out)).toEqual({
    'acme/': '',
    'acme/README.md': 'r',
    'acme/src/': '',
    'acme/src/a.ts': 'a',
  })
})

test('bytes are written as they are, and text as UTF-8', async () => {
  const out = await makeSandbox()
  const content = Uint8Array.of(0, 0xff, 0xfe, 10)
  const files = [
    { path: 'x', content },
    { path: 'text', content: 'é' },
  ]
  const plan = planOutput([{ provider: 'acme', built: true, files }], '0.1.0')
  await commit(out, plan)
  expect(new Uint8Array(await readFile(join(out, 'acme/x')))).toEqual(content)
  expect([...(await readFile(join(out, 'acme/text')))]).toEqual([0xc3, 0xa9])
  expect((await commit(out, plan)).written).toEqual([])
})

test('a second run touches nothing', async () => {
  const out = await makeSandbox()
  await commit(out, planOf({ 'src/a.ts': 'a', 'dist/esm/a.js': 'a' }))
  const long = new Date(1_000_000)
  for (const path of ['acme/src/a.ts', 'acme/dist/esm/a.js', 'acme/.hookwright.json', '']) {
    await utimes(join(out, path), long, long)
  }
  const result = await commit(out, planOf({ 'src/a.ts': 'a', 'dist/esm/a.js': 'a' }))
  expect(result).toEqual({ written: [], deleted: [], kept: [] })
  for (const path of ['acme/src/a.ts', 'acme/dist/esm/a.js', 'acme/.hookwright.json', '']) {
    expect((await stat(join(out, path))).mtimeMs).toBe(1_000_000)
  }
})

test('only files whose bytes change are written', async () => {
  const out = await makeSandbox()
  await commit(out, planOf({ a: '1', b: '1' }))
  const long = new Date(1_000_000)
  await utimes(join(out, 'acme/a'), long, long)
  const result = await commit(out, planOf({ a: '1', b: '2' }))
  expect(result.written).toEqual(['acme/.hookwright.json', 'acme/b'])
  expect((await stat(join(out, 'acme/a'))).mtimeMs).toBe(1_000_000)
})

test('stale files of ours go, with the folders they leave empty', async () => {
  const out = await makeSandbox()
  await commit(
    out,
    planOf({ 'src/a.ts': 'a', 'src/events/old.ts': 'o', 'dist/esm/events/o.js': '' }),
  )
  const result = await commit(out, planOf({ 'src/a.ts': 'a' }))
  expect(result.deleted).toEqual(['acme/src/events/old.ts', 'acme/dist/esm/events/o.js'])
  expect(Object.keys(await snapshot(out)).sort()).toEqual(['acme/', 'acme/src/', 'acme/src/a.ts'])
})

test("a user's own files stay, in folders that go otherwise", async () => {
  const out = await makeSandbox()
  await commit(out, planOf({ 'src/a.ts': 'a', 'src/events/old.ts': 'o' }))
  await put(out, { 'acme/src/events/mine.ts': 'm', 'acme/NOTES.md': 'n', 'other/x': 'x' })
  await commit(out, planOf({ 'src/a.ts': 'a' }))
  expect(await snapshot(out)).toMatchObject({
    'acme/src/events/mine.ts': 'm',
    'acme/NOTES.md': 'n',
    'other/x': 'x',
  })
})

test('a stale file that was edited is kept and reported', async () => {
  const out = await makeSandbox()
  await commit(out, planOf({ a: '1', old: 'o' }))
  await put(out, { 'acme/old': 'edited' })
  const result = await commit(out, planOf({ a: '1' }))
  expect(result.kept).toEqual(['acme/old'])
  expect(await snapshot(out)).toEqual({ 'acme/': '', 'acme/a': '1', 'acme/old': 'edited' })
})

test('a generated file that was edited is generated again', async () => {
  const out = await makeSandbox()
  await commit(out, planOf({ a: '1' }))
  await put(out, { 'acme/a': 'edited' })
  expect((await commit(out, planOf({ a: '1' }))).written).toEqual(['acme/a'])
})

test('the SDK of a provider that is not planned stays', async () => {
  const out = await makeSandbox()
  await commit(out, planOutput([sdkOf({ a: '1' }, 'one'), sdkOf({ a: '1' }, 'two')], '0.1.0'))
  await commit(out, planOf({ a: '2' }, 'one'))
  expect(await snapshot(out)).toEqual({ 'one/': '', 'one/a': '2', 'two/': '', 'two/a': '1' })
})

test.each([
  ['a file', async (out: string) => put(out, { 'acme/README.md': 'mine' })],
  ['a folder', async (out: string) => put(out, { 'acme/README.md/x': 'mine' })],
  [
    'a link',
    async (out: string) => {
      await put(out, { 'acme/other': 'mine' })
      await symlink('other', join(out, 'acme/README.md'))
    },
  ],
  ['a file in place of a folder', async (out: string) => put(out, { acme: 'mine' })],
])('refuses to overwrite %s that it did not write', async (_name, prepare) => {
  const out = await makeSandbox()
  await prepare(out)
  const before = await snapshot(out)
  await expect(commit(out, planOf({ 'README.md': 'ours', a: '1' }))).rejects.toThrow(
    failure(
      'ERR_FILE_FOREIGN',
      /acme\/README\.md.*: in the way of generated files.*another --out$/,
    ),
  )
  expect(await snapshot(out)).toEqual(before)
})

test('a foreign file with the very bytes is no conflict', async () => {
  const out = await makeSandbox()
  await put(out, { 'acme/README.md': 'same' })
  await commit(out, planOf({ 'README.md': 'same' }))
  expect(await snapshot(out)).toEqual({ 'acme/': '', 'acme/README.md': 'same' })
})

test('a build in a folder that is not ours is not deleted', async () => {
  const out = await makeSandbox()
  await put(out, { 'acme/dist/esm/mine.js': 'm' })
  await commit(out, planOf({ a: '1' }))
  expect(await snapshot(out)).toMatchObject({ 'acme/dist/esm/mine.js': 'm' })
})

test('a build that no longer matches its sources goes when nothing is built', async () => {
  const out = await makeSandbox()
  await commit(out, planOf({ 'src/a.ts': '1', 'dist/esm/a.js': '1', 'dist/cjs/a.cjs': '1' }))
  await commit(out, planOf({ 'src/a.ts': '1' }, 'acme', false))
  expect(await snapshot(out)).toMatchObject({ 'acme/dist/esm/a.js': '1' })
  await commit(out, planOf({ 'src/a.ts': '2' }, 'acme', false))
  expect(Object.keys(await snapshot(out)).sort()).toEqual(['acme/', 'acme/src/', 'acme/src/a.ts'])
})

test.each([
  ['the SDK folder', 'acme', 'acme'],
  ['a folder inside it', 'acme/src', 'src'],
  ['the work folder', '.hookwright', '.hookwright'],
])('does not follow %s out of the output folder', async (_name, link, named) => {
  const sandbox = await makeSandbox()
  const [out, outside] = [join(sandbox, 'out'), join(sandbox, 'outside')]
  await commit(out, planOf({ 'src/a.ts': '1' }))
  await put(outside, { 'a.ts': 'theirs' })
  await rm(join(out, link), { recursive: true, force: true })
  await symlink(outside, join(out, link))
  await expect(commit(out, planOf({ 'src/a.ts': '2' }))).rejects.toThrow(
    failure('ERR_OUT_SYMLINK', new RegExp(`${named} is a symbolic link`)),
  )
  expect(await snapshot(outside)).toEqual({ 'a.ts': 'theirs' })
})

test('the output folder itself may be a link', async () => {
  const sandbox = await makeSandbox()
  await mkdir(join(sandbox, 'real'))
  await symlink('real', join(sandbox, 'out'))
  await commit(join(sandbox, 'out'), planOf({ a: '1' }))
  expect(await snapshot(join(sandbox, 'real'))).toEqual({ 'acme/': '', 'acme/a': '1' })
})

test('a file in place of the output folder is named', async () => {
  const sandbox = await makeSandbox()
  await put(sandbox, { out: 'file' })
  for (const out of [join(sandbox, 'out'), join(sandbox, 'out/below')]) {
    await expect(commit(out, planOf({ a: '1' }))).rejects.toThrow(
      failure('ERR_OUT_NOT_A_FOLDER', /a file is in the way/),
    )
  }
  expect(await snapshot(sandbox)).toEqual({ out: 'file' })
})

test.each([
  ['is not JSON', '<<<<<<< HEAD'],
  ['lists a way out', '{"files":{"../../x":"0"}}'],
  ['lists a way out with a hash', JSON.stringify({ files: { '../x': '0'.repeat(64) } })],
  ['has no hashes', '{"files":{"a":1}}'],
  ['has no files', '{}'],
])('stops where the manifest %s', async (_name, text) => {
  const sandbox = await makeSandbox()
  const out = join(sandbox, 'out')
  await put(sandbox, { 'out/acme/.hookwright.json': text, 'out/x': 'keep', x: 'keep' })
  await expect(commit(out, planOf({ a: '1' }))).rejects.toThrow(
    failure('ERR_MANIFEST_INVALID', /acme\/\.hookwright\.json is damaged/),
  )
  expect(await snapshot(sandbox)).toEqual({
    'out/': '',
    'out/acme/': '',
    'out/x': 'keep',
    x: 'keep',
  })
})

test('a read-only file of ours is replaced', async () => {
  const out = await makeSandbox()
  await commit(out, planOf({ a: '1' }))
  await chmod(join(out, 'acme/a'), 0o444)
  await commit(out, planOf({ a: '2' }))
  expect(await readFile(join(out, 'acme/a'), 'utf8')).toBe('2')
})
