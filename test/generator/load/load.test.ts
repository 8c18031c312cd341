/** Tests of generator/load/load.ts: drafts, checks, and what comes out of a whole folder. */
import { describe, expect, test } from 'vitest'
import type { Draft } from '../../../generator/schema/types.js'
import { type Content, load } from './folder.js'

const URI: Readonly<Record<Draft, string>> = {
  '04': 'http://json-schema.org/draft-04/schema#',
  '06': 'http://json-schema.org/draft-06/schema#',
  '07': 'http://json-schema.org/draft-07/schema#',
  '2019-09': 'https://json-schema.org/draft/2019-09/schema',
  '2020-12': 'https://json-schema.org/draft/2020-12/schema',
}

const declared: [uri: string, draft: Draft][] = [
  ['http://json-schema.org/draft-04/schema#', '04'],
  ['http://json-schema.org/draft-04/hyper-schema#', '04'],
  ['http://json-schema.org/draft-06/schema', '06'],
  ['https://json-schema.org/draft-07/schema', '07'],
  ['http://json-schema.org/draft/2019-09/schema#', '2019-09'],
  ['https://json-schema.org/draft/2020-12/schema#', '2020-12'],
]
test.each(declared)('the $schema %s', async (uri, draft) => {
  const { documents, list } = await load({ 'a.json': { $schema: uri } })
  expect(list).toEqual([])
  expect(documents.get('a.json')?.draft).toBe(draft)
})

describe('without $schema', () => {
  const cases: [name: string, files: Record<string, Content>, draft: Draft, ...codes: string[]][] =
    [
      ['alone', { 'a.json': {} }, '2020-12'],
      [
        'the draft of the others',
        { 'a.json': {}, 'b.json': { $schema: URI['07'] }, 'c.json': { $schema: URI['07'] } },
        '07',
      ],
      ['that of a shared file counts', { 'a.json': {}, '_b.json': { $schema: URI['04'] } }, '04'],
      [
        '2020-12 where the others differ',
        { 'a.json': {}, 'b.json': { $schema: URI['04'] }, 'c.json': { $schema: URI['07'] } },
        '2020-12',
      ],
      [
        'a config is no other',
        { 'a.json': {}, 'webhooks.json': { $schema: URI['07'] } },
        '2020-12',
      ],
      [
        'what is invalid in that draft and valid in another',
        {
          'a.json': { items: [{}] },
          'b.json': { $schema: URI['07'] },
          'c.json': { $schema: URI['2020-12'] },
        },
        '07',
        'WARN_DRAFT_ASSUMED acme/a.json#',
      ],
      [
        'a draft that nobody declares',
        { 'a.json': { minimum: 0, exclusiveMinimum: true } },
        '04',
        'WARN_DRAFT_ASSUMED acme/a.json#',
      ],
      [
        'what is invalid in all',
        { 'a.json': { type: 'objekt' } },
        '2020-12',
        'ERR_SCHEMA_INVALID acme/a.json#/type',
      ],
    ]
  test.each(cases)('%s', async (_name, files, draft, ...want) => {
    const { documents, codes } = await load(files)
    expect(documents.get('a.json')?.draft).toBe(draft)
    expect(codes).toEqual(want)
  })
})

test.each(['draft-00', 'draft-03', 'draft-05'])('%s is refused by name', async (name) => {
  const { documents, list } = await load({
    'a.json': {
      $schema: `http://json-schema.org/${name}/schema#`,
      properties: { a: { required: true } },
    },
    'b.json': {},
  })
  expect(list).toMatchObject([
    {
      code: 'ERR_DRAFT_UNSUPPORTED',
      message: `${name} is not supported`,
      file: 'acme/a.json',
      line: 2,
      column: 13,
      pointer: '#/$schema',
    },
  ])
  expect(list[0]?.hint).toContain('convert')
  expect([...documents.keys()]).toEqual(['b.json'])
})

test('an unknown $schema is quoted, not fetched, and the usual draft is taken', async () => {
  const { documents, list } = await load({
    'a.json': { $schema: "https://x/'});process.exit(97)//" },
  })
  expect(documents.get('a.json')?.draft).toBe('2020-12')
  expect(list).toMatchObject([
    { code: 'WARN_SCHEMA_URI_UNKNOWN', severity: 'warning', pointer: '#/$schema', line: 2 },
  ])
  expect(list[0]?.message).toBe(
    'the $schema "https://x/\'});process.exit(97)//" is none of JSON Schema\'s; it is not fetched, and the file is read as 2020-12',
  )
})

const invalid: [name: string, content: Content, ...want: string[]][] = [
  ['a list', [1], '1:1 #: a schema is an object or a boolean; this is an array'],
  ['null', 'null', '1:1 #: a schema is an object or a boolean; this is null'],
  ['a number', '7', '1:1 #: a schema is an object or a boolean; this is a number'],
  ['a $schema that is no text', '{"$schema":5}', '1:12 #/$schema: "$schema" must be a string'],
  [
    'a $ref that is no text, in draft 04',
    `{"$schema":"${URI['04']}",\n"not":{"$ref":5}}`,
    '2:15 #/not/$ref: "$ref" must be a string',
  ],
]
test.each(invalid)('no schema: %s', async (_name, content, ...want) => {
  const { list } = await load({ 'a.json': content })
  expect(list.map(({ code }) => code)).toEqual(want.map(() => 'ERR_SCHEMA_INVALID'))
  expect(list.map((it) => `${it.line}:${it.column} ${it.pointer}: ${it.message}`)).toEqual(want)
})

test('a boolean is a schema from draft 06 on', async () => {
  expect(await load({ 'a.json': 'true' })).toMatchObject({ list: [], eventFiles: ['a.json'] })
})

const described: [content: Content, name: string, message: string][] = [
  [{ swagger: '2.0' }, 'a.json', 'the file is a description in Swagger 2.0, which is not read'],
  ['swagger: 2.0\n', 'a.yaml', 'the file is a description in Swagger 2, which is not read'],
  ['swaggerVersion: "1.2"', 'a.yml', 'the file is a description in Swagger 1.2, which is not read'],
  ['asyncapi: 1.2.0', 'a.yml', 'the file is a description in AsyncAPI 1.2.0, which is not read'],
  [{ openapi: '4.0.0' }, 'a.json', 'the file is a description in OpenAPI 4.0.0, which is not read'],
  [{ arazzo: '1.0.0' }, 'a.json', 'the file is a description in Arazzo 1.0.0, which is not read'],
]
test.each(described)('%j is refused by name', async (content, name, message) => {
  const { list, eventFiles } = await load({ [name]: content })
  expect(list).toMatchObject([{ code: 'ERR_INPUT_UNSUPPORTED', message, line: 1, column: 1 }])
  expect(eventFiles).toEqual([])
})

test('a property of the payload called openapi is nothing special', async () => {
  const files = { 'a.json': { properties: { openapi: { type: 'string' } }, openapi: { x: 1 } } }
  expect(await load(files)).toMatchObject({ list: [], eventFiles: ['a.json'] })
})

test('all that is wrong in all files is reported in one run', async () => {
  const { codes, eventFiles } = await load({
    'a.json': '{"type": "objekt", "properties": {"x": {"type": 1, "minLength": "3"}}}',
    'b.json': '{"a": 1,',
    'c.json': { $ref: 'nowhere.json', allOf: [{ $ref: '#/nope' }] },
    'd.yaml': 'type: object\nx: !foo 1',
    'e.json': '',
    'f.json': { type: 'object' },
    'g.json': '{"a":1,"a":2,"type":7}',
  })
  expect(codes).toEqual([
    'ERR_SCHEMA_INVALID acme/a.json#/type',
    'ERR_SCHEMA_INVALID acme/a.json#/properties/x/type',
    'ERR_SCHEMA_INVALID acme/a.json#/properties/x/minLength',
    'ERR_JSON_SYNTAX acme/b.json',
    'ERR_REF_MISSING acme/c.json#',
    'ERR_REF_MISSING acme/c.json#/allOf/0',
    'ERR_YAML_TAG acme/d.yaml',
    'ERR_FILE_EMPTY acme/e.json',
    'ERR_KEY_DUPLICATE acme/g.json#/a',
    'ERR_SCHEMA_INVALID acme/g.json#/type',
  ])
  expect(eventFiles).toEqual(['a.json', 'c.json', 'f.json', 'g.json'])
})

test('diagnostics are shown below the folder as it was typed, and documents say where values are', async () => {
  const { documents } = await load({ 'events/a.json': '{\n "type": "string"\n}' })
  const document = documents.get('events/a.json')
  expect(document).toMatchObject({
    file: 'events/a.json',
    shown: 'acme/events/a.json',
    value: { type: 'string' },
  })
  expect(document?.locate('/type')).toEqual({ line: 2, column: 10 })
})

test.each(['a.json', 'a.yaml'])('a file of 100,000 levels is refused: %s', async (name) => {
  const { codes } = await load({ [name]: '{"not":'.repeat(name === 'a.json' ? 100_000 : 10_000) })
  expect(codes).toEqual([`ERR_SCHEMA_TOO_DEEP acme/${name}`])
})

test('properties, and data, that look like keywords are left alone', async () => {
  const { list, references } = await load({
    'a.json': {
      properties: {
        $ref: { type: 'string' },
        $id: {},
        $schema: {},
        type: {},
        allOf: {},
        enum: {},
        required: {},
      },
      const: { $ref: 'file:///etc/passwd', $id: 'x' },
      enum: [{ $ref: 'http://127.0.0.1:9/x' }],
      default: { $ref: '#/nope' },
      examples: [{ $ref: '../../etc/passwd', pattern: '(' }],
      'x-unknown': { $ref: '#/nope' },
    },
  })
  expect(list.map(({ code }) => code)).toEqual(['WARN_EXAMPLE_INVALID'])
  expect(references.size).toBe(0)
})
