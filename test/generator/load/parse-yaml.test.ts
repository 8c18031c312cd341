/** Tests of generator/load/parse-yaml.ts and yaml-to-json.ts. */
import { describe, expect, test } from 'vitest'
import { Diagnostics } from '../../../generator/diagnostics.js'
import type { ParsedDocument } from '../../../generator/load/parse-json.js'
import { parseYaml } from '../../../generator/load/parse-yaml.js'
import type { JsonValue } from '../../../generator/schema/types.js'
import { processorTime } from '../../support/processor-time.js'

function parse(text: string): { document: ParsedDocument | undefined; problems: string[] } {
  const diagnostics = new Diagnostics()
  const document = parseYaml(text, 'a.yaml', diagnostics)
  const problems = diagnostics.list.map(
    ({ code, line, column, message, pointer }) =>
      `${line}:${column} ${code} ${message}${pointer === undefined ? '' : ` ${pointer}`}`,
  )
  return { document, problems }
}

const good: [name: string, text: string, want: JsonValue][] = [
  [
    'yes, no, on and off are texts',
    '[yes, no, on, off, y, n]',
    ['yes', 'no', 'on', 'off', 'y', 'n'],
  ],
  ['so are they under a directive for 1.1', '%YAML 1.1\n---\n[yes, 010]', ['yes', 10]],
  ['numbers of the core schema', '[010, 0o10, 0x1F, 1e3, 1_000]', [10, 8, 31, 1000, '1_000']],
  ['dates are texts', 'a: 2024-01-01', { a: '2024-01-01' }],
  ['nothing is null', 'a:\nb: ~', { a: null, b: null }],
  ['the tags of JSON', 'a: !!str 5\nb: !!int "7"\nc: !!map {}', { a: '5', b: 7, c: {} }],
  ['an alias', 'a: &x {n: 1}\nb: *x', { a: { n: 1 }, b: { n: 1 } }],
  ['an anchor given twice', 'a: &x 1\nb: *x\nc: &x 2\nd: *x', { a: 1, b: 1, c: 2, d: 2 }],
  ['an alias as a key', 'a: &x name\n*x : 1', { a: 'name', name: 1 }],
  [
    'a merge loses to what is written',
    'x: &x {a: 1, b: 2}\ny: {a: 0, <<: *x}',
    { x: { a: 1, b: 2 }, y: { a: 0, b: 2 } },
  ],
  [
    'the first of several merges wins',
    'x: &x {a: 1}\ny: &y {a: 2, b: 2}\nz: {<<: [*x, *y]}',
    { x: { a: 1 }, y: { a: 2, b: 2 }, z: { a: 1, b: 2 } },
  ],
  ['a quoted merge key is a key', '{"<<": 1}', { '<<': 1 }],
  ['one document with its marks', '---\na: 1\n...\n', { a: 1 }],
]
test.each(good)('%s', (_name, text, want) => {
  const { document, problems } = parse(text)
  expect(problems).toEqual([])
  expect(document?.value).toEqual(want)
})

const bad: [name: string, text: string, ...problems: string[]][] = [
  [
    'several documents',
    'a: 1\n---\nb: 2',
    '2:1 ERR_YAML_SYNTAX the file holds several YAML documents; split it into one file for each',
  ],
  ['comments alone', '# nothing', '1:1 ERR_FILE_EMPTY the file is empty'],
  [
    'a syntax error',
    'a: [1',
    '1:6 ERR_YAML_SYNTAX Flow sequence in block collection must be sufficiently indented and end with a ]',
  ],
  [
    'tags of others',
    'a: !!js/function "x"\nb: !include /etc/passwd',
    '1:4 ERR_YAML_TAG Unresolved tag: tag:yaml.org,2002:js/function; only the tags of JSON are read',
    '2:4 ERR_YAML_TAG Unresolved tag: !include; only the tags of JSON are read',
  ],
  [
    'known tags that are not of JSON',
    'a: !!binary aGk=',
    '1:4 ERR_YAML_TAG Unresolved tag: tag:yaml.org,2002:binary; only the tags of JSON are read',
  ],
  [
    'duplicate keys',
    'a:\n  b: 1\n  b: 2',
    '3:3 ERR_KEY_DUPLICATE the key "b" stands twice in one mapping #/a/b',
  ],
  [
    'keys that become duplicates',
    '1: a\n"1": b',
    '1:1 WARN_YAML_KEY the key 1 is a number in YAML; it is read as the property "1" #/1',
    '2:1 ERR_KEY_DUPLICATE the key "1" stands twice in one mapping #/1',
  ],
  [
    'infinity and its kin',
    'a: [.inf, .nan, 1e400]',
    '1:5 ERR_NUMBER_RANGE .inf is no value of JSON #/a/0',
    '1:11 ERR_NUMBER_RANGE .nan is no value of JSON #/a/1',
    '1:17 ERR_NUMBER_RANGE 1e400 is no value of JSON #/a/2',
  ],
  [
    'a list as a key',
    '? [a]\n: 1',
    '1:3 ERR_YAML_KEY a mapping or a list cannot be a property name #',
  ],
  [
    'a merge of what is no mapping',
    'a: {<<: [1]}',
    '1:9 ERR_YAML_KEY a merge key "<<" takes a mapping or a list of mappings #/a/<<',
  ],
  [
    'an alias in its own anchor',
    'a: &x [*x]',
    '1:8 ERR_YAML_ALIAS the alias *x stands inside what it repeats #/a/0',
  ],
  [
    'an alias without an anchor',
    'a: *x\nb: &x 1',
    '1:4 ERR_YAML_ALIAS no anchor &x stands before the alias *x #/a',
  ],
]
test.each(bad)('refused: %s', (_name, text, ...want) => {
  const { document, problems } = parse(text)
  expect(problems).toEqual(want)
  expect(document).toBeUndefined()
})

test('keys that are no texts are converted with a warning', () => {
  const { document, problems } = parse('1.10: a\ntrue: b\nnull: c')
  expect(document?.value).toEqual({ '1.1': 'a', true: 'b', null: 'c' })
  expect(problems).toEqual([
    '1:1 WARN_YAML_KEY the key 1.10 is a number in YAML; it is read as the property "1.1" #/1.1',
    '2:1 WARN_YAML_KEY the key true is a boolean in YAML; it is read as the property "true" #/true',
    '3:1 WARN_YAML_KEY the key null is a null in YAML; it is read as the property "null" #/null',
  ])
})

test('response codes of a description are no slips, and numbers among properties may be', () => {
  const api = 'post:\n  responses:\n    200: {description: taken}\n    404: {description: gone}'
  const { document, problems } = parse(api)
  expect(document?.value).toMatchObject({ post: { responses: { 200: { description: 'taken' } } } })
  expect(problems).toEqual([])
  const payload = 'properties:\n  responses:\n    200: {type: string}\n    properties: {200: {}}'
  expect(parse(payload).problems).toMatchObject(
    [/#\/properties\/responses\/200$/, /#\/properties\/responses\/properties\/200$/].map((end) =>
      expect.stringMatching(end),
    ),
  )
  expect(parse('responses:\n  7: a\n  200.5: b').problems).toHaveLength(2)
})

test('a bomb of aliases is refused before it is big', () => {
  const lines = ['a0: &a0 [x, x, x, x, x, x, x, x, x, x]']
  for (let n = 1; n <= 9; n++)
    lines.push(
      `a${n}: &a${n} [${Array(10)
        .fill(`*a${n - 1}`)
        .join(', ')}]`,
    )
  const started = processorTime()
  const { document, problems } = parse(lines.join('\n'))
  expect(processorTime() - started).toBeLessThan(2000)
  expect(document).toBeUndefined()
  expect(problems).toHaveLength(1)
  expect(problems[0]).toContain(
    'ERR_YAML_ALIAS the aliases of the file repeat more than 100000 values',
  )
})

describe('levels', () => {
  const tooDeep = 'ERR_SCHEMA_TOO_DEEP the document is nested deeper than 500 levels'
  const texts: [name: string, text: string, want: string | undefined][] = [
    ['500 of them', '['.repeat(500) + ']'.repeat(500), undefined],
    ['501 of them', '['.repeat(501) + ']'.repeat(501), tooDeep],
    ['100,000 of them', '['.repeat(100_000), tooDeep],
    ['in block style', '- '.repeat(5000), tooDeep],
    [
      'through aliases',
      `a: &a ${'['.repeat(300)}1${']'.repeat(300)}\nb: ${'['.repeat(300)}*a${']'.repeat(300)}`,
      tooDeep,
    ],
  ]
  test.each(texts)('%s', (_name, text, want) => {
    const { problems } = parse(text)
    expect(problems).toHaveLength(want === undefined ? 0 : 1)
    if (want !== undefined) expect(problems[0]).toContain(want)
  })
})

test('what an alias brings in is a copy', () => {
  const value = parse('a: &x {n: 1}\nb: *x\nc: {<<: *x}').document?.value
  const { a, b } = value as { a: object; b: object }
  expect(a).toEqual(b)
  expect(a).not.toBe(b)
})

test('a member called __proto__ is an own member, also by a merge', () => {
  const { document, problems } = parse('__proto__: &x {__proto__: {y: 1}}\nb: {<<: *x}\nc: *x')
  expect(problems).toEqual([])
  expect(JSON.stringify(document?.value)).toBe(
    '{"__proto__":{"__proto__":{"y":1}},"b":{"__proto__":{"y":1}},"c":{"__proto__":{"y":1}}}',
  )
  expect(Reflect.get({}, 'y')).toBeUndefined()
})

const places: [pointer: string, line: number, column: number][] = [
  ['', 1, 1],
  ['/x/b/c', 1, 21],
  ['/y/q', 3, 6],
  ['/y/q/b/c', 3, 6],
  ['/y/p/1', 6, 7],
  ['/y/n', 7, 5],
  ['/y/m/a', 8, 11],
  ['/y/m/z', 8, 15],
  ['/nowhere', 1, 1],
]
test.each(places)('locate %j', (pointer, line, column) => {
  const text =
    'x: &x {a: 1, b: {c: 2}}\ny:\n  q: *x\n  p:\n    - 1\n    - 2\n  n:\n  m: {<<: *x, z}'
  expect(parse(text).document?.locate(pointer)).toEqual({ line, column })
})
