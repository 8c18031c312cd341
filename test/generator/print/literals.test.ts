/** Data as code: whatever it holds, it stays data. */
import { expect, test } from 'vitest'
import { comment, json, markdown, propertyKey } from '../../../generator/print/literals.js'

const hostile = [
  '',
  'plain',
  '"; globalThis.pwned = 1; "',
  `'\`$\{globalThis.pwned = 1}\`'`,
  '</script><script>globalThis.pwned = 1</script>',
  '*/ globalThis.pwned = 1 /*',
  '\u2028globalThis.pwned = 1\u2029',
  'a\r\n// b\n\\',
  '\\u0022',
  '\ud800 lone, \udc00 too',
  '😀 é \u0000 \u007f \u202e',
  '<!-- -->',
  '__proto__',
  'constructor',
]

test.each(hostile)('json: %j', (text) => {
  const printed = json(text)
  expect(printed).toMatch(/^[\x20-\x7e]*$/)
  expect(printed).not.toContain('<')
  expect(evaluate(printed)).toBe(text)
  expect(JSON.parse(printed)).toBe(text)
  expect(globalThis).not.toHaveProperty('pwned')
})

test('json: values of every kind', () => {
  const value = { a: [1, -0.5, 1e300, null, true], 'b"</': { c: '<' } }
  expect(evaluate(json(value))).toEqual(value)
})

test.each(hostile)('propertyKey: %j', (name) => {
  const object = evaluate(`({ ${propertyKey(name)}: 1 })`)
  expect(Object.entries(Object(object))).toEqual([[name, 1]])
})

const keys: [name: string, want: string][] = [
  ['name', 'name'],
  ['$_9', '$_9'],
  ['9a', '"9a"'],
  ['a-b', '"a-b"'],
  ['é', '"\\u00e9"'],
  ['__proto__', '["__proto__"]'],
]
test.each(keys)('propertyKey: %s is printed %s', (name, want) => {
  expect(propertyKey(name)).toBe(want)
})

test.each(hostile)('comment: %j', (text) => {
  const printed = comment(text)
  expect(evaluate(`(/** ${printed} */ 7)`)).toBe(7)
  expect(printed).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u2028\u2029\u202e]/)
})

const comments: [text: string, want: string][] = [
  ['a */ b', 'a *\\/ b'],
  ['**/', '**\\/'],
  ['*\u200b/', '*\\u200b/'],
  ['@ts-ignore @jsx x @license', '@\\ts-ignore @\\jsx x @\\license'],
  ['@deprecated and {@link x}', '\\@deprecated and {\\@link x}'],
  ['//# sourceMappingURL=x', '//\\# sourceMappingURL=x'],
  ['#__NO_SIDE_EFFECTS__ @__PURE__', '#\\__NO_SIDE_EFFECTS__ @\\__PURE__'],
  ['a\tb', 'a b'],
  ['mail@example.com', 'mail@example.com'],
]
test.each(comments)('comment: %j becomes %j', (text, want) => {
  expect(comment(text)).toBe(want)
})

const texts: [text: string, want: string][] = [
  ['plain text, with: punctuation.', 'plain text, with: punctuation.'],
  ['a | b', 'a \\| b'],
  ['*bold* _it_ `code`', '\\*bold\\* \\_it\\_ \\`code\\`'],
  ['[x](javascript:alert(1))', '\\[x\\](javascript:alert(1))'],
  ['![x](y)', '\\!\\[x\\](y)'],
  ['<script>&amp;', '&lt;script\\>&amp;amp;'],
  ['# a\n\n- b\r\n> c', '\\# a - b \\> c'],
  ['\u202eabc\u0000', '\\\\u202eabc\\\\u0000'],
  ['\\', '\\\\'],
]
test.each(texts)('markdown: %j becomes %j', (text, want) => {
  expect(markdown(text)).toBe(want)
})

function evaluate(code: string): unknown {
  // The printed text is what is under test; it comes from the table above.
  return new Function(`return ${code}`)()
}
