/** The expression language: what it reads, and what it says about mistakes. */
import { expect, test } from 'vitest'
import { parseExpr } from '../../../generator/auth/expr.js'
import { Spot } from '../../../generator/auth/spot.js'
import { Diagnostics } from '../../../generator/diagnostics.js'

function parse(text: string) {
  const diagnostics = new Diagnostics()
  const spot = new Spot(
    diagnostics,
    'webhooks.json',
    () => ({ line: 3, column: 7 }),
    '/auth/content',
  )
  return { expr: parseExpr(text, spot, 'content'), diagnostics: diagnostics.list }
}

const placeholder = (source: string, arg?: string, ...filters: [string, ...string[]][]) => {
  return {
    kind: 'placeholder',
    source,
    arg,
    filters: filters.map(([name, ...args]) => ({ name, args })),
  }
}
const text = (value: string) => ({ kind: 'text', value })

const accepted: [name: string, given: string, want: unknown][] = [
  ['plain text', 'push', [text('push')]],
  ['empty text', '', []],
  ['a source without argument', '{body}', [placeholder('body')]],
  [
    'text around sources',
    'v0:{var:timestamp}:{body}',
    [text('v0:'), placeholder('var', 'timestamp'), text(':'), placeholder('body')],
  ],
  ['a header name', '{header:X-Hub-Signature-256}', [placeholder('header', 'X-Hub-Signature-256')]],
  ['a pointer with colons and dots', '{json:/a:b/c.d}', [placeholder('json', '/a:b/c.d')]],
  ['a query parameter with a dot', '{query:data.id}', [placeholder('query', 'data.id')]],
  ['the raw query', '{query}', [placeholder('query')]],
  ['filters in a row', '{body|sha256|hex}', [placeholder('body', undefined, ['sha256'], ['hex'])]],
  [
    'split by a character and an index',
    '{header:x|split:=:1}',
    [placeholder('header', 'x', ['split', '=', '1'])],
  ],
  ['split by a colon', '{header:x|split:::0}', [placeholder('header', 'x', ['split', ':', '0'])]],
  [
    'strip with blanks and colons',
    '{header:x|strip:HMAC a: }',
    [placeholder('header', 'x', ['strip', 'HMAC a: '])],
  ],
  [
    'decode and a pointer into JSON',
    '{header:x|decode:base64|json:/kid}',
    [placeholder('header', 'x', ['decode', 'base64'], ['json', '/kid'])],
  ],
  ['escaped pipe, colon and brace', '{query:a\\|b\\:c\\}}', [placeholder('query', 'a|b:c}')]],
  ['a backslash before anything else', '{query:a\\b}', [placeholder('query', 'a\\b')]],
  ['doubled braces', '{{"a":{body}}}', [text('{"a":'), placeholder('body'), text('}')]],
  [
    'an optional group',
    'a[[id:{query:id};]]b',
    [
      text('a'),
      { kind: 'optional', parts: [text('id:'), placeholder('query', 'id'), text(';')] },
      text('b'),
    ],
  ],
  ['three brackets are two literal ones', '[[[x', [text('[[x')]],
  ['closing brackets outside a group', 'a]]b', [text('a]]b')]],
]

test.each(accepted)('expressions: %s', (_name, given, want) => {
  const { expr, diagnostics } = parse(given)
  expect(diagnostics).toEqual([])
  expect(expr).toEqual(want)
})

const refused: [name: string, given: string, message: string][] = [
  ['an open brace', 'a{body', 'a "{" without its "}"'],
  ['a closing brace alone', 'a}b', 'a "}" without its "{"'],
  ['an open group', '[[{body}', 'an optional group "[[" without its "]]"'],
  ['a group in a group', '[[a[[b]]]]', 'an optional group inside an optional group'],
  ['an unknown source', '{cookie:x}', 'unknown source "cookie"'],
  ['a source of Object.prototype', '{constructor}', 'unknown source "constructor"'],
  ['a source that needs an argument', '{header}', 'the source "header" needs an argument'],
  ['a source that takes none', '{body:x}', 'the source "body" takes no argument'],
  ['a pointer without a slash', '{json:type}', '"type" is not a JSON pointer'],
  ['a header name with a blank', '{header:X Y}', '"X Y" is not a header name'],
  ['a secret without a name', '{secret:}', 'the source "secret" needs an argument'],
  ['a parameter without a name', '{query:}', 'the source "query" needs an argument'],
  ['a secret whose name is code', '{secret:a`;b}', '"a`;b" is not the name of a secret'],
  [
    'a secret that no object can hold',
    '{secret:__proto__}',
    '"__proto__" is not the name of a secret',
  ],
  ['an unknown variable', '{var:x}', 'unknown variable "x"'],
  ['an unknown filter', '{body|rot13}', 'unknown filter "rot13"'],
  ['a filter of Object.prototype', '{body|toString}', 'unknown filter "toString"'],
  ['a filter without its argument', '{body|strip}', 'the filter "strip" needs 1 argument'],
  ['a filter with an argument too many', '{body|hex:1}', 'the filter "hex" takes no argument'],
  ['an index that is none', '{header:x|split:,:last}', '"last" is not an index'],
  [
    'an unknown decoding',
    '{header:x|decode:base32}',
    'the filter "decode" takes hex, base64, base64url or mime',
  ],
]

test.each(refused)('expressions: %s is refused', (_name, given, message) => {
  const { expr, diagnostics } = parse(given)
  expect(expr).toEqual([])
  expect(diagnostics).toHaveLength(1)
  expect(diagnostics[0]).toMatchObject({
    code: 'ERR_EXPR',
    file: 'webhooks.json',
    pointer: '#/auth/content',
    line: 3,
    column: 7,
  })
  expect(diagnostics[0]?.message).toContain(message)
})
