/** What `docs/architecture.md` says is there, and what is there is in it. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'

const ROOT = join(import.meta.dirname, '../..')
const RUNTIME = join(ROOT, 'templates/runtime')
const STAGES = readdirSync(join(ROOT, 'generator')).map((name) => `generator/${name}`)
const text = readFileSync(join(ROOT, 'docs/architecture.md'), 'utf8')
const named = [...text.matchAll(/`([\w./-]+(?:\.ts|\/))`/g)].flatMap(([, path = '']) => path)

test('every file and folder that the page names is there', () => {
  const homes = ['', 'generator', ...STAGES, 'templates/runtime']
  const missing = named.filter((path) => !homes.some((home) => existsSync(join(ROOT, home, path))))
  expect(missing).toEqual([])
  expect(named.length).toBeGreaterThan(50)
})

test('every folder of the runtime and of the generator is on the page', () => {
  const foldersOf = (path: string) =>
    readdirSync(path, { withFileTypes: true }).flatMap((entry) =>
      entry.isDirectory() ? [`${entry.name}/`] : [],
    )
  expect(foldersOf(RUNTIME).filter((folder) => !named.includes(folder))).toEqual([])
  const stages = foldersOf(join(ROOT, 'generator')).map((folder) => `generator/${folder}`)
  expect(stages.filter((stage) => !named.includes(stage))).toEqual([])
})

test('the steps of a delivery come in the order of the pipeline', () => {
  const pipeline = readFileSync(join(RUNTIME, 'pipeline.ts'), 'utf8')
  const calls = [
    'gate.enter(',
    "answer('head'",
    'admit(head',
    'authenticator.authenticate(delivery',
  ]
  const rest = ["answer('signed'", 'subscription.check(', 'finisher.finish(']
  const places = [...calls, ...rest].map((call) => pipeline.indexOf(call))
  expect(places).not.toContain(-1)
  expect(places).toEqual([...places].sort((a, b) => a - b))
  const modules = ['gate', 'handshakes', 'admission', 'authenticator', 'subscription-guard']
  const order = [...modules, 'event-reader', 'finisher'].map((name) =>
    text.indexOf(`\`${name}.ts\``),
  )
  expect(order).toEqual([...order].sort((a, b) => a - b))
  expect(order).not.toContain(-1)
})
