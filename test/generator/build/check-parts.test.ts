/** The check in two parts: after an edit of a schema only the types are checked, and that is enough. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { checkSources } from '../../../generator/build/check.js'
import { compilerJobs, type Jobs } from '../../../generator/build/jobs.js'
import type { OutputFile } from '../../../generator/emit/types.js'
import { RunMemo } from '../../../generator/memo/memo.js'
import { generateOrThrow } from '../../support/sdk.js'

const TYPES = '// ours\nexport interface A {\n  b: 1\n}\n\nexport type C = A | 2\n'
const USE = "import type * as payloads from './types.js'\nexport type Events = { a: payloads.A }\n"

/** Checks, with what an earlier check has left, and returns the files that the compiler saw. */
async function seen(types: string, use: string, memo: RunMemo): Promise<readonly string[]> {
  const paths: string[] = []
  const jobs: Jobs = {
    ...compilerJobs,
    check: (texts) => {
      paths.push(...texts.keys())
      return compilerJobs.check(texts)
    },
  }
  const sources = [
    { path: 'src/types.ts', content: types },
    { path: 'src/events.ts', content: use },
  ]
  await checkSources(sources, memo, jobs)
  return paths.sort()
}

const ALL = ['/src/events.ts', '/src/types.ts']

test.each([
  ['nothing', TYPES, USE, []],
  ['a type', TYPES.replace('b: 1', 'b: 2'), USE, ['/src/types.ts']],
  ['the order of types', 'export type C = A | 2\nexport type A = 1\n', USE, ['/src/types.ts']],
  ['a name', TYPES.replace('type C', 'type D'), USE, ALL],
  ['what uses them', TYPES, USE.replace('{ a:', '{ b:'), ALL],
])('after an edit of %s', async (_name, types, use, want) => {
  const before = new RunMemo()
  expect(await seen(TYPES, USE, before)).toEqual(ALL)
  const after = new RunMemo(before.entries)
  expect(await seen(types, use, after)).toEqual(want)
  const fresh = new RunMemo()
  await seen(types, use, fresh)
  expect([...after.entries].sort()).toEqual([...fresh.entries].sort())
})

test.each([
  ['a type that is not there', 'b: Gone', /types\.ts:3 TS2304/],
  ['a member twice', 'b: 1\n  b: 1', /types\.ts:3 TS2300/],
  ['the same with a library type', 'b: Array<Headers, 1>', /types\.ts:3 TS(2314|2707)/],
])('%s is found in the types alone', async (_name, member, message) => {
  const before = new RunMemo()
  await seen(TYPES, USE, before)
  const after = new RunMemo(before.entries)
  await expect(seen(TYPES.replace('b: 1', member), USE, after)).rejects.toThrow(message)
  // What failed is not remembered.
  const again = new RunMemo(after.entries)
  await expect(seen(TYPES.replace('b: 1', member), USE, again)).rejects.toThrow(message)
})

test('a name that went is found in what uses it', async () => {
  const before = new RunMemo()
  await seen(TYPES, USE, before)
  const gone = TYPES.replaceAll('A', 'B')
  await expect(seen(gone, USE, new RunMemo(before.entries))).rejects.toThrow(/events\.ts:2 TS2694/)
})

test('a line of text that looks like a type is no name', async () => {
  const types = `${TYPES}export type Text = "\\u2028\u2028export type E"\n`
  expect(await seen(types, USE, new RunMemo())).toEqual(ALL)
})

const sourcesIn = (folder: string): readonly OutputFile[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => ({
      path: `src/${name}`,
      content: readFileSync(join(folder, name), 'utf8'),
    }))

const COMMITTED = new URL('../../../generated/', import.meta.url).pathname
const folders: readonly (readonly [name: string, folder: () => Promise<string>])[] = [
  ...readdirSync(COMMITTED)
    .filter((name) => !name.startsWith('.'))
    .map((name) => [name, async () => join(COMMITTED, name, 'src')] as const),
  [
    'a provider with resources, batches and groups',
    async () => {
      const { out } = await generateOrThrow({
        'acme/webhooks.json': {
          auth: { type: 'bearer' },
          events: { type: '{item:/type}', batch: '/events', schemas: ['events/**'] },
          hydrate: {
            url: '{item:/url}',
            hosts: ['api.acme.test'],
            schema: { 'user.made': 'user.json' },
          },
        },
        'acme/events/user.made.json': { properties: { type: { enum: ['user.made'] } } },
        'acme/events/user.gone.json': { properties: { kind: { enum: ['a', 'b'] } } },
        'acme/user.json': { properties: { name: { type: 'string' } } },
      })
      return join(out, 'acme/src')
    },
  ],
]

test.each(folders)(
  '%s compiles whatever its types are',
  async (_name, folder) => {
    const sources = sourcesIn(await folder())
    const types = String(sources.find(({ path }) => path === 'src/types.ts')?.content)
    const names = [...types.matchAll(/^export (?:interface|type) (\w+)/gm)].map(([, name]) => name)
    expect(names.length).toBeGreaterThan(1)
    const memo = new RunMemo()
    for (const form of [
      'unknown',
      'never',
      'any',
      'string | null',
      '{ readonly a?: 1 }',
      '(() => 1)[]',
    ]) {
      const content = names.map((name) => `export type ${name} = ${form}\n`).join('')
      const others = sources.filter(({ path }) => path !== 'src/types.ts')
      const all = [...others, { path: 'src/types.ts', content }]
      // Each form in a check of its own, with all the rest.
      const fresh = new RunMemo(new Map(), memo.entries)
      await expect(checkSources(all, fresh, compilerJobs), form).resolves.toBeUndefined()
    }
  },
  120_000,
)
