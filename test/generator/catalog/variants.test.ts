/** Schemas of several events: unions, lists of types, and types of several parts. */
import { describe, expect, test } from 'vitest'
import { processorTime } from '../../support/processor-time.js'
import { build, names } from './catalog.js'

const typed = (type: unknown, more: object = {}) => {
  return { type: 'object', required: ['type'], properties: { type, ...more } }
}
const a = typed({ const: 'a' }, { n: { type: 'integer' } })
const b = typed({ enum: ['b'] }, { s: { type: 'string' } })

/** Wire names with the schemas behind them, references written out by one level. */
async function events(config: object, files: Readonly<Record<string, unknown>>) {
  const { catalog, said } = await build({ ...config }, files)
  expect(said.filter((one) => one.startsWith('ERR'))).toEqual([])
  return Object.fromEntries(
    catalog.events.map(({ name, definition }) => [
      name,
      catalog.definitions.find(({ identifier }) => identifier === definition)?.schema,
    ]),
  )
}

describe('a choice is divided by the constants that tell its branches apart', () => {
  test.each(['oneOf', 'anyOf'])('%s', async (keyword) => {
    const found = await events({}, { 'events/all.json': { [keyword]: [a, b] } })
    expect(found).toEqual({ a, b })
  })
  test('through references, of the branches and of the choice', async () => {
    const files = {
      'events/all.json': { $ref: '_all.json' },
      'events/_all.json': { oneOf: [{ $ref: '#/$defs/a' }, { $ref: '_b.json' }], $defs: { a } },
      'events/_b.json': b,
    }
    expect(await events({}, files)).toEqual({ a, b })
  })
  test('whether or not a branch requires its constant', async () => {
    const files = { 'events/all.json': { oneOf: [a, { properties: { type: { const: 'b' } } }] } }
    expect(Object.keys(await events({}, files))).toEqual(['a', 'b'])
  })
  test('choices inside choices', async () => {
    const files = { 'events/all.json': { oneOf: [{ anyOf: [a, typed({ const: 'c' })] }, b] } }
    expect(Object.keys(await events({}, files))).toEqual(['a', 'b', 'c'])
  })
  test('what stands around the choice holds for each event', async () => {
    const around = {
      type: 'object',
      required: ['id', 'type'],
      properties: { id: { $ref: '_id.json' } },
      oneOf: [{ properties: { type: { const: 'a' }, to: { $ref: '_id.json' } } }, b],
    }
    const files = { 'events/all.json': around, 'events/_id.json': { type: 'string' } }
    const id = { $ref: '#/definitions/Id' }
    const base = { type: 'object', required: ['id', 'type'], properties: { id } }
    expect(await events({}, files)).toEqual({
      a: { ...base, allOf: [{ properties: { type: { const: 'a' }, to: id } }] },
      b: { ...base, allOf: [b] },
    })
    const described = { ...around, description: 'all', oneOf: [{ ...b, description: 'b' }, a] }
    const { catalog } = await build({}, { ...files, 'events/all.json': described })
    expect(catalog.events.map(({ description }) => description)).toEqual(['all', 'b'])
  })
  test('branches of one event stay a choice', async () => {
    const other = typed({ const: 'a' }, { other: true })
    const whole = { oneOf: [a, other] }
    expect(await events({}, { 'events/all.json': whole })).toEqual({ a: whole })
    const found = await events({}, { 'events/all.json': { oneOf: [a, other, b] } })
    expect(Object.keys(found)).toEqual(['a', 'b'])
    expect(found['b']).toEqual(b)
    const branches = [{ $ref: '#/definitions/All0' }, { $ref: '#/definitions/All1' }]
    expect(found['a']).toEqual({ oneOf: branches })
  })

  const whole: [name: string, schema: object][] = [
    ['a branch that could be any event', { oneOf: [a, { type: 'object' }] }],
    ['two choices at once', { oneOf: [a, b], anyOf: [a, b] }],
    ['a boolean branch', { oneOf: [a, true] }],
  ]
  test.each(whole)('not divided: %s', async (_name, schema) => {
    expect(Object.keys(await events({}, { 'events/all.json': schema }))).toEqual(['all'])
  })
  test('not divided where the type is not in the payload', async () => {
    const files = { 'events/all.json': { oneOf: [a, b] } }
    expect(await names({ type: '{header:x-event}' }, files)).toEqual(['all'])
  })
  test('events.names says what a choice is called, and it is whole', async () => {
    const config = { names: { 'events/all.json': 'mine' } }
    expect(await names(config, { 'events/all.json': { oneOf: [a, b] } })).toEqual(['mine'])
  })
  test('x-event-type of a branch is its name', async () => {
    const branch = { ...a, 'x-event-type': 'A' }
    expect(await names({}, { 'events/all.json': { oneOf: [branch, b] } })).toEqual(['A', 'b'])
  })
  test('two branches that claim one name in two files are pointed at', async () => {
    const files = { 'events/all.json': { oneOf: [a, b] }, 'events/more.json': a }
    expect(await names({}, files)).toEqual([
      'ERR_EVENT_DUPLICATE acme/events/more.json# two schemas claim the event "a": acme/events/all.json#/oneOf/0 and acme/events/more.json',
    ])
  })
})

test('several types in one schema are as many events of one definition', async () => {
  const files = { 'events/state.json': typed({ enum: ['opened', 'closed'] }) }
  const { catalog } = await build({}, files)
  expect(catalog.events.map(({ name }) => name)).toEqual(['closed', 'opened'])
  expect(catalog.definitions.map(({ identifier }) => identifier)).toEqual(['State'])
})

test('thousands of branches take seconds, also with something around them', async () => {
  const oneOf = Array.from({ length: 3000 }, (_, n) => ({
    properties: { type: { const: `e${n}` } },
  }))
  const started = processorTime()
  const files = { 'events/all.json': { required: ['type'], properties: { id: {} }, oneOf } }
  expect(await names({}, files)).toHaveLength(3000)
  expect(processorTime() - started).toBeLessThan(10_000)
}, 30_000)

test('events.names names an event of a description where the description has it', async () => {
  const content = { 'application/json': { schema: { $ref: '#/components/schemas/A' } } }
  const document = {
    openapi: '3.1.0',
    webhooks: {
      w: { post: { requestBody: { content } } },
      x: { $ref: '#/components/pathItems/X' },
    },
    components: {
      schemas: { A: { type: 'object' } },
      pathItems: { X: { post: { requestBody: { content } } } },
    },
  }
  const config = (key: string) => ({ type: '{header:x-event}', names: { [key]: 'mine' } })
  const files = { 'openapi.json': document }
  expect(await names(config('openapi.json#/webhooks/w'), files)).toEqual(['mine', 'x'])
  expect(await names(config('openapi.json#/webhooks/x'), files)).toEqual(['mine', 'w'])
  expect(await names(config('openapi.json#/components/schemas/A'), files)).toEqual([
    expect.stringMatching(/^WARN_EVENT_NAMES_SHARED .*"w", "x"$/),
  ])
})

test('events.names may list the types of one schema', async () => {
  const config = { names: { 'events/all.json': ['x', 'y'] } }
  expect(await names(config, { 'events/all.json': {} })).toEqual(['x', 'y'])
})

describe('types of several parts', () => {
  const action = (value: unknown) => ({
    type: 'object',
    required: ['action'],
    properties: { action: value },
  })
  const type = '{header:x-event}[[.{json:/action}]]'
  const cases: [name: string, files: Record<string, unknown>, config: object, want: string[]][] = [
    [
      'a path that has the form already',
      { 'issues/opened.json': action({ const: 'opened' }) },
      {},
      ['issues.opened'],
    ],
    [
      'a path that stands for the header',
      { 'issues.json': action({ const: 'opened' }) },
      {},
      ['issues.opened'],
    ],
    [
      'a choice in a file that stands for the header',
      { 'issues.json': { oneOf: [action({ const: 'opened' }), action({ const: 'closed' })] } },
      {},
      ['issues.closed', 'issues.opened'],
    ],
    [
      'several actions of one schema',
      { 'issues.json': action({ enum: ['a', 'b'] }) },
      {},
      ['issues.a', 'issues.b'],
    ],
    ['none', { 'push.json': { type: 'object' } }, {}, ['push']],
    ['an open one', { 'push.json': action({ type: 'string' }) }, {}, ['push']],
    [
      'keys that are renamed',
      { 'issues-opened.json': action({ const: 'opened' }), 'push$event.json': {} },
      {
        rename: [
          ['-', '.'],
          ['\\$event$', ''],
        ],
      },
      ['issues.opened', 'push'],
    ],
  ]
  test.each(cases)('%s', async (_name, files, config, want) => {
    expect(await names({ schemas: '**', type, ...config }, files)).toEqual(want)
  })
  test.each(['(a+)+$', '(?:a|a)*b', '([a-z]+)*x'])(
    'a pattern that backtracks: %s',
    async (match) => {
      const { said } = await build({ rename: [[match, '']] }, { 'a.json': {} })
      expect(said).toEqual([
        `ERR_PATTERN_SLOW acme/webhooks.json#/events/rename/0/0 ${JSON.stringify(match)} can keep an engine busy for very long`,
      ])
    },
  )

  test('a pattern that is none is pointed at', async () => {
    const { said } = await build({ rename: [['(', '']] }, { 'a.json': {} })
    expect(said).toEqual([
      'ERR_PATTERN_INVALID acme/webhooks.json#/events/rename/0/0 "(" is not a regular expression of ECMAScript',
    ])
  })
})
