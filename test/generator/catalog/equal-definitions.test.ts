/** Definitions that several files repeat are one; those that differ, by whatever, are several. */
import { describe, expect, test } from 'vitest'
import { build } from './catalog.js'

const text = { type: 'string' }
const number = { type: 'integer' }

/** An event that refers to a definition of its own file. */
const event = (name: string, $defs: object, more: object = {}) => ({
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  type: 'object',
  properties: { type: { const: name }, guest: { $ref: '#/$defs/Guest' } },
  $defs,
  ...more,
})

async function built(files: Readonly<Record<string, unknown>>, events: object = {}) {
  const { catalog, said } = await build({ ...events }, files)
  expect(said.filter((one) => one.startsWith('ERR'))).toEqual([])
  return { catalog, identifiers: catalog.definitions.map(({ identifier }) => identifier) }
}

const pair = (one: object, other: object, more: object = {}) =>
  built({ 'events/a.json': event('a', one), 'events/b.json': event('b', other, more) })

const guest = (more: object = {}) => ({ properties: { name: text, ...more } })

describe('one definition', () => {
  test('of two files, and what refers to it in either leads there', async () => {
    const { catalog, identifiers } = await pair({ Guest: guest() }, { Guest: guest() })
    expect(identifiers).toEqual(['A', 'B', 'Guest'])
    const [a, b] = catalog.definitions
    expect(a?.schema).toMatchObject({ properties: { guest: { $ref: '#/definitions/Guest' } } })
    expect(b?.schema).toMatchObject({ properties: { guest: { $ref: '#/definitions/Guest' } } })
  })
  test('whose members stand in another order', async () => {
    const turned = { Guest: { properties: { age: number, name: text } } }
    expect((await pair({ Guest: guest({ age: number }) }, turned)).identifiers).toEqual([
      'A',
      'B',
      'Guest',
    ])
  })
  test('that refers to equal ones, itself among them', async () => {
    const defs = {
      Guest: guest({ host: { $ref: '#/$defs/Host' }, next: { $ref: '#/$defs/Guest' } }),
      Host: { properties: { of: { $ref: '#/$defs/Guest' }, name: text } },
    }
    expect((await pair(defs, defs)).identifiers).toEqual(['A', 'B', 'Guest', 'Host'])
  })
  test('of a file and the root that does nothing but refer to it', async () => {
    const root = (more: object) => ({
      $ref: '#/definitions/StayBooked',
      ...more,
      definitions: { StayBooked: guest() },
    })
    for (const more of [
      {},
      { $schema: 'http://json-schema.org/draft-07/schema#', description: 'booked' },
    ]) {
      const { catalog, identifiers } = await built(
        { 'events/stay.booked.json': root(more) },
        { type: '{header:x}' },
      )
      expect(identifiers).toEqual(['StayBooked'])
      expect(catalog.definitions[0]?.schema).toEqual(guest())
      expect(catalog.events).toMatchObject([{ name: 'stay.booked', definition: 'StayBooked' }])
    }
  })
  test('has one hash, whatever the files are called', async () => {
    const hash = async (file: string) =>
      (
        await built({
          'events/a.json': event('a', { Guest: guest() }),
          [file]: event('b', { Guest: guest() }),
        })
      ).catalog.definitions.find(({ identifier }) => identifier === 'Guest')?.hash
    expect(await hash('events/0.json')).toBe(await hash('events/z.json'))
  })
})

describe('two definitions', () => {
  const differing: [what: string, one: object, other: object, more?: object][] = [
    ['of other members', { Guest: guest() }, { Guest: guest({ age: number }) }],
    ['of another text', { Guest: guest() }, { Guest: { ...guest(), description: 'other' } }],
    [
      'in what they refer to',
      { Guest: guest({ of: { $ref: '#/$defs/Of' } }), Of: text },
      { Guest: guest({ of: { $ref: '#/$defs/Of' } }), Of: number },
    ],
    [
      'in what that refers to in a circle',
      {
        Guest: guest({ of: { $ref: '#/$defs/Of' } }),
        Of: { properties: { g: { $ref: '#/$defs/Guest' }, n: text } },
      },
      {
        Guest: guest({ of: { $ref: '#/$defs/Of' } }),
        Of: { properties: { g: { $ref: '#/$defs/Guest' }, n: number } },
      },
    ],
    [
      'of another draft',
      { Guest: guest() },
      { Guest: guest() },
      { $schema: 'http://json-schema.org/draft-07/schema#' },
    ],
  ]
  test.each(differing)('%s', async (_what, one, other, more) => {
    const { identifiers } = await pair(one, other, more)
    expect(identifiers.filter((name) => /^Guest(?:_[0-9a-f]{8})?$/.test(name))).toHaveLength(2)
  })
  test('of other names, and two events', async () => {
    const files = {
      'events/x.json': { type: 'object' },
      'events/X.y.json': { type: 'object' },
      'events/x_y.json': { type: 'object' },
    }
    const { catalog } = await built(files, { type: '{header:x}' })
    expect(catalog.definitions).toHaveLength(3)
  })
  test('a root that says more than the definition of its name', async () => {
    const files = {
      'events/stay.json': { $ref: '#/$defs/Stay', required: ['name'], $defs: { Stay: guest() } },
    }
    expect((await built(files, { type: '{header:x}' })).catalog.definitions).toHaveLength(2)
  })
})
