/** Pointers behind globs: bundles, maps and lists of schemas in one file. */
import { expect, test } from 'vitest'
import { type Loaded, load } from '../folder.js'

const places = ({ events }: Loaded) =>
  events.map(({ key, place }) => [key, `${place.file}#${place.pointer}`])

const bundle = {
  kind: 'a bundle',
  type: 'no type of JSON Schema',
  oneOf: [{ $ref: '#/definitions/a' }, { $ref: 'c.json' }, { title: 'own' }],
  definitions: { a: { properties: { b: { $ref: '#/definitions/b' } } }, b: { type: 'string' } },
}
const files = { 'bundle.json': bundle, 'c.json': { type: 'object' } }

test('the members of a map are events, called by their keys', async () => {
  const loaded = await load(files, ['bundle.json#/definitions'])
  expect(loaded.codes).toEqual([])
  expect(places(loaded)).toEqual([
    ['a', 'bundle.json#/definitions/a'],
    ['b', 'bundle.json#/definitions/b'],
  ])
})

test('the items of a list are called after what they refer to', async () => {
  const loaded = await load(files, ['bundle.json#/oneOf'])
  expect(loaded.codes).toEqual([])
  expect(places(loaded)).toEqual([
    ['a', 'bundle.json#/definitions/a'],
    ['c', 'c.json#'],
    ['2', 'bundle.json#/oneOf/2'],
  ])
})

test('what stands around the schemas need be no schema, unless the file is an event as well', async () => {
  expect((await load(files, ['bundle.json#/definitions', 'bundle.json'])).codes).toEqual([
    'ERR_SCHEMA_INVALID acme/bundle.json#/type',
  ])
})

test('a pointer into a description leads to messages, webhooks or schemas', async () => {
  const content = { 'application/json': { schema: { type: 'object' } } }
  const documents = {
    'async.json': {
      asyncapi: '3.0.0',
      channels: { c: { messages: { M: { name: 'm', payload: { type: 'object' } } } } },
      components: { messages: { N: { payload: { type: 'object' } } } },
    },
    'open.json': {
      openapi: '3.1.0',
      webhooks: { w: { post: { requestBody: { content } } } },
      components: { schemas: { S: { type: 'object' } } },
    },
  }
  const at = (pattern: string) => load(documents, [pattern])
  expect(places(await at('async.json#/channels/c/messages'))).toEqual([
    ['m', 'async.json#/channels/c/messages/M/payload'],
  ])
  expect(places(await at('async.json#/components/messages'))).toEqual([
    ['N', 'async.json#/components/messages/N/payload'],
  ])
  expect(places(await at('open.json#/webhooks'))).toEqual([
    ['w', 'open.json#/webhooks/w/post/requestBody/content/application~1json/schema'],
  ])
  expect(places(await at('open.json#/components/schemas'))).toEqual([
    ['S', 'open.json#/components/schemas/S'],
  ])
})

test('a pointer that leads to no map and no list is an error', async () => {
  const { list } = await load(files, ['bundle.json#/kind', 'bundle.json#/nowhere'])
  expect(list.filter(({ severity }) => severity === 'error')).toMatchObject([
    { code: 'ERR_GLOB_POINTER', pointer: '#/nowhere' },
    { code: 'ERR_GLOB_POINTER', pointer: '#/kind' },
  ])
})
