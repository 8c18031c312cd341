/** An output folder that came with somebody's repository: what it holds leads nowhere. */
import { execFileSync } from 'node:child_process'
import { link, mkdir, readdir, readFile, symlink } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { readCache, writeCache } from '../../../generator/write/cache.js'
import { findDifferences } from '../../../generator/write/check.js'
import { commit } from '../../../generator/write/commit.js'
import { makeSandbox, planOf, put, snapshot } from './sandbox.js'

const plan = planOf({ 'src/a.ts': 'a' })

/** What may lie in the place of a file, and how it is put there. */
const PUT: Readonly<Record<string, (path: string, victim: string) => Promise<unknown>>> = {
  link: (path, victim) => symlink(victim, path),
  'dangling link': (path, victim) => symlink(`${victim}-to-be`, path),
  'hard link': (path, victim) => link(victim, path),
  pipe: async (path) => execFileSync('mkfifo', [path]),
  folder: (path) => mkdir(path),
}

async function stage(kind: string, place: string): Promise<{ out: string; sandbox: string }> {
  const sandbox = await makeSandbox()
  await put(sandbox, { victim: 'v', 'out/acme/.keep': '' })
  const path = join(sandbox, 'out', place)
  await mkdir(dirname(path), { recursive: true })
  await PUT[kind]?.(path, join(sandbox, 'victim'))
  return { out: join(sandbox, 'out'), sandbox }
}

async function expectUntouched(sandbox: string): Promise<void> {
  expect(await readFile(join(sandbox, 'victim'), 'utf8')).toBe('v')
  expect(await readdir(sandbox)).not.toContain('victim-to-be')
}

describe.each(Object.keys(PUT))('a %s', (kind) => {
  test('as .gitignore of the work folder is taken away, not written through', async () => {
    const { out, sandbox } = await stage(kind, '.hookwright/.gitignore')
    await commit(out, plan)
    await expectUntouched(sandbox)
    expect(await snapshot(out)).toMatchObject({ 'acme/src/a.ts': 'a' })
  })

  test('as draft of the cache is taken away, not written through', async () => {
    const { out, sandbox } = await stage(kind, '.hookwright/cache/acme.json.draft')
    writeCache(out, 'acme', [Buffer.from('cached')])
    await expectUntouched(sandbox)
    expect(Buffer.from(readCache(out, 'acme') ?? []).toString()).toBe('cached')
  })

  test('as cache is not read', async () => {
    const { out } = await stage(kind, '.hookwright/cache/acme.json')
    const bytes = readCache(out, 'acme')
    // Nobody can tell a hard link from a file: that is what the mark of the key is for.
    expect(bytes?.toString()).toBe(kind === 'hard link' ? 'v' : undefined)
  })

  test('as draft of the journal, or as turn for the lock, is swept away', async () => {
    for (const name of ['journal.json.draft', 'lock-turn']) {
      const { out, sandbox } = await stage(kind, `.hookwright/${name}`)
      await commit(out, planOf({ 'src/a.ts': 'a' }))
      // The first run meets it, and the next one has it out of its way.
      await expectUntouched(sandbox)
    }
  })

  test('in place of a generated file or a manifest is foreign', async () => {
    for (const name of ['src/a.ts', '.hookwright.json']) {
      const { out, sandbox } = await stage(kind, `acme/${name}`)
      const code =
        name.endsWith('json') && kind === 'hard link' ? 'ERR_MANIFEST_INVALID' : 'ERR_FILE_FOREIGN'
      await expect(commit(out, plan)).rejects.toThrow(expect.objectContaining({ code }))
      await expectUntouched(sandbox)
    }
  })
})

describe.each(['link', 'dangling link', 'pipe', 'folder'])('a %s', (kind) => {
  test.each(['lock', 'journal.json'])(
    'as %s is named, and not waited for',
    async (name) => {
      const { out, sandbox } = await stage(kind, `.hookwright/${name}`)
      await expect(commit(out, plan)).rejects.toThrow(
        expect.objectContaining({
          code: kind.endsWith('link') ? 'ERR_OUT_SYMLINK' : 'ERR_OUT_IRREGULAR',
          message: expect.stringMatching(new RegExp(`/${name} is .*delete it`)),
        }),
      )
      await expectUntouched(sandbox)
      expect(await readdir(join(out, 'acme'))).not.toContain('src')
    },
    10_000,
  )
})

test.each(['.hookwright', '.hookwright/cache'])(
  'the cache is neither read nor written where %s is a link',
  async (place) => {
    const { out, sandbox } = await stage('folder', 'x')
    await put(sandbox, { 'elsewhere/cache/acme.json': 'e', 'elsewhere/acme.json': 'e' })
    await mkdir(dirname(join(out, place)), { recursive: true })
    await symlink(join(sandbox, 'elsewhere'), join(out, place))
    expect(readCache(out, 'acme')).toBeUndefined()
    const before = await snapshot(sandbox)
    writeCache(out, 'acme', [Buffer.from('cached')])
    expect(await snapshot(sandbox)).toEqual(before)
  },
)

test.each([
  '.git/hooks/pre-commit',
  '../victim',
  '/victim',
  'src/.env',
  'node_modules/x/index.js',
  'GIT~1/config',
  'aux.ts',
  'a.ts:b',
  'src/\u202egnp.ts',
])('a manifest does not own %j', async (path) => {
  const out = await makeSandbox()
  const manifest = { files: { [path]: '0'.repeat(64) } }
  await put(out, { 'acme/.hookwright.json': JSON.stringify(manifest) })
  await expect(commit(out, plan)).rejects.toThrow(
    expect.objectContaining({ code: 'ERR_MANIFEST_INVALID' }),
  )
})

test('a file in dist/ that was exchanged, and one that came beside, are found by a verification', async () => {
  const files = { 'src/a.ts': 'a', 'dist/esm/a.js': 'a', 'sql/a.sql': 's' }
  const out = await makeSandbox()
  await commit(out, planOf(files))
  expect(await findDifferences(out, planOf(files), true)).toEqual([])
  await put(out, {
    ...{ 'acme/dist/esm/a.js': 'evil', 'acme/dist/esm/b.js': 'evil', 'acme/dist/c.js': 'evil' },
    'acme/sql/d.sql': 'evil',
  })
  expect(await findDifferences(out, planOf(files))).toEqual([])
  expect(await findDifferences(out, planOf(files), true)).toEqual([
    `${out}/acme/dist/c.js was not written by Hookwright`,
    `${out}/acme/dist/esm/a.js differs`,
    `${out}/acme/dist/esm/b.js is no longer generated`,
    `${out}/acme/sql/d.sql was not written by Hookwright`,
  ])
})

test.runIf(process.platform !== 'win32')(
  'a name with backslashes in dist/ is no path: nothing outside is deleted',
  async () => {
    const sandbox = await makeSandbox()
    const out = join(sandbox, 'out')
    const built = planOf({ 'src/a.ts': 'a', 'dist/esm/a.js': 'a' })
    await commit(out, built)
    const name = '..\\..\\..\\..\\victim'
    await put(sandbox, { victim: 'v', [`out/acme/dist/esm/${name}`]: '' })
    expect(await commit(out, built)).toMatchObject({ deleted: [] })
    await expectUntouched(sandbox)
    // It was never ours, and would be published.
    expect(await findDifferences(out, built, true)).toEqual([
      `${join(out, 'acme/dist/esm')}/${name} was not written by Hookwright`,
    ])
  },
)
