/** Descriptions of interfaces describe whole bodies: `batch` and `payload` lead into their schemas. */
import { describe, expect, test } from 'vitest'
import { build } from './catalog.js'

const hook = (schema: object) => ({
  post: { requestBody: { content: { 'application/json': { schema } } } },
})

async function events(
  config: object,
  webhooks: Readonly<Record<string, object>>,
  more: object = {},
) {
  const entries = Object.entries(webhooks).map(([name, schema]) => [name, hook(schema)])
  const api = { openapi: '3.1.0', webhooks: Object.fromEntries(entries), components: more }
  const { catalog, said } = await build({ ...config }, { 'api.json': api })
  expect(said.filter((one) => one.startsWith('ERR'))).toEqual([])
  return Object.fromEntries(
    catalog.events.map(({ name, definition }) => [
      name,
      catalog.definitions.find(({ identifier }) => identifier === definition)?.schema,
    ]),
  )
}

const amount = { type: 'object', properties: { amount: { type: 'integer' } } }
const item = (code: string, data: object = amount) => ({
  type: 'object',
  properties: { code: { const: code }, data },
})
const list = (items: object) => ({
  type: 'object',
  properties: { items: { type: 'array', items } },
})

describe('what handlers get of a body', () => {
  test('is the element of a batch, named by what it says', async () => {
    const config = { batch: '/items', type: '{item:/code}' }
    expect(await events(config, { x: list(item('PAID')) })).toEqual({ PAID: item('PAID') })
  })
  test('is the payload in the element, named by what stands around it', async () => {
    const config = { batch: '/items', payload: '/data', type: '{item:/code}' }
    expect(await events(config, { x: list(item('PAID')) })).toEqual({ PAID: amount })
  })
  test('is an element of a body that is a list', async () => {
    const config = { batch: '', type: '{item:/code}' }
    const body = { type: 'array', items: item('PAID') }
    expect(await events(config, { x: body })).toEqual({ PAID: item('PAID') })
  })
  test('is the payload, through references and parts', async () => {
    const config = { payload: '/data', type: '{json:/type}' }
    const base = { properties: { type: { const: 'paid' } } }
    const body = { allOf: [base, { $ref: '#/components/schemas/Body' }] }
    const schemas = {
      Body: { properties: { data: { $ref: '#/components/schemas/Data' } } },
      Data: amount,
    }
    expect(await events(config, { x: body }, { schemas })).toEqual({ paid: amount })
  })
  test('is all that several parts say of it', async () => {
    const more = { type: 'object', properties: { note: { type: 'string' } } }
    const body = { allOf: [{ properties: { data: amount } }, { properties: { data: more } }] }
    const { x } = await events({ payload: '/data', type: '{header:x-event}' }, { x: body })
    expect(x).toMatchObject({ allOf: [{ $ref: expect.any(String) }, { $ref: expect.any(String) }] })
  })
  test('is divided where the body or the element is a choice', async () => {
    const config = { batch: '/items', payload: '/data', type: '{item:/code}' }
    const note = { type: 'object', properties: { note: { type: 'string' } } }
    const body = list({ oneOf: [item('PAID'), item('NOTED', note)] })
    expect(await events(config, { x: body })).toEqual({ PAID: amount, NOTED: note })
    const open = { oneOf: [{ properties: { data: amount } }, { properties: { data: note } }] }
    const { x } = await events({ payload: '/data', type: '{header:x-event}' }, { x: open })
    expect(x).toMatchObject({ anyOf: [{ $ref: expect.any(String) }, { $ref: expect.any(String) }] })
  })
})

test('a schema that has nothing there describes the payload itself', async () => {
  const config = { payload: '/data', type: '{header:x-event}' }
  expect(await events(config, { x: amount })).toEqual({ x: amount })
})

test('a schema in a file describes the payload, whatever members it has', async () => {
  const data = { type: 'object', properties: { data: amount } }
  const { catalog } = await build(
    { payload: '/data', type: '{header:x-event}' },
    { 'events/x.json': data },
  )
  expect(catalog.definitions.map(({ schema }) => schema)).toEqual([data])
})
