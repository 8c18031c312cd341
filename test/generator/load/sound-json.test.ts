/** Tests of generator/load/sound-json.ts: only what the scanner would be silent about is sound. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { scanJson } from '../../../generator/load/scan-json.js'
import { isSound } from '../../../generator/load/sound-json.js'

const LEVELS = 500
const isSoundText = (text: string): boolean => isSound(text, JSON.parse(text), LEVELS)
const nested = (levels: number): string => '['.repeat(levels) + ']'.repeat(levels)

const texts: [text: string, expected: boolean][] = [
  ['7', true],
  ['"a:"', true],
  ['{}', true],
  ['{"a" \n: 1}', true],
  [String.raw`{"a\":": ":\\", "b\\": ["c", "\\\":"]}`, true],
  ['{"__proto__": {"a": 1}}', true],
  ['{"a": 1, "a": 1}', false],
  [String.raw`{"a": 1, "\u0061": 1}`, false],
  ['[{"a": {"b": 1}}, {"a": {"b": 1, "b": 2}}]', false],
  ['[1e400]', false],
  ['{"a": [-1e400]}', false],
  [nested(LEVELS), true],
  [nested(LEVELS + 1), false],
]
test.each(texts)('%s', (text, expected) => {
  expect(isSoundText(text)).toBe(expected)
  expect(scanJson(text).problems.length === 0).toBe(expected)
})

test('what JSON.stringify writes is sound', () => {
  const value = fc.jsonValue({ maxDepth: 5 })
  fc.assert(
    fc.property(value, fc.nat(4), (any, indent) => isSoundText(JSON.stringify(any, null, indent))),
  )
})

test('the last member written once more makes it unsound', () => {
  const members = fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 2 }), { minKeys: 1 })
  fc.assert(
    fc.property(members, (object) => {
      const [name = '', value] = Object.entries(object).at(-1) ?? []
      const again = `${JSON.stringify(name)}:${JSON.stringify(value)}`
      return !isSoundText(`${JSON.stringify(object).slice(0, -1)},${again}}`)
    }),
  )
})
