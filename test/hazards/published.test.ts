/** Hazards of what is published, by their numbers in docs/security.md. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import { generateShops, sourcesIn } from './sdk.js'

let shops: Awaited<ReturnType<typeof generateShops>>

beforeAll(async () => {
  shops = await generateShops(['shop'])
})

const sources = () => sourcesIn(join(shops.out, 'shop/src'))

test('H16: nothing in an SDK imports from Node or from a package', () => {
  const imports = sources().flatMap(([path, text]) =>
    [...text.matchAll(/(?:\bfrom|\bimport\(|^import)\s*['"]([^'"]+)['"]/gm)].map(([, target]) => [
      path,
      target,
    ]),
  )
  expect(imports.length).toBeGreaterThan(50)
  expect(imports.filter(([, target]) => !target?.startsWith('.'))).toEqual([])
})

test('H19: there is no dependency that could be of another module system', () => {
  const text = readFileSync(join(shops.out, 'shop/package.json'), 'utf8')
  const manifest: Record<string, unknown> = JSON.parse(text)
  const { dependencies, peerDependencies, exports } = manifest
  expect([dependencies, peerDependencies]).toEqual([undefined, undefined])
  for (const entry of Object.values(exports ?? {})) {
    if (typeof entry === 'object') expect(entry).toMatchObject({ import: {}, require: {} })
  }
})

test('H20: no validator, and nothing else, calls require', () => {
  expect(sources().filter(([, text]) => /\brequire\s*\(/.test(text))).toEqual([])
})
