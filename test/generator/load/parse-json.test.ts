/** Tests of generator/load/parse-json.ts and what it stands on. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { Diagnostics } from '../../../generator/diagnostics.js'
import { type ParsedDocument, parseJson } from '../../../generator/load/parse-json.js'

function parse(text: string): { document: ParsedDocument | undefined; problems: string[] } {
  const diagnostics = new Diagnostics()
  const document = parseJson(text, 'a.json', diagnostics)
  const problems = diagnostics.list.map(
    ({ code, line, column, message, pointer }) =>
      `${line}:${column} ${code} ${message}${pointer === undefined ? '' : ` ${pointer}`}`,
  )
  return { document, problems }
}

const syntax: [name: string, text: string, ...problems: string[]][] = [
  ['truncated', '{\n "a": {}\n', '3:1 the file ends too early; expected "," or "}"'],
  ['nothing', '', '1:1 the file ends too early; expected a value'],
  ['line comment', '{\n // c\n}', '2:2 comments are not JSON'],
  ['block comment', '[/* c */]', '1:2 comments are not JSON'],
  ['comments are reported once', '[//\n//\n]', '1:2 comments are not JSON'],
  ['trailing comma in an array', '[1,]', '1:3 trailing commas are not JSON'],
  ['trailing comma in an object', '{"a":1,}', '1:7 trailing commas are not JSON'],
  [
    'comments and trailing commas',
    '[1,//\n]',
    '1:3 trailing commas are not JSON',
    '1:4 comments are not JSON',
  ],
  [
    'NaN and Infinity',
    '[NaN,-Infinity]',
    '1:2 expected a value; NaN is not JSON',
    '1:6 expected a value; -Infinity is not JSON',
  ],
  ['a bare word', 'True', '1:1 expected a value; True is not JSON'],
  ['missing comma', '[1 2]', '1:4 expected "," or "]"; found a number'],
  ['missing colon', '{"a" 1}', '1:6 expected ":"; found a number'],
  ['missing value', '{"a":}', '1:6 expected a value; found "}"'],
  ['comma without a value', '[,1]', '1:2 expected a value or "]"; found ","'],
  [
    'comma without a member',
    '{,}',
    '1:2 expected a property name in double quotes or "}"; found ","',
  ],
  ['two commas', '{"a":1,,}', '1:8 expected a property name in double quotes; found ","'],
  [
    'single quotes',
    "{'a':1}",
    '1:2 expected a property name in double quotes or "}"; found a single quote',
  ],
  ['bare key', '{a:1}', '1:2 expected a property name in double quotes or "}"; found a'],
  ['two values', '{} {}', '1:4 expected the end of the file; found "{"'],
  ['one bracket too many', '[1]]', '1:4 expected the end of the file; found "]"'],
  ['wrong bracket', '{"a":1]', '1:7 expected "," or "}"; found "]"'],
  ['leading zero', '01', '1:2 expected the end of the file; found a number'],
  ['leading plus', '+1', '1:1 expected a value; found "+"'],
  ['no-break space', '[\u00a01]', '1:2 expected a value or "]"; found "\u00a0"'],
  [
    'line break in a string',
    '["a\nb"]',
    '1:4 a string holds a control character; a line break in it is written \\n',
  ],
  ['string without an end', '["a', '1:2 a string has no closing quote'],
  ['bad escape in a value', '["\\x"]', '1:2 a string holds an escape that JSON does not have'],
  ['bad escape in a key', '{"\\u12":1}', '1:2 a string holds an escape that JSON does not have'],
]
test.each(syntax)('syntax: %s', (_name, text, ...want) => {
  const { document, problems } = parse(text)
  expect(problems.map((problem) => problem.replace(' ERR_JSON_SYNTAX', ''))).toEqual(want)
  expect(document).toBeUndefined()
})

test('duplicate keys are named by pointer and place, and leave a value', () => {
  const { document, problems } = parse('{"a":{"b":1,\n"b":2},"\\u0061":3,"c":[{"d":1,"d":1}]}')
  expect(problems).toEqual([
    '2:1 ERR_KEY_DUPLICATE the key "b" stands twice in one object #/a/b',
    '2:8 ERR_KEY_DUPLICATE the key "a" stands twice in one object #/a',
    '2:31 ERR_KEY_DUPLICATE the key "d" stands twice in one object #/c/0/d',
  ])
  expect(document?.value).toEqual({ a: 3, c: [{ d: 1 }] })
})

test.each(['1e400', '-1e400', `1${'0'.repeat(400)}`])('a number out of range: %s', (digits) => {
  const { document, problems } = parse(`{"n":{"maximum":${digits}}}`)
  expect(problems).toHaveLength(1)
  expect(problems[0]).toMatch(
    /^1:17 ERR_NUMBER_RANGE the number .* is out of range.* #\/n\/maximum$/,
  )
  expect(document).toBeUndefined()
})

test('500 levels are read, 501 are not, and 100,000 do not overflow', () => {
  const nested = (levels: number): string => '['.repeat(levels) + ']'.repeat(levels)
  expect(parse(nested(500)).problems).toEqual([])
  const want = ['1:501 ERR_SCHEMA_TOO_DEEP the document is nested deeper than 500 levels']
  expect(parse(nested(501)).problems).toEqual(want)
  expect(parse('{"a":'.repeat(100_000)).problems).toHaveLength(1)
})

test('a member called __proto__ is an own member', () => {
  const value = parse('{"__proto__":{"x":1}}').document?.value
  expect(Object.keys(value ?? {})).toEqual(['__proto__'])
  expect(Reflect.get({}, 'x')).toBeUndefined()
})

describe('locate', () => {
  const text = '{\n "a/b": [1,\r\n  {"c": "é", "d": 2}],\r "e": null\n}'
  const cases: [pointer: string, line: number, column: number][] = [
    ['', 1, 1],
    ['/a~1b', 2, 9],
    ['/a~1b/0', 2, 10],
    ['/a~1b/1/d', 3, 19],
    ['/e', 4, 7],
    ['/a~1b/1/absent/deeper', 3, 3],
    ['/absent', 1, 1],
  ]
  test.each(cases)('%j', (pointer, line, column) => {
    expect(parse(text).document?.locate(pointer)).toEqual({ line, column })
  })
})

test('exactly what JSON.parse accepts is accepted', () => {
  const broken = fc
    .tuple(
      fc.json(),
      fc.nat(),
      fc.constantFrom('', ',', '"', '{', ']', '0', '\\', ' ', 'e', '-', '/'),
    )
    .map(
      ([json, at, char]) =>
        json.slice(0, at % json.length) + char + json.slice((at % json.length) + 1),
    )
  fc.assert(
    fc.property(fc.oneof(fc.json(), broken), (text) => {
      const { document, problems } = parse(text)
      const isJson = accepts(text)
      const isWarned = problems.some((problem) => /DUPLICATE|RANGE/.test(problem))
      expect(document !== undefined && problems.length === 0).toBe(isJson && !isWarned)
      const syntaxErrors = problems.filter((problem) => problem.includes('ERR_JSON_SYNTAX'))
      expect(syntaxErrors.length > 0).toBe(!isJson)
      // The scanner gives the reason; that JSON.parse alone refused it is what is said last.
      expect(problems.join()).not.toContain('the file is not JSON')
    }),
    { numRuns: 2000, seed: 7 },
  )
})

function accepts(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}
