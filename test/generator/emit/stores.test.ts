/** Each SDK has the stores that its consumers can use, and the SQL that belongs to them. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import { temporaryFolder } from '../../support/folders.js'
import { generate } from '../../support/package.js'

const ROOT = join(import.meta.dirname, '../../..')
const EVENTS = ['memory', 'postgres', 'redis']
const SECRETS = ['secrets-memory', 'secrets-postgres', 'secrets-redis']

let out: string
beforeAll(async () => {
  out = temporaryFolder()
  const folders = ['centrepoint', 'rest-hooks'].map((name) => join(ROOT, 'schemas', name))
  await generate({ folders, out, build: false })
})

const cases: [provider: string, stores: string[], sql: Record<string, string>][] = [
  ['centrepoint', EVENTS, { 'hookwright.sql': 'postgres.sql' }],
  [
    'rest-hooks',
    [...EVENTS, ...SECRETS],
    { 'hookwright-secrets.sql': 'postgres-secrets.sql', 'hookwright.sql': 'postgres.sql' },
  ],
]

test.each(cases)('%s has its stores as subpaths', (provider, stores) => {
  const manifest = JSON.parse(readFileSync(join(out, provider, 'package.json'), 'utf8'))
  const subpaths = Object.keys(manifest.exports).filter((path) => path.startsWith('./stores/'))
  expect(subpaths.sort()).toEqual(stores.map((name) => `./stores/${name}`))
  expect(readdirSync(join(out, provider, 'src/stores')).sort()).toEqual(
    stores.map((name) => `${name}.ts`),
  )
  for (const name of stores) {
    expect(existsSync(join(out, provider, `src/runtime/stores/${name}.ts`)), name).toBe(true)
  }
})

test.each(cases)('%s ships the SQL of its stores as it was tested', (provider, _stores, sql) => {
  const manifest = JSON.parse(readFileSync(join(out, provider, 'package.json'), 'utf8'))
  expect(manifest.files).toContain('sql')
  expect(readdirSync(join(out, provider, 'sql')).sort()).toEqual(Object.keys(sql))
  for (const [file, template] of Object.entries(sql)) {
    const tested = readFileSync(join(ROOT, 'templates/package', template), 'utf8')
    expect(readFileSync(join(out, provider, 'sql', file), 'utf8')).toBe(tested)
  }
})

test('stores of captured secrets are nowhere that captures none', () => {
  const runtime = readdirSync(join(out, 'centrepoint/src/runtime/stores'))
  expect(runtime.filter((file) => /secret|registration/.test(file))).toEqual([])
})
