/** Examples in the input are held to the schemas that they stand in. */
import { expect, test } from 'vitest'
import { Diagnostics } from '../../../generator/diagnostics.js'
import { checkExamples } from '../../../generator/notices/example-values.js'
import { load } from '../load/folder.js'

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

const string = { type: 'string' }
const petTo = (name: string) => ({ $ref: `#/components/schemas/${name}` })

/** Two animals that their names alone tell apart: each takes what the other has to have. */
const animals = {
  Cat: { type: 'object', required: ['lives'], properties: { lives: { type: 'integer' } } },
  Dog: { type: 'object', required: ['bark'], properties: { bark: string, lives: true } },
}

/** By kind of discriminator: schemas, an example that is right and one that is not. */
const discriminated: readonly (readonly [
  name: string,
  schemas: object,
  right: object,
  wrong: object,
])[] = [
  [
    'the names of the schemas',
    {
      ...animals,
      Pet: { oneOf: [petTo('Cat'), petTo('Dog')], discriminator: { propertyName: 'kind' } },
    },
    { kind: 'Dog', bark: 'loud', lives: 9 },
    { kind: 'Cat', bark: 'loud' },
  ],
  [
    'a mapping with several names of one schema',
    {
      ...animals,
      Pet: {
        anyOf: [petTo('Cat'), petTo('Dog')],
        discriminator: {
          propertyName: 'kind',
          mapping: { cat: 'Cat', tom: 'Cat', dog: '#/components/schemas/Dog' },
        },
      },
    },
    { kind: 'tom', lives: 9 },
    { kind: 'tom', bark: 'loud' },
  ],
  [
    'inheritance',
    {
      Pet: {
        type: 'object',
        required: ['kind'],
        properties: { kind: string },
        discriminator: { propertyName: 'kind' },
      },
      Cat: { allOf: [petTo('Pet'), animals.Cat] },
      Dog: { allOf: [petTo('Pet'), animals.Dog] },
    },
    { kind: 'Dog', bark: 'loud' },
    { kind: 'Dog', lives: 9 },
  ],
]

test.each(discriminated)('a discriminator by %s decides', async (_name, schemas, right, wrong) => {
  const schema = { type: 'object', properties: { pet: petTo('Pet') } }
  const examples = { right: { value: { pet: right } }, wrong: { value: { pet: wrong } } }
  const content = { 'application/json': { schema, examples } }
  const webhooks = { made: { post: { requestBody: { content } } } }
  const found = await problems({
    'api.json': { openapi: '3.1.0', info, webhooks, components: { schemas } },
  })
  expect(found).toHaveLength(1)
  expect(found[0]).toContain('/examples/wrong/value ')
})

test('a discriminator of AsyncAPI decides', async () => {
  const Pet = { oneOf: [petTo('Cat'), petTo('Dog')], discriminator: 'kind' }
  const examples = [
    { payload: { kind: 'Dog', bark: 'loud', lives: 9 } },
    { payload: { kind: 'Cat', bark: 'loud' } },
  ]
  const messages = { made: { payload: petTo('Pet'), examples } }
  const schemas = { ...animals, Pet }
  const found = await problems({
    'api.json': { asyncapi: '3.0.0', info, components: { messages, schemas } },
  })
  expect(found).toHaveLength(1)
  expect(found[0]).toContain('/made/examples/1/payload ')
})

test('an example of a schema that others extend is one of them', async () => {
  const [, , [, schemas]] = discriminated as [unknown, unknown, [string, { Pet: object }]]
  const Pet = { ...schemas.Pet, examples: [{ kind: 'Dog', bark: 'loud' }, { kind: 'Dog' }] }
  const content = { 'application/json': { schema: { properties: { pet: petTo('Pet') } } } }
  const webhooks = { made: { post: { requestBody: { content } } } }
  const components = { schemas: { ...schemas, Pet } }
  const found = await problems({ 'api.json': { openapi: '3.1.0', info, webhooks, components } })
  expect(found).toHaveLength(1)
  expect(found[0]).toContain('#/components/schemas/Pet/examples/1 ')
})

const secret = { type: 'string', writeOnly: true }
const written: readonly (readonly [name: string, schema: object])[] = [
  ['beside it', { required: ['id', 'pin'], properties: { pin: secret } }],
  [
    'in another part',
    { required: ['id', 'pin'], allOf: [{ properties: { pin: { $ref: '#/$defs/pin' } } }] },
  ],
]

test.each(written)('what is only written may be absent, described %s', async (_name, schema) => {
  const examples = [{ id: 1 }, {}, { id: 1, pin: 1 }]
  const whole = { type: 'object', ...schema, $defs: { pin: secret }, examples }
  expect(await problems({ 'a.json': whole })).toEqual([
    `acme/a.json#/examples/1 ${PREFIX}it must have required property 'id'`,
    `acme/a.json#/examples/2 ${PREFIX}"/pin" must be string`,
  ])
})

test('and is demanded where the SDK validates strictly', async () => {
  const schema = { required: ['pin'], properties: { pin: secret }, examples: [{}] }
  const loaded = await load({ 'a.json': schema })
  expect(loaded.codes).toEqual([])
  const diagnostics = new Diagnostics()
  await checkExamples(loaded, 'strict', diagnostics)
  expect(diagnostics.list.map(({ code }) => code)).toEqual(['WARN_EXAMPLE_INVALID'])
})
