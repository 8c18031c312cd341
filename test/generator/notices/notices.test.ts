/** Configs that cannot work are told when they are generated; those that do, and what is not known, stay silent. */
import { describe, expect, test } from 'vitest'
import { type Data, saidOf } from './said.js'

const WANTED = /EVENT_TYPE|READS|NAMELESS|EXPR|UNHANDLED/

const said = (events: Data, schemas: Data, more: Data = {}) =>
  saidOf({ events, ...more }, schemas, (code) => WANTED.test(code))

const open = { type: 'object' }
const has = (properties: Data, more: Data = {}) => ({ type: 'object', properties, ...more })
const text = { type: 'string' }

describe('a name that is read where no schema has anything', () => {
  const nowhere: [name: string, events: Data, schemas: Data, ...want: RegExp[]][] = [
    [
      'without events.type',
      {},
      { a: has({ b: text }), c: has({ d: text }) },
      /^WARN_EVENT_TYPE_NOWHERE #\/events\/type 2 event schemas say nothing at \/type/,
    ],
    [
      'in closed schemas',
      { type: '{json:/a}' },
      { a: { ...has({ b: text }), additionalProperties: false } },
      /NOWHERE .*nothing at \/a/,
    ],
    [
      'in some of them',
      {},
      { a: has({ type: text }), c: has({ d: text }) },
      /1 of 2 event schemas says nothing at \/type/,
    ],
    [
      'with the place where they have it',
      { type: '{json:/event}' },
      { a: has({ type: { const: 'a.b' } }) },
      /NOWHERE .*"a\.b"; write "type": "\{json:\/type\}"$/,
    ],
    [
      'deep, and below a batch',
      { type: '{item:/a}', batch: '/all', id: '{item:/meta/x}' },
      { a: has({ meta: has({ x: text, event: { const: 'b' } }) }) },
      /write "type": "\{item:\/meta\/event\}"$/,
    ],
    [
      'in each branch of a choice',
      {},
      { a: { oneOf: [has({ b: text }), has({ c: text })] } },
      /NOWHERE/,
    ],
    [
      'through a reference',
      {},
      { a: { $ref: '#/$defs/x', $defs: { x: has({ b: text }) } } },
      /NOWHERE/,
    ],
    [
      'of optional parts',
      { type: '[[{json:/x}]][[{json:/y}]]' },
      { a: has({ b: text }) },
      /nothing at \/x or \/y/,
    ],
  ]
  test.each(nowhere)('%s', async (_name, events, schemas, ...want) => {
    const found = await said(events, schemas)
    expect(found).toHaveLength(want.length)
    for (const [index, one] of want.entries()) expect(found[index]).toMatch(one)
  })

  const silent: [name: string, events: Data, schemas: Data][] = [
    ['schemas that say nothing of members', {}, { a: open, b: {}, c: { required: ['d'] } }],
    [
      'one branch of a choice that has it',
      {},
      { a: { anyOf: [has({ b: text }), has({ type: text })] } },
    ],
    ['one branch that says nothing', {}, { a: { anyOf: [has({ b: text }), open] } }],
    ['below if, then, else', {}, { a: { ...has({ b: text }), if: {}, else: has({ type: text }) } }],
    ['members by a pattern', {}, { a: { ...has({ b: text }), patternProperties: { '^t': text } } }],
    ['members of any name', {}, { a: { ...has({ b: text }), additionalProperties: text } }],
    ['items of a list', { type: '{json:/l/0/t}' }, { a: has({ l: { items: has({ t: text }) } }) }],
    ['one of two optional parts', { type: '[[{json:/x}]][[{json:/y}]]' }, { a: has({ y: text }) }],
    ['outside of the payload', { type: '{json:/type}', payload: '/data' }, { a: has({ b: text }) }],
    [
      'a header',
      { type: '{header:x-event}' },
      { a: has({ action: { const: 'b' } }), c: has({ action: { const: 'b' } }) },
    ],
  ]
  test.each(silent)('%s: silence', async (_name, events, schemas) => {
    expect(await said(events, schemas)).toEqual([])
  })
})

test('names from files, while the schemas have others and a header is read', async () => {
  const schemas = {
    lead_won: has({ type: { const: 'lead.won' } }),
    lead_lost: has({ type: { const: 'lead.lost' } }),
  }
  const [one, ...others] = await said({ type: '{header:x-event}' }, schemas)
  expect(one).toMatch(/^WARN_EVENT_TYPE_ELSEWHERE .*"lead\.lost".*"\{json:\/type\}"/)
  expect(others).toEqual([])
})

describe('a plain text as the name of every delivery', () => {
  const constant: [type: string, schemas: Data, want: RegExp][] = [
    [
      'X-Event',
      { a: open },
      /^ERR_EVENT_TYPE_CONSTANT .*write "type": "\{header:X-Event\}"; if all .*"type": "a"$/,
    ],
    ['/type', { a: open, b: open }, /^ERR.*write "type": "\{json:\/type\}"$/],
    ['type', { a: open, b: open }, /^ERR.*write "type": "\{json:\/type\}"$/],
    ['a', { a: open, b: open }, /^WARN_EVENT_TYPE_CONSTANT .*"b" never come/],
  ]
  test.each(constant)('%s', async (type, schemas, want) => {
    expect((await said({ type }, schemas)).join('\n')).toMatch(want)
  })
  test('is silence where it is the one event', async () => {
    expect(await said({ type: 'a' }, { a: open })).toEqual([])
  })
})

describe('what the place of the name can never hold', () => {
  const never: [schemas: Data, names: Data, want: RegExp][] = [
    [
      { a: has({ type: { const: 'b' } }) },
      { 'events/a.json': 'c' },
      /^ERR_EVENT_TYPE_NEVER .*has "b"/,
    ],
    [{ a: has({ type: has({ x: text }) }) }, {}, /^ERR_EVENT_TYPE_NEVER .*has object/],
    [{ a: has({ type: { type: 'integer' } }) }, {}, /^ERR_EVENT_TYPE_NEVER .*has a number/],
    [
      { a: has({ type: { enum: ['x', 'y'] } }), b: has({ type: text }) },
      { 'events/a.json': 'c' },
      /^WARN_EVENT_TYPE_NEVER .*1 of 2 events/,
    ],
  ]
  test.each(never)('%j', async (schemas, names, want) => {
    expect((await said({ names }, schemas)).join('\n')).toMatch(want)
  })
  test('is a warning where whatever comes is handed over', async () => {
    const found = await said(
      { names: { 'events/a.json': 'c' } },
      { a: has({ type: { const: 'b' } }) },
      { validation: 'report' },
    )
    expect(found.join('\n')).toMatch(/^WARN_EVENT_TYPE_NEVER/)
  })
})

test('what else the config reads of events is held against their schemas', async () => {
  const schemas = { a: has({ type: { const: 'a' }, data: has({ id: text }) }) }
  for (const key of ['id', 'time', 'account']) {
    expect((await said({ [key]: '{json:/data/x}' }, schemas)).join('\n')).toMatch(
      new RegExp(`^WARN_READS_NOWHERE #/events/${key} the event schema says nothing at /data/x`),
    )
    expect(await said({ [key]: '{json:/data/id}' }, schemas)).toEqual([])
    expect(await said({ [key]: '{json:/data/id/x}' }, { a: open })).toEqual([])
  }
  const sequence = { value: '{json:/n}', as: 'number', key: '{json:/data/id}' }
  expect((await said({ sequence }, schemas)).join('\n')).toMatch(
    /^WARN_READS_NOWHERE #\/events\/sequence .*\/n,/,
  )
})

describe('a preset', () => {
  const auth = (preset: string) => ({ auth: { preset } })
  test('that knows no names needs events.type', async () => {
    expect((await said({}, { a: open }, auth('hookdeck'))).join('\n')).toMatch(
      /^WARN_PRESET_NAMELESS #\/events\/type .*"hookdeck"/,
    )
    expect((await said({}, { a: has({ b: text }) }, auth('hookdeck'))).join('\n')).toMatch(
      /^WARN_EVENT_TYPE_NOWHERE/,
    )
    expect(await said({}, { a: has({ type: { const: 'a' } }) }, auth('hookdeck'))).toEqual([])
    expect(await said({ type: '{json:/event}' }, { a: open }, auth('hookdeck'))).toEqual([])
  })
  test('that gives all deliveries one name tells of other schemas', async () => {
    expect((await said({}, { a: open, b: open }, auth('convoy'))).join('\n')).toMatch(
      /^ERR_EVENT_TYPE_CONSTANT .*preset "convoy".*"events\.type"/,
    )
    expect(await said({}, { delivery: open }, auth('convoy'))).toEqual([])
    expect(await said({ type: '{header:x-event}' }, { a: open, b: open }, auth('convoy'))).toEqual(
      [],
    )
  })
  test('is believed where schemas leave out what it reads', async () => {
    expect(await said({}, { 'charge.paid': has({ data: open }) }, auth('stripe'))).toEqual([])
    expect(
      await said({}, { 'charge.paid': has({ event: { const: 'charge.paid' } }) }, auth('stripe')),
    ).toEqual([])
  })
})

test('examples are run through the config: one warning for each reason and schema', async () => {
  const examples = [
    { type: 'a', id: 1 },
    { type: 'A', id: 2 },
    { type: 'A', id: 3 },
    { type: 'a', kind: 'x' },
    { id: 4 },
  ]
  const a = { ...has({ type: text, id: {} }), examples }
  const found = await said({ id: '{json:/id}' }, { a })
  expect(found.map((one) => one.slice(0, one.indexOf(';')))).toEqual([
    'WARN_EXAMPLE_UNHANDLED #/examples/1 2 of 5 examples of this schema would not be handled: it is the event "A", and no schema is called so',
    'WARN_EXAMPLE_UNHANDLED #/examples/3 1 of 5 examples of this schema would not be handled: "events.id" reads nothing at /id',
    'WARN_EXAMPLE_UNHANDLED #/examples/4 1 of 5 examples of this schema would not be handled: "events.type" reads nothing at /type',
  ])
  expect(await said({ type: '{header:x-event}' }, { a })).toEqual([])
})
