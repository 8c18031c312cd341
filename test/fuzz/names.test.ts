/** Seeded names: each is reported at its place, or names exactly one event, token, type and member. */
import { readdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import * as fc from 'fast-check'
import { beforeAll, describe, expect, test } from 'vitest'
import { generate } from '../../generator/generate.js'
import { typeErrors } from '../generator/emit/types/compile.js'
import { temporaryFolder, writeFiles } from '../support/folders.js'
import type { LoadedSdk } from '../support/sdk.js'
import { type NamedSchema, namesCases } from './arbitrary-names.js'
import { filesOf, type NamesFinished, payloadsOf, runNames } from './run-names.js'

const RUNS = 800
const SEED = 20_261_123
const EVENTS = 200
const STEM = /^[a-z0-9](?:[a-z0-9._-]*[a-z0-9])?$/

/** TypeScript holds such a member of a literal to what all objects inherit. */
const INHERITED = /"(?:constructor|toString|hasOwnProperty)":/

const parent = temporaryFolder()
const finished: (NamesFinished & { readonly given: readonly NamedSchema[] })[] = []

test(`${RUNS} folders`, { timeout: 300_000 }, async () => {
  const property = fc.asyncProperty(namesCases, async (one) => {
    const result = await runNames(one, parent)
    const { errors, events, differences } = result
    expect(errors.filter(({ code, file }) => !/^ERR_\w+$/.test(code) || !file)).toEqual([])
    expect(differences).toEqual([])
    if (errors.length === 0) {
      const names = one.events.map(({ name }) => name).sort()
      expect(events.map(({ name }) => name)).toEqual(names)
      const stems = events.map(({ stem }) => stem)
      expect(new Set(stems).size).toBe(names.length)
      expect(stems.filter((stem) => !STEM.test(stem))).toEqual([])
    }
    finished.push({ ...result, given: one.events })
  })
  await fc.assert(property, { numRuns: RUNS, seed: SEED, endOnFailure: false })
})

test('what they became', () => {
  const codes = finished.flatMap(({ errors }) => errors.map(({ code }) => code))
  // No other name is refused, and most are not.
  expect([...new Set(codes)].sort()).toEqual([
    'ERR_EVENT_NAME_EMPTY',
    'ERR_PROPERTY_PROTO',
    'ERR_PROPERTY_SURROGATE',
  ])
  const emitted = finished.filter(({ errors }) => errors.length === 0)
  expect(emitted.length).toBeGreaterThan(RUNS / 2)
})

test('the types of those that were emitted, with a payload of each event as a literal', async () => {
  const sources = finished.map(({ types, events, given }, index): [string, string] => {
    const literals = given.flatMap((event, at) => {
      const { definition } = events.find(({ name }) => name === event.name) ?? {}
      const text = JSON.stringify(payloadsOf(event)[0])
      if (definition === undefined || INHERITED.test(text)) return []
      return `export const value${at}: ${definition} = ${text}`
    })
    return [`case${index}`, [types, ...literals].join('\n')]
  })
  expect(await typeErrors(new Map(sources.filter(([, text]) => text !== '')))).toEqual([])
})

describe(`${EVENTS} events of one provider, built`, () => {
  let out: string
  let names: readonly string[]
  let given: readonly NamedSchema[]

  beforeAll(async () => {
    const emitted = finished.filter(({ errors }) => errors.length === 0)
    const byName = new Map(emitted.flatMap((one) => one.given.map((event) => [event.name, event])))
    given = [...byName.values()].slice(0, EVENTS).map((event) => ({ ...event, source: 'const' }))
    names = given.map(({ name }) => name).sort()
    out = temporaryFolder()
    const folders = [writeFiles(join(temporaryFolder(), 'fuzz'), filesOf({ events: given }))]
    const { diagnostics, providers } = await generate({ folders, out })
    expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([])
    expect(providers[0]?.events).toEqual(names)
    expect(names).toHaveLength(EVENTS)
  }, 300_000)

  test('the type of the names is exactly them', async () => {
    const source = join(out, 'fuzz/src')
    const paths = readdirSync(source, { recursive: true, encoding: 'utf8' })
    const needed = paths.filter((path) => /^(?:events|types|runtime\/.*)\.ts$/.test(path))
    const texts = needed.map((path): [string, string] => [
      path.slice(0, -'.ts'.length),
      readFileSync(join(source, path), 'utf8'),
    ])
    const exact = `import type { EventName } from './events.js'
type Same<A, B> = [A] extends [B] ? ([B] extends [A] ? true : false) : false
export const same: Same<EventName, ${names.map((name) => JSON.stringify(name)).join(' | ')}> = true
`
    expect(await typeErrors(new Map([...texts, ['exact', exact]]))).toEqual([])
  })

  test('the SDK knows each by its name', async () => {
    const sdk: LoadedSdk = load('index.cjs')
    expect([...sdk.eventNames].sort()).toEqual(names)
    const receiver = sdk.createReceiver({ secret: 's'.repeat(32) })
    const failed: string[] = []
    for (const event of given) {
      const [right, wrong] = payloadsOf(event)
      const parsed = await receiver.unsafeParse(JSON.stringify(right))
      const isKnown = 'name' in parsed && parsed.name === event.name
      const refused = await sdk.schemas[event.name]?.['~standard'].validate(wrong)
      if (!isKnown || refused?.issues === undefined) failed.push(event.name)
    }
    expect(failed).toEqual([])
  })

  test('each has one token', () => {
    const stems = readdirSync(join(out, 'fuzz/dist/cjs/events')).filter((one) => /\.cjs$/.test(one))
    const tokens = new Map(stems.map((stem) => tokenOf(load(`events/${stem}`))))
    expect([...tokens.keys()].sort()).toEqual(names)
    const failed = given.filter((event) => {
      const [right, wrong] = payloadsOf(event)
      const is = tokens.get(event.name)
      return is?.(right) !== true || is(wrong)
    })
    expect(failed).toEqual([])
  })

  const load = (path: string) => createRequire(import.meta.url)(join(out, 'fuzz/dist/cjs', path))
})

interface TokenModule {
  readonly event: { readonly name: string; readonly is: (value: unknown) => boolean }
}

function tokenOf({ event }: TokenModule): [string, (value: unknown) => boolean] {
  return [event.name, event.is]
}
