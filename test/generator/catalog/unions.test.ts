/** Choices that do not stand at the root: in allOf, behind references, on the way to the type. */
import { describe, expect, test } from 'vitest'
import { build, names } from './catalog.js'

const typed = (type: string, more: object = {}) => {
  return { type: 'object', properties: { type: { const: type }, ...more } }
}
const at = { type: 'object', required: ['at'], properties: { at: { type: 'string' } } }
const a = typed('a', { n: { type: 'integer' } })
const b = typed('b', { s: { type: 'string' } })
const any = { oneOf: [a, b] }

/** Wire names with the schemas behind them. */
async function events(schema: object, more: object = {}, config: object = {}) {
  const { catalog, said } = await build({ ...config }, { 'events/all.json': schema, ...more })
  expect(said.filter((one) => one.startsWith('ERR'))).toEqual([])
  return Object.fromEntries(
    catalog.events.map(({ name, definition }) => [
      name,
      catalog.definitions.find(({ identifier }) => identifier === definition)?.schema,
    ]),
  )
}

describe('a choice is divided', () => {
  test('in an allOf, and what stands around it holds for each event', async () => {
    expect(await events({ required: ['id'], allOf: [at, any] })).toEqual({
      a: { required: ['id'], allOf: [at, a] },
      b: { required: ['id'], allOf: [at, b] },
    })
  })
  test('in an allOf of nothing else', async () => {
    expect(await events({ title: 'All', allOf: [any] })).toEqual({ a, b })
  })
  test('behind a reference in an allOf, with the references of both', async () => {
    const when = { properties: { when: { $ref: '#/$defs/When' } } }
    const c = typed('c', { to: { $ref: '#/$defs/When' } })
    const $defs = { Any: { anyOf: [a, c] }, When: { type: 'string' }, Base: when }
    const found = await events({
      allOf: [{ $ref: '#/$defs/Base' }, { $ref: '#/$defs/Any' }],
      $defs,
    })
    const base = { $ref: '#/definitions/Base' }
    const to = { $ref: '#/definitions/When' }
    expect(found).toEqual({ a: { allOf: [base, a] }, c: { allOf: [base, typed('c', { to })] } })
  })
  test('behind a reference with more beside it, and behind several', async () => {
    const $defs = { Any: any, Again: { description: 'again', $ref: '#/$defs/Any' } }
    expect(await events({ $ref: '#/$defs/Again', required: ['type'], $defs })).toEqual({
      a: { required: ['type'], allOf: [a] },
      b: { required: ['type'], allOf: [b] },
    })
    expect(await events({ title: 'All', $ref: '#/$defs/Again', $defs })).toEqual({ a, b })
  })
  test('where a part before it lists the types', async () => {
    const listed = { properties: { type: { enum: ['a', 'b', 'never'] } } }
    expect(await events({ allOf: [listed, any] })).toEqual({
      a: { allOf: [listed, a] },
      b: { allOf: [listed, b] },
    })
  })
  test('inside a member on the way to the type, and of the type itself', async () => {
    const config = { type: '{json:/meta/type}' }
    const meta = (inner: object) => ({ properties: { meta: inner, id: {} } })
    expect(await events(meta(any), {}, config)).toEqual({ a: meta(a), b: meta(b) })
    const type = { oneOf: [{ const: 'a' }, { const: 'b' }] }
    expect(await events({ properties: { type } })).toEqual({
      a: { properties: { type: { const: 'a' } } },
      b: { properties: { type: { const: 'b' } } },
    })
  })
  test('with a choice inside that a discriminator divides', async () => {
    const cat = { type: 'object', properties: { kind: { type: 'string' } } }
    const pet = {
      oneOf: [{ $ref: '#/$defs/Cat' }, { $ref: '#/$defs/Dog' }],
      discriminator: { propertyName: 'kind', mapping: { cat: '#/$defs/Cat', dog: '#/$defs/Dog' } },
    }
    const $defs = { Cat: cat, Dog: cat }
    const around = { properties: { pet }, ...any, $defs }
    const mark = (value: string) => ({ properties: { kind: { enum: [value] } } })
    const branches = [{ allOf: [mark('cat'), {}] }, { allOf: [mark('dog'), {}] }]
    for (const schema of [around, { allOf: [{ properties: { pet } }, any], $defs }]) {
      const found = await events(schema)
      const [base] = (found['a'] as { allOf?: object[] }).allOf ?? []
      const holder =
        base !== undefined && 'properties' in base && 'pet' in (base.properties as object)
          ? base
          : found['a']
      expect(holder).toMatchObject({ properties: { pet: { oneOf: branches } } })
    }
  })
})

describe('a choice is not divided', () => {
  const whole: [what: string, schema: object][] = [
    ['in an allOf, with a branch that could be any event', { allOf: [at, { oneOf: [a, at] }] }],
    ['inside a member that the type is not read from', { properties: { data: any } }],
    ['inside a not', { not: any }],
  ]
  test.each(whole)('%s', async (_what, schema) => {
    expect(Object.keys(await events(schema))).toEqual(['all'])
  })
  test('that comes back to itself, however many of them there are', async () => {
    const names = Array.from({ length: 12 }, (_, n) => `C${n}`)
    const all = { allOf: names.map((name) => ({ $ref: `#/$defs/${name}` })) }
    const each = names.map((name) => [
      name,
      { anyOf: [{ $ref: '#/$defs/Node' }, { type: 'null' }] },
    ])
    const Node = { properties: { of: all } }
    expect(
      Object.keys(await events({ ...all, $defs: { ...Object.fromEntries(each), Node } })),
    ).toEqual(['all'])
  })
})

test('branches that the config leaves out are no events', async () => {
  const files = {
    'all.json': { oneOf: [{ $ref: '#/$defs/a' }, { $ref: '#/$defs/b' }], $defs: { a, b } },
  }
  const left = (pointer: string) => names({ schemas: ['all.json', `!all.json#${pointer}`] }, files)
  expect(await left('/$defs/a')).toEqual(['b'])
  expect(await left('/oneOf/1')).toEqual(['a'])
})
