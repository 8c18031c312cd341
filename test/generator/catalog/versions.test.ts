/** Several versions of an event: distinct, or the latest, and never one of them by accident. */
import { describe, expect, test } from 'vitest'
import { build, names } from './catalog.js'

const typed = (type: unknown, more: object = {}) => {
  return { type: 'object', required: ['type'], properties: { type, ...more } }
}

describe('several versions of one event', () => {
  const paid = (more: object = {}) => typed({ const: 'invoice.paid' }, more)
  const files = {
    'events/invoice.paid@2.json': paid({ two: true }),
    'events/invoice.paid@10.json': paid({ ten: true }),
  }

  test('are distinct events where deliveries say the version', async () => {
    const both = ['invoice.paid@10', 'invoice.paid@2']
    expect(await names({ type: '{json:/type}@{header:x-version}' }, files)).toEqual(both)
    expect(await names({ type: '{header:x-event}' }, files)).toEqual(both)
    const said = { 'events/a.json': { ...paid(), 'x-event-version': 3 } }
    expect(await names({ type: '{json:/type}@{header:x-version}' }, said)).toEqual([
      'invoice.paid@3',
    ])
    const inBody = {
      'events/a.json': { ...typed({ const: 'a' }, { v: { const: 2 } }), required: ['type', 'v'] },
    }
    expect(await names({ type: '{json:/type}@{json:/v}' }, inBody)).toEqual(['a@2'])
  })
  test('are never one by accident', async () => {
    expect(await names({}, files)).toEqual([
      expect.stringMatching(/^ERR_EVENT_DUPLICATE .*two schemas claim the event "invoice.paid"/),
    ])
  })
  test('the latest stands for all where the config says so, and the others are named', async () => {
    const { catalog, list } = await build({ versions: 'latest' }, files)
    expect(catalog.events).toMatchObject([
      { name: 'invoice.paid', origin: { file: 'events/invoice.paid@10.json' } },
    ])
    expect(list.filter(({ code }) => code === 'NOTICE_EVENT_VERSION')).toMatchObject([
      {
        file: 'acme/events/invoice.paid@2.json',
        message: '"invoice.paid" is read in version 10; version 2 is left out',
      },
    ])
  })
  test('x-event-version says which is the latest, and paths lose theirs', async () => {
    const { catalog } = await build(
      { versions: 'latest', type: '{header:x-event}' },
      { 'events/a@1.json': {}, 'events/a.json': { 'x-event-version': 2 }, 'events/b@1.json': {} },
    )
    expect(catalog.events.map(({ name, origin }) => [name, origin.file])).toEqual([
      ['a', 'events/a.json'],
      ['b', 'events/b@1.json'],
    ])
  })
  test('two of one version are an error as ever', async () => {
    const same = {
      'events/x/a@1.json': { 'x-event-type': 'a@1' },
      'events/y.json': { 'x-event-type': 'a@1' },
    }
    expect(await names({ versions: 'latest' }, same)).toEqual([
      expect.stringMatching(/^ERR_EVENT_DUPLICATE/),
    ])
  })

  const versioned = (where: string, version: unknown, n: string) =>
    where === 'meta'
      ? typed(
          { const: 'a' },
          { meta: { properties: { schemaVersion: { const: version } } }, [n]: {} },
        )
      : typed({ const: 'a' }, { [where]: { enum: [version] }, [n]: {} })
  test.each(['version', 'v', 'event_version', 'meta'])('constants at %s say it', async (where) => {
    const { catalog, list } = await build(
      { versions: 'latest' },
      {
        'events/x.json': versioned(where, where === 'v' ? 9 : '9.0', 'x'),
        'events/y.json': versioned(where, where === 'v' ? 10 : '10.0', 'y'),
      },
    )
    expect(catalog.events).toMatchObject([{ name: 'a', origin: { file: 'events/y.json' } }])
    expect(list.map(({ code }) => code)).toContain('NOTICE_EVENT_VERSION')
  })
  test('constants that are the same, or stand in one of two, say nothing', async () => {
    for (const other of [versioned('version', '1', 'y'), typed({ const: 'a' }, { y: {} })]) {
      const files = { 'events/x.json': versioned('version', '1', 'x'), 'events/y.json': other }
      expect(await names({ versions: 'latest' }, files)).toEqual([
        expect.stringMatching(/^ERR_EVENT_DUPLICATE/),
      ])
    }
  })
})
