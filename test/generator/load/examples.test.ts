/** Examples in the input are held to the schemas that they stand in. */
import { expect, test } from 'vitest'
import { load } from './folder.js'

const DRAFT_04 = 'http://json-schema.org/draft-04/schema#'
const DRAFT_07 = 'http://json-schema.org/draft-07/schema#'
const DRAFT_2020 = 'https://json-schema.org/draft/2020-12/schema'

async function problems(files: Readonly<Record<string, object>>): Promise<string[]> {
  const { list } = await load(files)
  return list
    .filter(({ code }) => code === 'WARN_EXAMPLE_INVALID')
    .map(({ file, pointer, message }) => `${file}${pointer} ${message}`)
}

const PREFIX = 'the example does not match its schema: '

const rows: readonly (readonly [name: string, schema: object, want: readonly string[]])[] = [
  ['a good one', { type: 'integer', examples: [1] }, []],
  [
    'one of several',
    { type: 'integer', examples: [1, '2'] },
    [`#/examples/1 ${PREFIX}it must be integer`],
  ],
  [
    'a decimal step',
    { multipleOf: 0.01, examples: [19.99, 19.995] },
    [`#/examples/1 ${PREFIX}it must be multiple of 0.01`],
  ],
  ['example', { type: 'integer', example: '2' }, [`#/example ${PREFIX}it must be integer`]],
  [
    'deep inside, by a reference',
    {
      properties: { user: { $ref: '#/$defs/user' } },
      $defs: {
        user: { required: ['id'], properties: { id: { type: 'integer', examples: ['x'] } } },
      },
      examples: [{ user: { id: '1' } }, { user: {} }, { user: { id: 1 } }],
    },
    [
      `#/$defs/user/properties/id/examples/0 ${PREFIX}it must be integer`,
      `#/examples/0 ${PREFIX}"/user/id" must be integer`,
      `#/examples/1 ${PREFIX}"/user" must have required property 'id'`,
    ],
  ],
  [
    'a schema that holds itself',
    {
      $schema: DRAFT_2020,
      type: 'object',
      properties: { next: { $ref: '#' } },
      unevaluatedProperties: false,
      examples: [{ next: { next: {} } }, { next: { other: 1 } }],
    },
    [`#/examples/1 ${PREFIX}"/next" must NOT have unevaluated properties`],
  ],
  [
    'what stands beside a reference in an old draft',
    {
      $schema: DRAFT_07,
      properties: { a: { $ref: '#/definitions/a', type: 'null' } },
      definitions: { a: { type: 'string' } },
      examples: [{ a: 'x' }],
    },
    [],
  ],
  [
    'draft 04',
    { $schema: DRAFT_04, minimum: 0, exclusiveMinimum: true, example: 0 },
    [`#/example ${PREFIX}it must be > 0`],
  ],
  [
    'formats',
    { format: 'date-time', examples: ['2024-02-30T00:00:00Z'] },
    [`#/examples/0 ${PREFIX}it must match format "date-time"`],
  ],
  ['a format that nobody knows', { format: 'ulid', examples: ['x'] }, []],
  [
    'a harmless pattern',
    { pattern: '^a+$', examples: ['b'] },
    [`#/examples/0 ${PREFIX}it must match pattern "^a+$"`],
  ],
  ['one that could take long', { pattern: '^(a+)+$', examples: [`${'a'.repeat(50)}!`] }, []],
  ['a schema that Ajv does not take', { enum: [], examples: [1] }, []],
]

test.each(rows)('%s', async (_name, schema, want) => {
  const found = await problems({ 'a.json': schema })
  expect(found.sort()).toEqual(want.map((line) => `acme/a.json${line}`).sort())
})

test('a schema in another file', async () => {
  const files = {
    'events/a.json': { properties: { user: { $ref: '../_user.json' } }, examples: [{ user: 1 }] },
    '_user.json': { type: 'object' },
  }
  expect(await problems(files)).toEqual([
    `acme/events/a.json#/examples/0 ${PREFIX}"/user" must be object`,
  ])
})

const bad = { type: 'made', id: 'x' }
const Made = { type: 'object', required: ['id'], properties: { id: { type: 'integer' } } }
const info = { title: 'a', version: '1' }
const shared = { Made: { value: bad }, Alias: { $ref: '#/components/examples/Made' } }
const MEDIA = '/requestBody/content/application~1json'

const referring: readonly (readonly [name: string, media: object, want: readonly string[]])[] = [
  ['example', { example: bad }, [`#/webhooks/made/post${MEDIA}/example`]],
  [
    'examples',
    { examples: { a: { value: bad } } },
    [`#/webhooks/made/post${MEDIA}/examples/a/value`],
  ],
  [
    'examples by reference',
    { examples: { a: { $ref: '#/components/examples/Alias' } } },
    ['#/components/examples/Made/value'],
  ],
  [
    'examples that nobody finds',
    {
      examples: {
        a: { $ref: '#/components/examples/None' },
        b: { $ref: 'other.json#/a' },
        c: { externalValue: 'https://a.test' },
      },
    },
    [],
  ],
]

test.each(referring)('%s beside a reference, in OpenAPI', async (_name, media, want) => {
  const content = {
    'application/json': { schema: { $ref: '#/components/schemas/Made' }, ...media },
  }
  const files = {
    'api.json': {
      openapi: '3.1.0',
      info,
      webhooks: { made: { post: { requestBody: { content } } } },
      components: { schemas: { Made }, examples: shared },
    },
  }
  expect(await problems(files)).toEqual(
    want.map((pointer) => `acme/api.json${pointer} ${PREFIX}"/id" must be integer`),
  )
})

test('examples of a body that is a reference, and those of two events with one schema', async () => {
  const content = {
    'application/json': { schema: { $ref: '#/components/schemas/Made' }, example: bad },
  }
  const body = {
    content: { 'application/json': { ...content['application/json'], example: { id: 1 } } },
  }
  const files = {
    'api.json': {
      openapi: '3.1.0',
      info,
      webhooks: {
        made: { post: { requestBody: { $ref: '#/components/requestBodies/Body' } } },
        again: { post: { requestBody: body } },
      },
      components: { schemas: { Made }, requestBodies: { Body: { content } } },
    },
  }
  expect(await problems(files)).toEqual([
    `acme/api.json#/components/requestBodies/Body/content/application~1json/example ${PREFIX}"/id" must be integer`,
  ])
})

test('examples of a message whose payload is a reference, in AsyncAPI', async () => {
  const payload = { $ref: '#/components/schemas/Made' }
  const files = {
    'api.json': {
      asyncapi: '3.0.0',
      info,
      channels: {
        all: {
          messages: { made: { payload, examples: [{ payload: { id: 1 } }, { payload: bad }] } },
        },
      },
      operations: { send: { action: 'send', channel: { $ref: '#/channels/all' } } },
      components: { schemas: { Made } },
    },
  }
  expect(await problems(files)).toEqual([
    `acme/api.json#/channels/all/messages/made/examples/1/payload ${PREFIX}"/id" must be integer`,
  ])
})

test('examples beside the schema of a webhook in OpenAPI', async () => {
  const content = {
    'application/json': {
      schema: { type: 'object', required: ['id'] },
      examples: { good: { value: { id: 1 } }, bad: { value: {} }, far: { $ref: '#/x' } },
    },
  }
  const files = {
    'api.json': {
      openapi: '3.1.0',
      info: { title: 'a', version: '1' },
      webhooks: { created: { post: { requestBody: { content } } } },
    },
  }
  expect(await problems(files)).toEqual([
    `acme/api.json#/webhooks/created/post/requestBody/content/application~1json/examples/bad/value ${PREFIX}it must have required property 'id'`,
  ])
})
