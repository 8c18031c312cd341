/** Descriptions of events that a field of a form carries: which schema describes them. */
import { describe, expect, test } from 'vitest'
import type { Diagnostic } from '../../../../generator/diagnostics.js'
import { build } from '../../catalog/catalog.js'
import { load } from '../folder.js'
import { document, places, SCHEMA, sent } from './documents.js'

const MULTIPART = 'multipart/form-data'
const URLENCODED = 'application/x-www-form-urlencoded'
const AT = '#/webhooks/a/post/requestBody/content'
const carried = { field: 'payload' } as const

const form = (payload: unknown) => ({ type: 'object', properties: { payload, other: true } })
const loadForm = (schema: unknown, type = MULTIPART, options: object = carried) =>
  load(document({ a: { post: sent(schema, type) } }, { components }), undefined, options)

const skipped = (list: readonly Diagnostic[]) =>
  list.find(({ code }) => code === 'WARN_EVENT_SKIPPED')

const components = {
  schemas: {
    Event: SCHEMA,
    Form: form({ $ref: '#/components/schemas/Event' }),
    Text: { type: 'string', contentSchema: { $ref: '#/components/schemas/Event' } },
    Endless: {
      anyOf: [{ $ref: '#/components/schemas/Endless' }, { $ref: '#/components/schemas/Form' }],
    },
  },
}

describe('OpenAPI', () => {
  test.each([
    ['the field of a form', form(SCHEMA), `${AT}/multipart~1form-data/schema/properties/payload`],
    [
      'a field elsewhere',
      form({ $ref: '#/components/schemas/Event' }),
      '#/components/schemas/Event',
    ],
    ['a form elsewhere', { $ref: '#/components/schemas/Form' }, '#/components/schemas/Event'],
    ['the event in place of the form', SCHEMA, `${AT}/multipart~1form-data/schema`],
    ['a form of which nothing is said', true, `${AT}/multipart~1form-data/schema`],
    [
      'a field of which nothing is said',
      form(true),
      `${AT}/multipart~1form-data/schema/properties/payload`,
    ],
    [
      'what a text holds',
      form({ type: 'string', contentMediaType: 'application/json', contentSchema: SCHEMA }),
      `${AT}/multipart~1form-data/schema/properties/payload/contentSchema`,
    ],
    [
      'a field of a part of the form',
      { allOf: [{ properties: { other: true } }, { $ref: '#/components/schemas/Form' }] },
      '#/components/schemas/Event',
    ],
    [
      'a field of one of several forms',
      { oneOf: [{ properties: { other: true } }, form({ $ref: '#/components/schemas/Event' })] },
      '#/components/schemas/Event',
    ],
    [
      'a form whose parts lead back to it',
      { $ref: '#/components/schemas/Endless' },
      '#/components/schemas/Event',
    ],
    [
      'what a text elsewhere holds',
      form({ $ref: '#/components/schemas/Text' }),
      '#/components/schemas/Event',
    ],
  ])('%s', async (_kind, schema, place) => {
    const loaded = await loadForm(schema)
    expect(loaded.codes).toEqual([])
    expect(places(loaded)).toEqual([place])
  })

  test.each([
    ['a text', { type: 'string' }],
    ['one that may be null', { type: ['string', 'null'] }],
    ['a file', { type: 'string', format: 'binary' }],
  ])('%s of which nothing is said describes no event', async (_kind, field) => {
    const { events, list } = await loadForm(form(field))
    expect(events).toEqual([])
    expect(skipped(list)).toMatchObject({
      message: 'the field "payload" is a text, and nothing says what event it holds',
    })
  })

  test('either kind of form is taken, and before JSON', async () => {
    expect((await loadForm(SCHEMA, URLENCODED)).events).toHaveLength(1)
    const content = { 'application/json': { schema: true }, [URLENCODED]: { schema: form(SCHEMA) } }
    const loaded = await load(document({ a: { post: { requestBody: { content } } } }), [], carried)
    const both = await load(
      document({ a: { post: { requestBody: { content } } } }),
      undefined,
      carried,
    )
    expect(loaded.events).toEqual([])
    expect(places(both)).toEqual([
      `${AT}/application~1x-www-form-urlencoded/schema/properties/payload`,
    ])
  })

  const text = { schema: form({ type: 'string' }) }
  test.each([
    [
      'a form that says no more than that there is a text, and JSON',
      { [MULTIPART]: text, 'application/json': { schema: SCHEMA } },
      `${AT}/application~1json/schema`,
    ],
    [
      'a form without a schema, and another one',
      { [URLENCODED]: {}, [`${MULTIPART}; boundary=x`]: { schema: form(SCHEMA) } },
      `${AT}/multipart~1form-data; boundary=x/schema/properties/payload`,
    ],
    [
      'two forms, the usual one first',
      { [MULTIPART]: { schema: form(SCHEMA) }, [URLENCODED]: { schema: form(SCHEMA) } },
      `${AT}/application~1x-www-form-urlencoded/schema/properties/payload`,
    ],
  ])('of several media types, %s', async (_kind, content, place) => {
    const files = document({ a: { post: { requestBody: { content } } } })
    const loaded = await load(files, undefined, carried)
    expect(loaded.codes).toEqual([])
    expect(places(loaded)).toEqual([place])
  })

  test('several media types of which none says anything are told once', async () => {
    const content = { [MULTIPART]: text, [URLENCODED]: text }
    const files = document({ a: { post: { requestBody: { content } } } })
    const { codes } = await load(files, undefined, carried)
    expect(codes.filter((code) => code.startsWith('WARN_EVENT_SKIPPED'))).toHaveLength(1)
  })

  test('JSON describes the event itself', async () => {
    expect(places(await loadForm(form(SCHEMA), 'application/json'))).toEqual([
      `${AT}/application~1json/schema`,
    ])
  })

  test('without such a field a form is no event, and the hint fits', async () => {
    const plain = await loadForm(form(SCHEMA), MULTIPART, {})
    expect(plain.events).toEqual([])
    expect(skipped(plain.list)?.hint).toBe('forms need "events": { "format": "form" }')
    const other = await loadForm(SCHEMA, 'application/xml')
    expect(skipped(other.list)).toMatchObject({ hint: undefined })
  })
})

test('AsyncAPI messages that are forms', async () => {
  const asyncapi = (contentType: string) => ({
    'asyncapi.json': {
      asyncapi: '2.6.0',
      channels: {
        a: { subscribe: { message: { name: 'a', contentType, payload: form(SCHEMA) } } },
      },
    },
  })
  const placeOf = async (type: string, options: object) => {
    const { events } = await load(asyncapi(type), undefined, options)
    return events.map(({ place }) => place.pointer.replace('/channels/a/subscribe/message', ''))
  }
  expect(await placeOf(MULTIPART, carried)).toEqual(['/payload/properties/payload'])
  expect(await placeOf('application/json', carried)).toEqual(['/payload'])
  expect(await placeOf(MULTIPART, {})).toEqual([])
})

describe('the config says which field', () => {
  const type = {
    type: 'object',
    properties: { kind: { enum: ['torn', 'sealed'] } },
    required: ['kind'],
  }
  const files = document({ letter: { post: sent(form(type), MULTIPART) } })
  const events = (from: string) => ({ type: `${from.slice(0, -1)}|json:/kind}`, payload: { from } })

  test('by its name alone', async () => {
    const { catalog, said } = await build(events('{form:payload}'), files)
    expect(said).toEqual([])
    expect(catalog.events.map(({ name }) => name)).toEqual(['sealed', 'torn'])
  })

  test.each([
    ['a form', MULTIPART, (schema: object) => form(schema)],
    [
      'the text of a form',
      URLENCODED,
      (schema: object) => {
        return form({ type: 'string', contentSchema: schema })
      },
    ],
    ['JSON', 'application/json', (schema: object) => schema],
  ])('and where in it the event is, in %s', async (_kind, mediaType, schemaOf) => {
    const whole = { type: 'object', required: ['event'], properties: { event: type } }
    const { catalog, said } = await build(
      {
        type: '{form:payload|json:/event/kind}',
        payload: { from: '{form:payload}', pointer: '/event' },
      },
      document({ letter: { post: sent(schemaOf(whole), mediaType) } }),
    )
    expect(said).toEqual([])
    expect(catalog.events.map(({ name }) => name)).toEqual(['sealed', 'torn'])
    const schemas = new Map(catalog.definitions.map((one) => [one.identifier, one.schema]))
    for (const { definition } of catalog.events) {
      expect(schemas.get(definition)).toMatchObject({ required: ['kind'] })
    }
  })

  test.each(['{form:payload|decode:base64}', '{header:payload}'])('and not by %s', async (from) => {
    const { said } = await build(events(from), files)
    expect(said).toContainEqual(
      expect.stringContaining('"letter" is no event: its body is multipart'),
    )
  })
})
