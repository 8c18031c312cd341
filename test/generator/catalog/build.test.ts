/** The catalog as a whole: what a config and its schemas come to, frozen and in one order. */
import { expect, test } from 'vitest'
import { buildGroups } from '../../../generator/catalog/events.js'
import type { LoadedSchemas } from '../../../generator/load/types.js'
import { build } from './catalog.js'

const groups: [name: string, names: string[], separator: string, want: Record<string, string[]>][] =
  [
    ['none', ['push', 'ping'], '.', {}],
    ['one', ['a.b', 'a.c', 'b'], '.', { 'a.*': ['a.b', 'a.c'] }],
    [
      'one inside another',
      ['a.b.c', 'a.b.d', 'a.e'],
      '.',
      { 'a.*': ['a.b.c', 'a.b.d', 'a.e'], 'a.b.*': ['a.b.c', 'a.b.d'] },
    ],
    ['with another separator', ['a/b.c', 'a/d'], '/', { 'a/*': ['a/b.c', 'a/d'] }],
    ['with a separator of two characters', ['a::b', 'a:b'], '::', { 'a::*': ['a::b'] }],
    ['none where an event has the name', ['a.*', 'a.b'], '.', {}],
    ['none for an event called *', ['*', 'a'], '.', {}],
    ['of names of Object.prototype', ['__proto__.x'], '.', { '__proto__.*': ['__proto__.x'] }],
  ]
test.each(groups)('groups: %s', (_name, names, separator, want) => {
  const found = buildGroups(names, separator).map(({ name, events }) => [name, events])
  expect(found).toEqual(Object.entries(want))
})

test('an event has the text and the state that its schema gives', async () => {
  const { catalog } = await build(
    {},
    {
      'events/a.json': { title: 'A title', description: ' ', deprecated: true },
      'events/b.json': { title: 'T', description: 'Said *so*' },
      'events/c.json': true,
    },
  )
  expect(
    catalog.events.map(({ name, description, deprecated }) => [name, description, deprecated]),
  ).toEqual([
    ['a', 'A title', true],
    ['b', 'Said *so*', false],
    ['c', undefined, false],
  ])
})

const files = {
  'events/order/paid.json': { properties: { by: { $ref: '../_user.json' } } },
  'events/order/sent.json': {
    properties: { by: { $ref: '../_user.json' }, to: { $ref: '../_to/user.json' } },
  },
  'events/Order.json': { 'x-event-type': 'order' },
  'events/_user.json': { properties: { boss: { $ref: '#' }, first: { $ref: '_to/user.json' } } },
  'events/_to/user.json': { type: 'object' },
}

test('the order in which files are found does not matter', async () => {
  const backwards = (loaded: LoadedSchemas): LoadedSchemas => ({
    documents: new Map([...loaded.documents].reverse()),
    events: [...loaded.events].reverse(),
    references: new Map([...loaded.references].reverse()),
  })
  const there = await build({}, files)
  const back = await build({}, files, backwards)
  expect(JSON.stringify(back.catalog)).toBe(JSON.stringify(there.catalog))
  expect(there.catalog.events.map(({ name }) => name)).toEqual([
    'order',
    'order.paid',
    'order.sent',
  ])
})

test('the names of what was there stay when an event joins', async () => {
  const identifiers = async (more: object) => {
    const { catalog } = await build({}, { ...files, ...more })
    return new Map(catalog.definitions.map(({ origin, identifier }) => [origin.file, identifier]))
  }
  const before = await identifiers({})
  const after = await identifiers({
    'events/aaa.json': { properties: { u: { $ref: '_zz/user.json' } } },
    'events/_zz/user.json': { type: 'string' },
  })
  for (const [file, identifier] of before)
    expect([file, after.get(file)]).toEqual([file, identifier])
})

test('the catalog is frozen all the way down', async () => {
  const { catalog } = await build({}, files)
  const open: unknown[] = [catalog]
  let seen = 0
  for (const value of open) {
    if (typeof value !== 'object' || value === null) continue
    seen += 1
    expect(Object.isFrozen(value)).toBe(true)
    open.push(...Object.values(value))
  }
  expect(seen).toBeGreaterThan(50)
})

test('a provider is called after its folder where the config does not say', async () => {
  const { catalog } = await build({}, { 'events/a.json': {} })
  expect(catalog).toMatchObject({
    provider: 'acme',
    title: 'acme',
    package: { name: 'acme-webhooks', version: '0.1.0', license: 'UNLICENSED' },
    methods: ['POST'],
    contentTypes: ['application/json', '+json', ''],
    validation: 'tolerant',
    sender: {},
    source: { payload: '' },
  })
})

test('schemas nested as deep as their author likes do not overflow the stack', async () => {
  const deep = `${'{"not":'.repeat(400)}{}${'}'.repeat(400)}`
  const { catalog } = await build({}, { 'events/a.json': deep })
  expect(catalog.definitions).toHaveLength(1)
})

test('a resource of an element is fetched of batches only', async () => {
  const auth = { type: 'bearer' }
  const hydrate = { url: 'https://api.example.com/{item:/id}', schema: 'events/a.json' }
  const said = async (events: object) => {
    const made = await build(
      {},
      { 'webhooks.json': { auth, events, hydrate }, 'events/a.json': {} },
    )
    return made.said.filter((one) => one.startsWith('ERR_ITEM'))
  }
  expect(await said({ batch: '' })).toEqual([])
  expect(await said({})).toEqual([
    'ERR_ITEM acme/webhooks.json#/hydrate {item:…} is read where there is no list',
  ])
})
