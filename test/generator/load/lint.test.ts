/** Tests of generator/load/lint.ts, through whole loads: line and column belong to it. */
import { describe, expect, test } from 'vitest'
import { load } from './folder.js'

async function lint(text: string): Promise<string[]> {
  const { list } = await load({ 'a.json': text })
  return list.map(
    (it) => `${it.line}:${it.column} ${it.severity} ${it.code} ${it.pointer} ${it.message}`,
  )
}

test('the extensions of json-schema-to-typescript are ignored with a warning', async () => {
  expect(await lint('{"properties":{"a":{"tsType":"x"}},"tsEnumNames":["y"]}')).toEqual([
    '1:30 warning WARN_KEYWORD_IGNORED #/properties/a/tsType the keyword "tsType" is ignored',
    '1:50 warning WARN_KEYWORD_IGNORED #/tsEnumNames the keyword "tsEnumNames" is ignored',
  ])
})

describe('a property called __proto__', () => {
  const cases: [text: string, pointer: string][] = [
    ['{"properties":{"__proto__":{}}}', '#/properties/__proto__'],
    ['{"patternProperties":{"__proto__":{}}}', '#/patternProperties/__proto__'],
    ['{"dependentSchemas":{"__proto__":{}}}', '#/dependentSchemas/__proto__'],
    ['{"dependentRequired":{"__proto__":[]}}', '#/dependentRequired/__proto__'],
    ['{"dependencies":{"__proto__":["a"]}}', '#/dependencies/__proto__'],
    ['{"required":["a","__proto__"]}', '#/required/1'],
    ['{"not":{"properties":{"__proto__":{}}}}', '#/not/properties/__proto__'],
  ]
  test.each(cases)('%s', async (text, pointer) => {
    const { list } = await load({ 'a.json': text })
    expect(list).toMatchObject([
      { code: 'ERR_PROPERTY_PROTO', pointer, message: 'a property cannot be called "__proto__"' },
    ])
  })

  test('a definition of that name, and a constructor, are fine', async () => {
    const text =
      '{"$defs":{"__proto__":{}},"properties":{"constructor":{"$ref":"#/$defs/__proto__"}},"required":["constructor"]}'
    const { list, references } = await load({ 'a.json': text })
    expect(list).toEqual([])
    expect(references.get('a.json#/properties/constructor')).toEqual({
      file: 'a.json',
      pointer: '/$defs/__proto__',
    })
  })
})

test('half of a surrogate pair in a name is reported, a whole one is not', async () => {
  const text = '{"properties":{"\\ud83d\\ude00":{},"a\\ud83d":{}},"required":["\\ude00"]}'
  const message = 'the name of a property holds half of a surrogate pair'
  expect((await load({ 'a.json': text })).list).toMatchObject([
    { code: 'ERR_PROPERTY_SURROGATE', pointer: '#/properties/a\ud83d', message },
    { code: 'ERR_PROPERTY_SURROGATE', pointer: '#/required/0', message },
  ])
})

const invalid = 'is not a regular expression of ECMAScript: '
const dialect = 'holds an escape of another dialect; ECMAScript reads it as plain letters'
const slow =
  'can take very long on some texts with a backtracking engine; the SDK runs it by a slower one that cannot'
const patterns: [pattern: string, want: string | undefined][] = [
  ['(?i)abc', `error ERR_PATTERN_INVALID #/pattern the pattern "(?i)abc" ${invalid}Invalid group`],
  ['a++', `error ERR_PATTERN_INVALID #/pattern the pattern "a++" ${invalid}Nothing to repeat`],
  ['(: x', `error ERR_PATTERN_INVALID #/pattern the pattern "(: x" ${invalid}Unterminated group`],
  ['\\Aabc\\Z', `warning WARN_PATTERN_DIALECT #/pattern the pattern "\\\\Aabc\\\\Z" ${dialect}`],
  ['[[:alpha:]]+', `warning WARN_PATTERN_DIALECT #/pattern the pattern "[[:alpha:]]+" ${dialect}`],
  [
    '/^a$/i',
    'warning WARN_PATTERN_DIALECT #/pattern the pattern "/^a$/i" is written as a literal; here its slashes and flags are characters of the text',
  ],
  ['\\\\Abc', undefined],
  ['^\\p{L}+$', undefined],
  [
    '^[\\w-.]+\\@$',
    'warning WARN_PATTERN_LEGACY #/pattern the pattern "^[\\\\w-.]+\\\\@$" compiles only without the flag "u", and is run so',
  ],
  ['^(a+)+$', `warning WARN_PATTERN_SLOW #/pattern the pattern "^(a+)+$" ${slow}`],
  [
    '^(a+)\\1+$',
    'error ERR_PATTERN_SLOW #/pattern the pattern "^(a+)\\\\1+$" can take very long on some texts, and a back reference keeps it from being run in another way',
  ],
  [
    '(?:a|b){500}c',
    'error ERR_PATTERN_SLOW #/pattern the pattern "(?:a|b){500}c" can take very long on some texts, and its size keeps it from being run in another way',
  ],
]
test.each(patterns)('the pattern %j', async (pattern, want) => {
  const problems = await lint(JSON.stringify({ pattern }))
  expect(problems).toEqual(want === undefined ? [] : [`1:12 ${want}`])
})

test('a maxLength beside a pattern bounds the texts that it is run on', async () => {
  expect(await lint('{"maxLength":20,"pattern":"^(a+)+$"}')).toMatchObject([
    expect.stringContaining('WARN_PATTERN_SLOW'),
  ])
  expect(await lint('{"maxLength":64,"pattern":"^.*foo.*$"}')).toEqual([])
  expect(await lint('{"maxLength":64,"pattern":"^(.*)\\\\1$"}')).toEqual([])
})

test('names of patternProperties are patterns too', async () => {
  const { codes } = await load({ 'a.json': { patternProperties: { '(': {}, 'x/y': {} } } })
  expect(codes).toEqual(['ERR_PATTERN_INVALID acme/a.json#/patternProperties/('])
  const slow = await load({ 'a.json': { maxLength: 2, patternProperties: { 'a+$': {} } } })
  expect(slow.codes).toEqual(['WARN_PATTERN_SLOW acme/a.json#/patternProperties/a+$'])
})

const respelled: [pattern: string, hint: string][] = [
  ['(?i)^a$', 'write "^[aA]$"'],
  ['(?P<a>b)', 'write "(?<a>b)"'],
  ['/^a$/i', 'write "^[aA]$"'],
  ['\\Aa\\z', 'write "^a$"'],
  [
    '(?x)a b',
    'there are no flags inside a pattern: say both cases ("[aA]"), and "[\\s\\S]" for any character',
  ],
]
test.each(respelled)('the pattern %s comes with the spelling that works', async (pattern, hint) => {
  const { list } = await load({ 'a.json': { pattern } })
  expect(list.map((one) => one.hint)).toEqual([hint])
  const named = await load({ 'a.json': { patternProperties: { [pattern]: {} } } })
  expect(named.list.map((one) => one.hint)).toEqual([hint])
})
