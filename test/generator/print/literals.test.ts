/** Data that becomes code text. */
import { expect, test } from 'vitest'
import { comment, json, markdown, propertyKey } from '../../../generator/print/literals.js'

const comments: [name: string, text: string, printed: string][] = [
  ['the end of a comment', 'a */ evil() /*', 'a *\\/ evil() /*'],
  ['a tag', '@deprecated no', '\\@deprecated no'],
  ['a tag inside braces', '{@link x}', '{\\@link x}'],
  ['an address', 'me@example.com', 'me@example.com'],
  ['a pragma of the compiler', '// @ts-nocheck', '// @\\ts-nocheck'],
  ['a pragma of JSX', '@jsxImportSource evil', '@\\jsxImportSource evil'],
  ['a licence', 'x@license', 'x@\\license'],
  ['a source map', '//# sourceMappingURL=x', '//\\# sourceMappingURL=x'],
  ['a source map of old', '//@ sourceMappingURL=x', '//\\@ sourceMappingURL=x'],
  ['the name of a source', '//#\tsourceURL=x', '//\\# sourceURL=x'],
  ['what turns text around', 'a\u202eb\u200bc', 'a\\u202eb\\u200bc'],
]
test.each(comments)('comment: %s', (_name, text, printed) => {
  expect(comment(text)).toBe(printed)
})

const literals: [name: string, value: unknown, printed: string][] = [
  ['the end of a script', '</script>', '"\\u003c/script>"'],
  ['line separators', 'a\u2028\u2029', '"a\\u2028\\u2029"'],
  ['a surrogate pair', '\u{1f600}', '"\\ud83d\\ude00"'],
  ['quotes and backslashes', '"\\', '"\\"\\\\"'],
]
test.each(literals)('json: %s', (_name, value, printed) => {
  expect(json(value)).toBe(printed)
  expect(JSON.parse(printed)).toBe(value)
})

test.each([
  ['id', 'id'],
  ['a-b', '"a-b"'],
  ['1', '"1"'],
  ['', '""'],
  ['__proto__', '["__proto__"]'],
])('property key: %j', (name, printed) => {
  expect(propertyKey(name)).toBe(printed)
})

const texts: [name: string, text: string, printed: string][] = [
  ['a link', '[x](javascript:y)', '\\[x\\](javascript:y)'],
  ['a tag of HTML', '<img onerror=x>', '&lt;img onerror=x\\>'],
  ['the edge of a cell', 'a | b', 'a \\| b'],
  ['lines', 'a\n\n# b', 'a \\# b'],
  ['an entity', '&lt;', '&amp;lt;'],
]
test.each(texts)('markdown: %s', (_name, text, printed) => {
  expect(markdown(text)).toBe(printed)
})
