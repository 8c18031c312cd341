/** The queues that every SDK offers, and that nobody pays for who does not import them. */
import { expect, test } from 'vitest'
import { emitEntries } from '../../../generator/emit/entries.js'
import { emitPackage } from '../../../generator/emit/package.js'
import { emitRuntime } from '../../../generator/emit/runtime.js'
import { build } from '../catalog/catalog.js'

const ENGINES = ['bullmq', 'pg-boss']

test.each(ENGINES)('the package offers the queue on %s, with all that it needs', async (engine) => {
  const { catalog } = await build({}, { 'events/paid.json': true })
  const files = [...emitEntries(catalog), ...emitPackage(catalog)]
  const manifest = JSON.parse(String(files.find(({ path }) => path === 'package.json')?.content))
  expect(manifest.exports[`./queues/${engine}`].import.default).toBe(
    `./dist/esm/queues/${engine}.js`,
  )
  const entry = files.filter(({ path }) => path === `src/queues/${engine}.ts`)
  const reached = emitRuntime(entry).map(({ path }) => path)
  expect(reached).toContain(`src/runtime/queues/${engine}.ts`)
  expect(reached).toContain('src/runtime/queues/verdict.ts')
  const others = ENGINES.filter((other) => other !== engine)
  for (const other of others) expect(reached).not.toContain(`src/runtime/queues/${other}.ts`)
  expect(reached).not.toContain('src/runtime/receiver.ts')
})

test('who runs another engine gets what tells errors apart, and nothing else', async () => {
  const { catalog } = await build({}, { 'events/paid.json': true })
  const files = [...emitEntries(catalog), ...emitPackage(catalog)]
  const manifest = JSON.parse(String(files.find(({ path }) => path === 'package.json')?.content))
  expect(manifest.exports).toHaveProperty(['./queues/verdict'])
  const entry = files.filter(({ path }) => path === 'src/queues/verdict.ts')
  expect(String(entry[0]?.content)).toContain(
    'export { afterSeconds, type FailureNote, isFinal, noteOf } from',
  )
  expect(emitRuntime(entry).map(({ path }) => path)).toContain('src/runtime/queues/verdict.ts')
})
