/** Wire names: four sources in their order, and every name exactly as it stands. */
import { describe, expect, test } from 'vitest'
import { build, names } from './catalog.js'

const typed = (type: unknown, more: object = {}) => {
  return { type: 'object', required: ['type'], properties: { type }, ...more }
}

test('events.names before x-event-type, before what the schema demands, before the path', async () => {
  const schema = { ...typed({ const: 'demanded' }), 'x-event-type': 'declared' }
  const file = 'events/by.path.json'
  const { 'x-event-type': _, ...undeclared } = schema
  expect(await names({ names: { [file]: 'explicit' } }, { [file]: schema })).toEqual(['explicit'])
  expect(await names({}, { [file]: schema })).toEqual(['declared'])
  expect(await names({}, { [file]: undeclared })).toEqual(['demanded'])
  expect(await names({}, { [file]: {} })).toEqual(['by.path'])
})

describe('what the schema demands', () => {
  const shared = {
    'events/_base.json': typed({ const: 'base' }),
    'events/_kind.json': { enum: ['kind'] },
    'events/_open.json': { properties: { type: { const: 'open' } } },
  }
  const cases: [name: string, schema: object, want: string][] = [
    ['a const', typed({ const: 'a' }), 'a'],
    ['an enum of one', typed({ enum: ['a'] }), 'a'],
    ['a whole number', typed({ const: 7 }), '7'],
    ['a name of Object.prototype', typed({ const: '__proto__' }), '__proto__'],
    ['through $ref of the root', { $ref: '_base.json' }, 'base'],
    ['through allOf and $ref', { allOf: [{}, { $ref: '_base.json' }] }, 'base'],
    ['through $ref of the property', typed({ $ref: '_kind.json' }), 'kind'],
    ['through allOf of the property', typed({ allOf: [{ type: 'string' }, { const: 'a' }] }), 'a'],
    [
      'required in one part and constant in another',
      { allOf: [{ $ref: '_open.json' }, { required: ['type'] }] },
      'open',
    ],
    ['a const that is not required', { properties: { type: { const: 'a' } } }, 'a'],
    ['a const or nothing', typed({ enum: ['a', null] }), 'a'],
    ['nothing alone', typed({ enum: [null] }), 'file'],
    ['an enum of one that is not required', { properties: { type: { enum: ['a'] } } }, 'a'],
    ['a const below allOf that nothing requires', { allOf: [{ $ref: '_open.json' }] }, 'open'],
    ['a const that is no name', typed({ const: true }), 'file'],
    ['a choice of one', { anyOf: [typed({ const: 'a' })] }, 'a'],
    ['a member that only looks like one', { default: typed({ const: 'a' }) }, 'file'],
  ]
  test.each(cases)('%s', async (_name, schema, want) => {
    expect(await names({}, { ...shared, 'events/file.json': schema })).toEqual([want])
  })

  const nested = typed(
    { type: 'string' },
    {
      required: ['data'],
      properties: { data: { required: ['k/d'], properties: { 'k/d': { const: 'deep' } } } },
    },
  )
  const inner = { required: ['k/d'], properties: { 'k/d': { const: 'deep' } } }
  const places: [events: object, schema: object, want: string][] = [
    [{ type: '{json:/data/k~1d}' }, nested, 'deep'],
    [
      { type: '{json:/data/k~1d}' },
      { properties: { data: { allOf: [{ properties: inner.properties }] } } },
      'deep',
    ],
    [{ type: '{json:/data/k~1d}', payload: '/data' }, inner, 'deep'],
    [{ type: '{json:/data/k~1d}', payload: '/dat' }, inner, 'file'],
    [{ type: '{json:/k~1d}', payload: '/data' }, inner, 'file'],
    [{ type: '{json:/data/k~1d|lower}' }, nested, 'file'],
    [{ type: 'v1.{json:/data/k~1d}' }, nested, 'v1.deep'],
    [{ type: '{header:x-event}' }, typed({ const: 'a' }), 'file'],
    [{ type: '{json:}' }, { const: 'root' }, 'root'],
  ]
  test.each(places)('at %j', async (events, schema, want) => {
    expect(await names({ ...events }, { 'events/file.json': schema })).toEqual([want])
  })
})

describe('the path', () => {
  const paths: [file: string, events: object, want: string][] = [
    ['events/upload.json', {}, 'upload'],
    ['events/order/paid.YAML', {}, 'order.paid'],
    ['events/order.paid.schema.json', {}, 'order.paid'],
    ['events/order.SCHEMA.yml', {}, 'order'],
    ['events/order/paid.json', { separator: '/' }, 'order/paid'],
    ['events/naïve event.json', {}, 'naïve event'],
    ['events/007.json', {}, '007'],
    ['events/constructor.json', {}, 'constructor'],
    ['events/__proto__.json', {}, '__proto__'],
    ['order/paid.json', {}, 'order.paid'],
    ['hooks/v1/order/paid.json', { schemas: 'hooks/v1/**' }, 'order.paid'],
    ['hooks/v1/order/paid.json', { schemas: ['./hooks/*/order/*.json'] }, 'v1.order.paid'],
    ['hooks/v1/paid.json', { schemas: 'hooks/v1/paid.json' }, 'paid'],
    ['hooks/paid.json', { schemas: ['hooks/{paid,sent}.json'] }, 'paid'],
    ['hooks/paid.json', { schemas: ['!hooks/old/**', 'hooks/**'] }, 'paid'],
    ['hooks/paid.json', { schemas: ['**/*.yaml', 'hooks/*.json'] }, 'paid'],
  ]
  test.each(paths)('%s with %j', async (file, events, want) => {
    const content = /\.ya?ml$/i.test(file) ? 'type: object' : {}
    const files = { [file]: content, 'hooks/old/x.json': {} }
    const given = 'schemas' in events ? files : { [file]: content }
    const found = await build({ ...events }, given)
    expect(found.catalog.events.map(({ name }) => name)).toContain(want)
  })
})

describe('events.names', () => {
  const two = {
    'events/all.json': { $defs: { a: { type: 'object' }, 'b/c': true }, 'x-note': 'no' },
  }

  test('names parts of a file, which then stand for the file', async () => {
    const events = {
      names: { 'events/all.json#/$defs/a': 'A', 'events/all.json#/$defs/b~1c': 'B' },
    }
    expect(await names(events, two)).toEqual(['A', 'B'])
  })
  test('names a file and its parts', async () => {
    const events = { names: { './events/all.json#': 'all', 'events/all.json#/$defs/a': 'A' } }
    expect(await names(events, two)).toEqual(['A', 'all'])
  })

  test('names files whose own names hold a number sign', async () => {
    const files = { 'events/#1.json': { $defs: { a: {} } }, 'events/a#.json': {} }
    const events = { names: { 'events/#1.json#/$defs/a': 'A', 'events/a#.json#': 'B' } }
    expect(await names(events, files)).toEqual(['A', 'B'])
  })

  const wrong: [key: string, problem: string][] = [
    ['events/al.json', 'and there is no such schema'],
    ['events/all.json#/$defs/x', 'and there is no such schema'],
    ['events/all.json#/x-note', 'and there is no such schema'],
    ['events/all.json#$defs', 'and there is no such schema'],
    ['__proto__', 'and there is no such schema'],
    ['_shared.json', 'and "events.schemas" does not select that file'],
    ['events/b.json#/x-parts/p', 'whose references were not followed: move it to "$defs"'],
  ]
  test.each(wrong)('%s is refused', async (key, problem) => {
    const config = `{ "auth": { "type": "bearer" },\n "events": { "names": {\n ${JSON.stringify(key)}: "n" } } }`
    const { list } = await build(
      {},
      {
        ...two,
        'webhooks.json': config,
        '_shared.json': {},
        'events/b.json': {
          properties: { s: { $ref: '../_shared.json' } },
          'x-parts': { p: { $ref: '#' } },
        },
      },
    )
    const pointer = `#/events/names/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`
    expect(list.filter(({ severity }) => severity === 'error')).toEqual([
      expect.objectContaining({
        code: 'ERR_EVENT_NAMES',
        file: 'acme/webhooks.json',
        line: 3,
        pointer,
        message: `"events.names" names ${JSON.stringify(key)}, ${problem}`,
      }),
    ])
  })
})

describe('names that cannot be', () => {
  test('two schemas that claim one name are both listed', async () => {
    const files = {
      'events/b.json': { 'x-event-type': 'same' },
      'events/a.json': {},
      'events/c.json': { $defs: { p: true } },
    }
    const events = { names: { 'events/a.json': 'same', 'events/c.json#/$defs/p': 'other' } }
    const { said, list } = await build(events, files)
    expect(said).toEqual([
      'ERR_EVENT_DUPLICATE acme/events/b.json# two schemas claim the event "same": acme/events/a.json and acme/events/b.json',
    ])
    expect(list[0]?.hint).toBe(
      'name one of them in "events.names"; for versions of one event see "events.versions"',
    )
  })
  test('a part that claims a name is listed with its pointer', async () => {
    const events = { names: { 'events/c.json#/$defs/p': 'a' } }
    const files = { 'events/a.json': {}, 'events/c.json': { $defs: { p: true } } }
    expect(await names(events, files)).toEqual([
      'ERR_EVENT_DUPLICATE acme/events/c.json#/$defs/p two schemas claim the event "a": acme/events/a.json and acme/events/c.json#/$defs/p',
    ])
  })
  test.each(['', ' \t'])('a name that is blank: %j', async (name) => {
    const { said } = await build({}, { 'events/a.json': { 'x-event-type': name } })
    expect(said).toContain(
      'ERR_EVENT_NAME_EMPTY acme/events/a.json# the wire name of this event is empty',
    )
  })

  const odd: [name: string, ...warnings: string[]][] = [
    [
      'a\u200bb',
      'WARN_NAME_INVISIBLE the event name "a\\u200bb" holds characters that cannot be seen',
    ],
    [
      'a\u2028b',
      'WARN_NAME_INVISIBLE the event name "a\\u2028b" holds characters that cannot be seen',
    ],
    ['e\u0301', 'WARN_NAME_NOT_NORMAL the event name "e\\u0301" is not in Unicode normal form C'],
    [
      'p\u0430y',
      'WARN_NAME_CONFUSABLE the event name "p\\u0430y" mixes alphabets whose letters look alike',
    ],
    ['\u043e\u043f\u043b\u0430\u0442\u0430'],
    ['na\u00efve'],
  ]
  test.each(odd)(
    'the name %j is kept, and pointed out if it looks like another',
    async (name, ...warnings) => {
      const { catalog, list } = await build({}, { 'events/a.json': { 'x-event-type': name } })
      expect(catalog.events.map((event) => event.name)).toEqual([name])
      const about = list.filter(({ code }) => code.startsWith('WARN_NAME'))
      expect(about.map(({ code, message }) => `${code} ${message}`)).toEqual(warnings)
    },
  )
})

describe('what the schema demands of events that are no JSON body', () => {
  const event = typed({ const: 'a' })
  const deep = { required: ['data'], properties: { data: event } }
  const carried = { from: '{form:payload}' }
  const places: [events: object, schema: object, want: string][] = [
    [{ batch: '/events' }, event, 'a'],
    [{ batch: '/events', type: '{item:/data/type}', payload: '/data' }, event, 'a'],
    [{ batch: '/events', type: '{json:/type}' }, event, 'file'],
    [{ payload: carried }, event, 'a'],
    [{ payload: carried, type: '{form:payload|json:/data/type}' }, deep, 'a'],
    [{ payload: { ...carried, pointer: '/data' } }, event, 'file'],
    [
      { payload: { ...carried, pointer: '/data' }, type: '{form:payload|json:/data/type}' },
      event,
      'a',
    ],
    [{ payload: carried, type: '{form:other|json:/type}' }, event, 'file'],
    [{ payload: carried, type: '{form:type}' }, event, 'file'],
    [{ payload: carried, batch: '', type: '{item:/type}' }, event, 'a'],
    [{ payload: { from: '{item:/body}' }, batch: '' }, event, 'a'],
    [{ payload: { from: '{item:/body}' }, batch: '', type: '{item:/type}' }, event, 'file'],
    [{ format: 'form', type: '{form:type}' }, event, 'a'],
    [{ format: 'form', type: '{form:a~b/c}' }, { ...named('a~b/c') }, 'a'],
    [{ format: 'form', type: '{form:type|lower}' }, event, 'file'],
    [{ format: 'query', type: '{query:type}' }, event, 'a'],
    [{ format: 'query', type: '{header:type}' }, event, 'file'],
    [{ format: 'text', type: '{header:type}' }, { const: 'a' }, 'file'],
  ]
  test.each(places)('at %j', async (events, schema, want) => {
    expect(await names({ ...events }, { 'events/file.json': schema })).toEqual([want])
  })

  function named(field: string) {
    return { required: [field], properties: { [field]: { const: 'a' } } }
  }
})

describe('a type of nothing but optional parts', () => {
  const demanded = { required: ['b'], properties: { b: { const: 'demanded' } } }
  test.each([
    ['[[{json:/a}]][[{json:/b}]]', {}, 'file'],
    ['[[{json:/a}]][[{json:/b}]]', demanded, 'demanded'],
    ['[[{json:/a}]]-[[{json:/b}]]', {}, 'file'],
    ['[[{header:A}]][[{json:/b}]]', {}, 'file'],
  ])('%s of %j', async (type, schema, want) => {
    expect(await names({ type }, { 'events/file.json': schema })).toEqual([want])
  })
})

describe('schemas that copy a constant from each other', () => {
  const loose = { properties: { type: { const: 'made' } } }
  test('are called by their files where they do not require it, and that is said', async () => {
    const { catalog, said } = await build(
      {},
      { 'events/x.json': loose, 'events/y.json': { ...loose, title: 'y' } },
    )
    expect(catalog.events.map(({ name }) => name)).toEqual(['x', 'y'])
    expect(said).toEqual(
      ['x', 'y'].map((file) =>
        expect.stringMatching(`^WARN_EVENT_NAME acme/events/${file}.json# .*"made".*"${file}"$`),
      ),
    )
  })
  test('leave the name to the one that requires it', async () => {
    const { catalog } = await build(
      {},
      { 'events/x.json': loose, 'events/y.json': typed({ const: 'made' }) },
    )
    expect(catalog.events.map(({ name, origin }) => [name, origin.file])).toEqual([
      ['made', 'events/y.json'],
      ['x', 'events/x.json'],
    ])
  })
})
