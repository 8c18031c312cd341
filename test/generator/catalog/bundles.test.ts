/** Files that hold many schemas and became one event: what is said of them, and what is not. */
import { describe, expect, test } from 'vitest'
import { build, names } from './catalog.js'

const object = (name: string) => ({ type: 'object', properties: { [name]: { type: 'string' } } })
const definitions = { push: object('ref'), star: object('by') }
const refs = [{ $ref: '#/definitions/push' }, { $ref: '#/definitions/star' }]
const header = { type: '{header:x-event}' }

/** The lines that are printed, of the files that are pointed out. */
async function lines(files: Readonly<Record<string, unknown>>, events: object = header) {
  const { list } = await build({ ...events }, files)
  expect(list.filter(({ severity }) => severity === 'error')).toEqual([])
  return list.flatMap(({ code, hint = '' }) => {
    const line = /"schemas": (\[.*?\]) }/.exec(hint)?.[1]
    return code === 'WARN_EVENT_BUNDLE' && line !== undefined ? [JSON.parse(line) as string[]] : []
  })
}

const alone: [what: string, file: object, line: string][] = [
  ['definitions alone', { definitions }, 'all.json#/definitions'],
  [
    'definitions and no more than a type',
    { type: 'object', $defs: definitions },
    'all.json#/$defs',
  ],
  ['a map of schemas', definitions, 'all.json#/*'],
  ['a map inside', { title: 'x', events: definitions }, 'all.json#/events'],
  [
    'maps inside a map',
    { of: { door: definitions, lamp: { lit: object('by') } } },
    'all.json#/of/*/*',
  ],
  [
    'a list of wrapped schemas',
    {
      list: [
        { of: 'a', schema: object('a') },
        { of: 'b', schema: object('b') },
      ],
    },
    'all.json#/list/*/schema',
  ],
  ['a choice of references', { oneOf: refs, definitions }, 'all.json#/oneOf'],
  [
    'a choice behind a reference',
    { $ref: '#/definitions/any', definitions: { ...definitions, any: { anyOf: refs } } },
    'all.json#/definitions/any/anyOf',
  ],
]

describe('the line that divides a file', () => {
  test.each(alone)('%s', async (_what, file, line) => {
    expect(await lines({ 'all.json': file })).toEqual([[line]])
    const { catalog, said } = await build({ ...header, schemas: [line] }, { 'all.json': file })
    expect(said).toEqual([])
    expect(catalog.events.length).toBeGreaterThan(1)
  })
  test('names each of several maps', async () => {
    const file = { door: definitions, lamp: { lit: object('by') } }
    expect(await lines({ 'all.json': file })).toEqual([['all.json#/door', 'all.json#/lamp']])
  })
  test('leaves the other files as they are', async () => {
    const files = { 'events/all.json': { definitions }, 'events/x/other.json': object('a') }
    const [line = []] = await lines(files)
    expect(line).toEqual(['events/**/!(all.json)', 'events/all.json#/definitions'])
    expect(await names({ ...header, schemas: line }, files)).toEqual(['push', 'star', 'x.other'])
  })
  test('of a file that is a list', async () => {
    const { list } = await build(header, { 'all.json': [object('a')] })
    expect(list.find(({ code }) => code === 'ERR_SCHEMA_INVALID')?.hint).toContain('"all.json#/*"')
  })
})

const quiet: [what: string, files: Readonly<Record<string, unknown>>, events?: object][] = [
  ['a schema with definitions', { 'a.json': { ...object('a'), definitions } }],
  ['a schema that says nothing', { 'a.json': {} }],
  ['notes of its author', { 'a.json': { 'x-note': definitions, meta: { owner: 'me' } } }],
  [
    'a choice of shapes of one event among others',
    { 'paid.json': { oneOf: refs, definitions }, 'b.json': object('b') },
  ],
  [
    'a choice that says its name',
    { 'a.json': { properties: { type: { const: 'a' } }, oneOf: refs, definitions } },
    {},
  ],
  ['a choice of shapes without names', { 'a.json': { oneOf: [object('a'), object('b')] } }],
  [
    'the one event that every delivery is',
    { 'a.json': { oneOf: refs, definitions } },
    { type: 'a' },
  ],
  [
    'one that the config names',
    { 'a.json': { oneOf: refs, definitions } },
    { ...header, names: { 'a.json': 'a' } },
  ],
  [
    'a choice beside more than itself',
    { 'a.json': { allOf: [{ oneOf: refs }, object('a')], definitions } },
  ],
]
test.each(quiet)('nothing is said of %s', async (_what, files, events) => {
  expect(await lines(files, events)).toEqual([])
})
