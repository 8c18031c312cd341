/** Descriptions and bundles with anything in them: they are reported, and never end the run. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { JsonValue } from '../../../generator/schema/types.js'
import { build } from './catalog.js'

const SCHEMA = {
  type: 'object',
  required: ['type'],
  properties: { type: { const: 'a' }, user: { $ref: '#/components/schemas/User' } },
}
const content = { 'application/json': { schema: SCHEMA } }

const OPENAPI = {
  openapi: '3.0.3',
  'x-webhooks': {
    a: { post: { requestBody: { content }, security: [{ key: [] }], description: 'd' } },
    b: { $ref: '#/components/pathItems/B' },
  },
  paths: {
    '/x': { post: { callbacks: { c: { '{$url}': { post: { requestBody: { content } } } } } } },
  },
  components: {
    schemas: {
      User: {
        nullable: true,
        allOf: [{ properties: { n: { minimum: 0, exclusiveMinimum: true } } }],
      },
      Pet: { discriminator: { propertyName: 'type', mapping: { cat: 'User' } } },
    },
    pathItems: {
      B: {
        put: {
          requestBody: {
            content: { 'x/y+json': { schema: { $ref: '#/components/schemas/Pet' } } },
          },
        },
      },
    },
    securitySchemes: { key: { type: 'apiKey', in: 'header', name: 'k' } },
  },
  'x-fern-webhook-signature': {
    type: 'hmac',
    header: 'h',
    'payload-format': { components: ['body'] },
  },
}
const ASYNCAPI = {
  asyncapi: '3.0.0',
  channels: {
    c: {
      messages: {
        A: {
          name: 'a',
          payload: { schemaFormat: 'application/schema+json;version=draft-07', schema: SCHEMA },
        },
      },
    },
  },
  operations: {
    o: {
      action: 'send',
      channel: { $ref: '#/channels/c' },
      messages: [{ $ref: '#/channels/c/messages/A' }],
    },
  },
  components: { schemas: { User: { type: 'string' } } },
}
const BUNDLE = {
  type: 'object',
  required: ['type'],
  properties: { id: { $ref: '#/components/schemas/User' } },
  oneOf: [
    SCHEMA,
    { $ref: '#/components/schemas/B' },
    { anyOf: [{ properties: { type: { enum: ['x', 'y'] } } }] },
  ],
  discriminator: { propertyName: 'type', mapping: { b: 'B' } },
  components: { schemas: { User: { type: 'string' }, B: { type: 'object' } } },
}

/** Every place of a value, so that a mutation can choose one. */
function pathsOf(value: JsonValue): readonly (readonly string[])[] {
  if (typeof value !== 'object' || value === null) return [[]]
  const below = Object.entries(value).flatMap(([key, member]) =>
    pathsOf(member).map((path) => [key, ...path]),
  )
  return [[], ...below]
}

function replaced(value: JsonValue, path: readonly string[], by: JsonValue): JsonValue {
  const [step, ...rest] = path
  if (step === undefined || typeof value !== 'object' || value === null) return by
  const entries = Object.entries(value).map(([key, member]): [string, JsonValue] => [
    key,
    key === step ? replaced(member, rest, by) : member,
  ])
  return Array.isArray(value) ? entries.map(([, member]) => member) : Object.fromEntries(entries)
}

const anything: fc.Arbitrary<JsonValue> = fc.oneof(
  fc.constantFrom<JsonValue>(null, true, 7, '', [], {}, '3.1.0', '2.0.0', '#', '#/', '#/%zz'),
  fc.constantFrom<JsonValue>(
    { $ref: '#' },
    { $ref: '#/components/schemas/User' },
    { $ref: '../outside.json' },
    { $ref: 'https://example.test/x.json' },
    { __proto__: null, constructor: {} },
    { nullable: true, oneOf: 7 },
  ),
  // Sound: what fast-check makes up is JSON.
  fc.jsonValue({ maxDepth: 3 }) as fc.Arbitrary<JsonValue>,
)

const documents: [name: string, document: JsonValue, config: object][] = [
  ['OpenAPI', OPENAPI, { callbacks: true, key: '/operationId' }],
  ['AsyncAPI', ASYNCAPI, {}],
  ['a choice', BUNDLE, {}],
  ['a bundle', BUNDLE, { schemas: 'all.json#/components/schemas' }],
]
test.each(documents)(
  '%s with up to three values replaced',
  async (_name, document, config) => {
    const places = pathsOf(document).filter((path) => path.length > 0)
    const mutation = fc.tuple(fc.constantFrom(...places), anything)
    let events = 0
    await fc.assert(
      fc.asyncProperty(fc.array(mutation, { minLength: 1, maxLength: 3 }), async (mutations) => {
        const all = mutations.reduce((value, [path, by]) => replaced(value, path, by), document)
        const { catalog, list } = await build({ ...config }, { 'all.json': all })
        const isWrong = list.some(({ severity }) => severity === 'error')
        expect(isWrong || catalog.events.length > 0).toBe(true)
        events += isWrong ? 0 : catalog.events.length
      }),
      { numRuns: 250 },
    )
    expect(events).toBeGreaterThan(0)
  },
  120_000,
)
