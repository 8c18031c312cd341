/** What emitters print of a catalog: pure, and only what the catalog says. */
import { describe, expect, test } from 'vitest'
import type { Catalog } from '../../../generator/catalog/types.js'
import { emitAuth } from '../../../generator/emit/auth.js'
import { emitEntries } from '../../../generator/emit/entries.js'
import { emitEventMap } from '../../../generator/emit/event-map.js'
import { emitIndex } from '../../../generator/emit/index-module.js'
import { emitPackage } from '../../../generator/emit/package.js'
import { emitProvider } from '../../../generator/emit/provider.js'
import { emitRedaction } from '../../../generator/emit/redaction.js'
import { emitRuntime } from '../../../generator/emit/runtime.js'
import { emitTesting } from '../../../generator/emit/testing.js'
import { emitTokens } from '../../../generator/emit/tokens.js'
import type { OutputFile } from '../../../generator/emit/types.js'
import { GeneratorBug } from '../../../generator/errors.js'
import { build } from '../catalog/catalog.js'

const files = {
  'events/order/paid.json': { description: 'Paid.\n\n@deprecated is a word.', deprecated: true },
  'events/order/sent.json': { $ref: 'paid.json' },
  'events/__proto__.json': true,
}

const EMITTERS = [
  emitAuth,
  emitEntries,
  emitEventMap,
  emitIndex,
  emitPackage,
  emitProvider,
  emitRedaction,
  emitTesting,
  (catalog: Catalog) => emitTokens(catalog).map(({ source }) => source),
]

const textOf = (all: readonly OutputFile[], path: string) =>
  String(all.find((file) => file.path === path)?.content)

test('the same catalog gives the same bytes, and stays as it is', async () => {
  const { catalog } = await build({}, files)
  const before = JSON.stringify(catalog)
  for (const emit of EMITTERS) {
    expect(JSON.stringify(await emit(catalog))).toBe(JSON.stringify(await emit(catalog)))
  }
  expect(JSON.stringify(catalog)).toBe(before)
})

test('no two emitters write one file', async () => {
  const { catalog } = await build({}, files)
  const all = (await Promise.all(EMITTERS.map((emit) => emit(catalog)))).flat()
  const paths = all.map(({ path }) => path.toLowerCase())
  expect(new Set(paths).size).toBe(paths.length)
  expect(paths).toContain('src/events/order.paid.ts')
})

test('an event says what its schema says, and a tag of the schema is prose', async () => {
  const { catalog } = await build({}, files)
  const source = textOf(emitEventMap(catalog), 'src/events.ts')
  expect(source).toContain(
    '  /** Paid.\n   * \\@deprecated is a word.\n   * @deprecated */\n  "order.paid": payloads.OrderPaid',
  )
  expect(source).toContain('  "__proto__": payloads.Proto')
  expect(source).toContain('  "order.*": "order.paid" | "order.sent"')
})

describe('package.json', () => {
  const manifestOf = async (more: object) => {
    const { catalog } = await build({}, files)
    const info = { ...catalog.package, ...more }
    return JSON.parse(textOf(emitPackage({ ...catalog, package: info }), 'package.json'))
  }

  test('has what the config says, and no dependency', async () => {
    const manifest = await manifestOf({
      name: '@a/b',
      version: '2.0.0-rc.1',
      license: 'MIT',
      repository: 'https://h.test/r',
    })
    expect(manifest).toMatchObject({
      name: '@a/b',
      version: '2.0.0-rc.1',
      license: 'MIT',
      description: 'Receives acme webhooks: verified, validated and typed.',
      repository: { type: 'git', url: 'https://h.test/r' },
      type: 'module',
      sideEffects: false,
    })
    expect(Object.keys(manifest).filter((key) => /dependencies|scripts/i.test(key))).toEqual([])
  })
  test('names no repository where there is none', async () => {
    expect(await manifestOf({})).not.toHaveProperty('repository')
  })
  test('lists types before code in each way of loading', async () => {
    const { exports } = await manifestOf({})
    const { './package.json': self, ...entries } = exports
    expect(self).toBe('./package.json')
    expect(Object.keys(entries)).toContain('.')
    for (const conditions of Object.values(entries)) {
      for (const way of Object.values(Object(conditions))) {
        expect(Object.keys(Object(way))).toEqual(['types', 'default'])
      }
    }
  })
})

describe('the runtime', () => {
  const reach = (content: string) =>
    emitRuntime([{ path: 'src/a.ts', content }]).map(({ path }) => path)

  test('is what is imported, and what that imports', () => {
    expect(reach("import { utf8 } from './runtime/bytes.js'")).toEqual(['src/runtime/bytes.ts'])
    const found = reach("export type { Proof } from './runtime/proof.js'")
    expect(found).toContain('src/runtime/headers.ts')
    expect(found).toEqual([...found].sort())
  })
  test('is nothing where nothing is imported', () => {
    expect(reach("import { a } from './b.js'\n// from 'runtime'")).toEqual([])
  })
  test('has every file that is asked for', () => {
    expect(() => reach("export * from './runtime/nowhere.js'")).toThrow(
      new GeneratorBug(
        'the emitted code imports src/runtime/nowhere.ts, which is not in the runtime',
      ),
    )
  })
})
