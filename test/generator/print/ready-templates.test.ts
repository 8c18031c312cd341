/** Templates that the package has as code print what those print that a checkout compiles. */
import { expect, test, vi } from 'vitest'
import { emitEntries } from '../../../generator/emit/entries.js'
import { emitIndex } from '../../../generator/emit/index-module.js'
import { emitPackage } from '../../../generator/emit/package.js'
import { emitStores } from '../../../generator/emit/stores.js'
import { GeneratorBug } from '../../../generator/errors.js'
import { createRender, templatesCode } from '../../../generator/print/templates.js'
import { build } from '../catalog/catalog.js'

const seen = vi.hoisted(() => new Map<string, { data: object; text: string }>())

vi.mock('../../../generator/print/templates.js', async (importOriginal) => {
  const original = await importOriginal<typeof import('../../../generator/print/templates.js')>()
  const render: typeof original.render = (path, data) => {
    const text = original.render(path, data)
    seen.set(path, { data, text })
    return text
  }
  return { ...original, render }
})

function readyRender() {
  const module = { exports: {} }
  new Function('module', templatesCode())(module)
  return createRender(module.exports)
}

test('the same text, of the same data', async () => {
  const { catalog } = await build({}, { 'events/order/paid.json': { description: 'Paid.' } })
  for (const emit of [emitEntries, emitIndex, emitPackage, emitStores]) emit(catalog)
  const render = readyRender()
  expect([...seen.keys()].sort()).toEqual([
    'glue/core.ts.hbs',
    'glue/index.ts.hbs',
    'package/README.md.hbs',
    'package/package.json.hbs',
    'package/postgres.sql',
    'package/tsconfig.json.hbs',
  ])
  for (const [path, { data, text }] of seen) expect(render(path, { ...data })).toBe(text)
})

test('the same error where the data lacks a name', () => {
  expect(() => readyRender()('glue/core.ts.hbs', { banner: '// x' })).toThrow(
    new GeneratorBug('a template lacks a value for "comment"'),
  )
})
