/** What a schema asks for in vain, and what is odd about it, by file, line and column. */
import { expect, test } from 'vitest'
import { FORMATS } from '../../../generator/emit/validators/formats.js'
import { CHECKED_FORMATS } from '../../../generator/schema/format-names.js'
import { load } from './folder.js'

const DRAFT_07 = 'http://json-schema.org/draft-07/schema#'
const DRAFT_2020 = 'https://json-schema.org/draft/2020-12/schema'

/** `line:column severity CODE pointer message (hint)` of each. */
async function lint(schema: object | string): Promise<string[]> {
  const { list } = await load({
    'a.json': typeof schema === 'string' ? schema : JSON.stringify(schema),
  })
  return list.map(({ line, column, severity, code, pointer, message, hint }) => {
    const end = hint === undefined ? '' : ` (${hint})`
    return `${line}:${column} ${severity} ${code} ${pointer} ${message}${end}`
  })
}

const rows: readonly (readonly [name: string, schema: object, want: readonly string[]])[] = [
  [
    'a mistyped keyword',
    { requird: ['a'] },
    [
      'warning WARN_KEYWORD_UNKNOWN #/requird the keyword "requird" is unknown and asserts nothing (did you mean "required"?)',
    ],
  ],
  [
    "a provider's own keyword",
    { type: 'object', sensitivity: 'high', note: 'x', when: 'y', schemas: {} },
    [],
  ],
  [
    'a keyword of draft 03',
    { divisibleBy: 2 },
    [
      'warning WARN_KEYWORD_UNKNOWN #/divisibleBy the keyword "divisibleBy" is unknown and asserts nothing (use "multipleOf")',
    ],
  ],
  ['extensions', { 'x-anything': 1, discriminator: { propertyName: 'a' }, xml: {} }, []],
  [
    'a keyword of a later draft',
    { $schema: DRAFT_07, prefixItems: [{}], dependentRequired: {} },
    [
      'warning WARN_KEYWORD_DRAFT #/prefixItems the keyword "prefixItems" asserts nothing in draft 07 (name the draft that has it in "$schema")',
      'warning WARN_KEYWORD_DRAFT #/dependentRequired the keyword "dependentRequired" asserts nothing in draft 07 (name the draft that has it in "$schema")',
    ],
  ],
  ['the same keywords where they are of the draft', { $schema: DRAFT_2020, prefixItems: [{}] }, []],
  ['names of properties are no keywords', { properties: { requird: {} } }, []],
  [
    'a mistyped format',
    { format: 'datetime' },
    [
      'warning WARN_FORMAT_UNKNOWN #/format the format "datetime" is unknown and is not checked (did you mean "date-time"?)',
    ],
  ],
  [
    'a format that only its provider knows',
    { format: 'ulid' },
    [
      'warning WARN_FORMAT_UNKNOWN #/format the format "ulid" is unknown and is not checked (did you mean "uuid"?)',
    ],
  ],
  ['formats that say nothing', { anyOf: [{ format: 'double' }, { format: 'binary' }] }, []],
  [
    'bounds in the wrong order',
    { minLength: 5, maxLength: 4 },
    [
      'warning WARN_SCHEMA_IMPOSSIBLE #/minLength "minLength" is above "maxLength": nothing that they bound is valid',
    ],
  ],
  ['bounds that meet', { minimum: 4, maximum: 4 }, []],
  [
    'an empty enum',
    { enum: [] },
    ['warning WARN_SCHEMA_IMPOSSIBLE #/enum an empty "enum" allows no value'],
  ],
  [
    'an enum of another type',
    { type: 'integer', enum: ['1', 1.5] },
    ['warning WARN_SCHEMA_IMPOSSIBLE #/enum no value of "enum" has the type that stands beside it'],
  ],
  [
    'an enum with null beside a nullable type',
    { type: 'string', nullable: true, enum: [null] },
    [],
  ],
  ['an enum of which a part fits', { type: ['string', 'null'], enum: ['a', 1] }, []],
  [
    'a const of another type',
    { type: 'string', const: null },
    [
      'warning WARN_SCHEMA_IMPOSSIBLE #/const the value of "const" does not have the type that stands beside it',
    ],
  ],
  [
    'properties that differ by case',
    { properties: { userId: {}, userID: {} } },
    [
      'warning WARN_PROPERTY_ALIKE #/properties/userID the properties "userId" and "userID" differ only by what a reader overlooks',
    ],
  ],
  [
    'properties that differ by what is invisible',
    { properties: { id: {}, 'i\u200bd': {} } },
    [
      'warning WARN_PROPERTY_ALIKE #/properties/i\u200bd the properties "id" and "i\\u200bd" differ only by what a reader overlooks',
      'warning WARN_PROPERTY_INVISIBLE #/properties/i\u200bd the name of the property "i\\u200bd" holds characters that cannot be seen',
    ],
  ],
]

test.each(rows)('%s', async (_name, schema, want) => {
  expect((await lint(schema)).map((line) => line.replace(/^\d+:\d+ /, ''))).toEqual(want)
})

test('a diagnostic stands at its line and column', async () => {
  expect(await lint('{\n  "properties": {\n    "a": { "format": "datetime" }\n  }\n}')).toEqual([
    '3:22 warning WARN_FORMAT_UNKNOWN #/properties/a/format the format "datetime" is unknown and is not checked (did you mean "date-time"?)',
  ])
})

test('integers beyond 2^53 are warnings where they are compared, and notices where they bound', async () => {
  const text = '{"enum":[1,9007199254740993],"maximum":9223372036854775807}'
  const { list } = await load({ 'a.json': text })
  expect(list).toMatchObject([
    { code: 'WARN_NUMBER_UNSAFE', pointer: '#/enum', hint: 'send such numbers as strings' },
    { code: 'NOTICE_NUMBER_UNSAFE', severity: 'notice', pointer: '#/maximum' },
  ])
  const { list: safe } = await load({ 'a.json': '{"enum":[9007199254740991],"minimum":1.5e300}' })
  expect(safe.map(({ code }) => code)).toEqual(['NOTICE_NUMBER_UNSAFE'])
})

test('the formats known by name are those that validators check', () => {
  expect([...CHECKED_FORMATS].sort()).toEqual([...FORMATS.keys()].sort())
})
