/** AsyncAPI: messages in the schemas of OpenAPI 3.0 among others, each read as what it says it is. */
import { describe, expect, test } from 'vitest'
import type { Document } from '../../../../generator/load/types.js'
import { valueAt } from '../../../../generator/schema/pointer.js'
import { type Content, load } from '../folder.js'

const OLD = 'application/vnd.oai.openapi;version=3.0.0'
const AT = '/components/messages'

/** As OpenAPI 3.0 writes it: null, a limit, a reference that may be null, an example. */
const Paid = {
  type: 'object',
  required: ['amount'],
  properties: {
    amount: { type: 'number', minimum: 0, exclusiveMinimum: true, nullable: true },
    payer: { nullable: true, allOf: [{ $ref: '#/components/schemas/Payer' }] },
  },
  example: { amount: 1, payer: null },
}
const Payer = { type: 'string', nullable: true, example: null }
const schemas = { Payer }
const plain = { type: 'object', properties: { id: { type: 'string', examples: ['a'] } } }

const asyncapi = (messages: object, more: object = { schemas }, version = '3.0.0') => ({
  'asyncapi.json': { asyncapi: version, components: { messages, ...more } },
})

async function read(files: Readonly<Record<string, Content>>) {
  const loaded = await load(files)
  const { codes, list, events, documents } = loaded
  // Sound: each test has the file.
  const document = documents.get('asyncapi.json') as Document
  const at = (pointer: string) => valueAt(document.value, pointer)
  return { codes, list, events, documents, draft: document?.draft, at }
}

describe('one message among others', () => {
  test.each([
    ['its version', OLD],
    ['another patch', 'application/vnd.oai.openapi;version=3.0.3'],
    ['written in JSON', 'application/vnd.oai.openapi+json;version=3.0.1'],
    ['written in YAML, with quotes', 'application/vnd.oai.openapi+yaml; version="3.0.2"'],
    ['without a version', 'application/vnd.oai.openapi'],
  ])('%s', async (_name, schemaFormat) => {
    const paid = { payload: { schemaFormat, schema: Paid } }
    const { codes, draft, events, at } = await read(asyncapi({ paid, made: { payload: plain } }))
    expect(codes).toEqual([])
    expect(events.map(({ key }) => key)).toEqual(['paid', 'made'])
    expect(draft).toBe('07')
    expect(at(`${AT}/paid/payload/schema/properties/amount`)).toEqual({
      type: ['number', 'null'],
      exclusiveMinimum: 0,
    })
    expect(at('/components/schemas/Payer/type')).toEqual(['string', 'null'])
    expect(at(`${AT}/made/payload`)).toEqual(plain)
  })

  test.each(['draft-04', 'draft-07', '2019-09', '2020-12'])('others in %s', async (version) => {
    const schemaFormat = `application/schema+json;version=${version}`
    const made = { payload: { schemaFormat, schema: plain } }
    const paid = { payload: { schemaFormat: OLD, schema: Paid } }
    const { codes, draft, at } = await read(asyncapi({ made, paid }))
    expect(codes).toEqual([])
    expect(version).toContain(draft)
    expect(at(`${AT}/paid/payload/schema/properties/amount/type`)).toEqual(['number', 'null'])
  })

  test('as AsyncAPI 2 says it, beside the payload', async () => {
    const paid = { schemaFormat: OLD, payload: { $ref: '#/components/schemas/Paid' } }
    const made = { payload: { $ref: '#/components/schemas/Made' } }
    const more = { schemas: { Paid, Payer, Made: plain } }
    const { codes, draft, at } = await read(asyncapi({ paid, made }, more, '2.6.0'))
    expect([codes, draft]).toEqual([[], '07'])
    expect(at('/components/schemas/Paid/properties/amount/exclusiveMinimum')).toBe(0)
    expect(at('/components/schemas/Made')).toEqual(plain)
  })

  test('behind a reference to a schema with its format', async () => {
    const paid = { payload: { $ref: '#/components/schemas/Paid' } }
    const more = { schemas: { Paid: { schemaFormat: OLD, schema: Paid }, Payer } }
    const { codes, at } = await read(asyncapi({ paid, made: { payload: plain } }, more))
    expect(codes).toEqual([])
    expect(at('/components/schemas/Paid/schema/properties/amount/exclusiveMinimum')).toBe(0)
  })

  test('in a file of messages', async () => {
    const messages = {
      paid: { $ref: 'messages.json#/paid' },
      made: { $ref: 'messages.json#/made' },
    }
    const paid = { payload: { schemaFormat: OLD, schema: { type: 'string', nullable: true } } }
    const { codes, documents } = await read({
      ...asyncapi(messages),
      'messages.json': { paid, made: { payload: { type: 'integer', nullable: true } } },
    })
    expect(codes).toEqual([])
    expect(documents.get('messages.json')?.value).toEqual({
      paid: { payload: { schemaFormat: OLD, schema: { type: ['string', 'null'] } } },
      made: { payload: { type: 'integer', nullable: true } },
    })
  })
})

test('examples of the message are held to what its schema means', async () => {
  const paid = {
    payload: { schemaFormat: OLD, schema: Paid },
    examples: [{ payload: { amount: null } }, { payload: { amount: 0 } }],
  }
  const { codes, list } = await read(asyncapi({ paid, made: { payload: plain } }))
  expect(codes).toEqual([`WARN_EXAMPLE_INVALID acme/asyncapi.json#${AT}/paid/examples/1/payload`])
  expect(list[0]?.message).toContain('"/amount" must be > 0')
})

test('what looks like a message in examples and properties has no say in the draft', async () => {
  const schemaFormat = 'application/schema+json;version=2020-12'
  const schema = { type: 'object', properties: { payload: { type: 'object' } } }
  const made = { payload: { schemaFormat, schema }, examples: [{ payload: { payload: {} } }] }
  expect(await read(asyncapi({ made }))).toMatchObject({ codes: [], draft: '2020-12' })
})
