/** Patterns taken apart into searches answer as the engine's regular expressions do. */
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { linearSearches } from '../../../generator/patterns/linear.js'
import { parsePattern } from '../../../generator/patterns/parse.js'
import { linearPattern } from '../../../templates/runtime/checks/linear-pattern.js'
import { arbitraryPattern, arbitraryText } from './arbitrary.js'

function searchOf(source: string): { test(text: string): boolean } {
  const parsed = parsePattern(source)
  if (typeof parsed === 'string') throw new Error(`${source}: ${parsed}`)
  const searches = linearSearches(parsed)
  if (typeof searches === 'string') throw new Error(`${source}: ${searches}`)
  const sets = [...searches.sets.keys()]
  return linearPattern({ unicode: parsed.flags === 'u', sets, searches: searches.searches })
}

/**
 * What the engine says of each position, one by one: left to itself, V8 also begins between the
 * halves of a surrogate pair, which the standard rules out (`/\\B/u` on `a😀a`).
 */
function matches(source: string, text: string): boolean {
  const expression = new RegExp(source, 'uy')
  const starts = [0]
  for (const character of text) starts.push((starts.at(-1) ?? 0) + character.length)
  return starts.some((start) => {
    expression.lastIndex = start
    return expression.test(text)
  })
}

test('what fast-check makes up: 3,000 patterns, each on 8 texts', () => {
  const texts = fc.array(arbitraryText, { minLength: 8, maxLength: 8 })
  const check = (source: string, given: readonly string[]) => {
    const search = searchOf(source)
    for (const text of given) {
      expect([text, search.test(text)]).toEqual([text, matches(source, text)])
    }
  }
  fc.assert(fc.property(arbitraryPattern, texts, check), { numRuns: 3000, seed: 63 })
})

const rows: readonly (readonly [source: string, flags: '' | 'u', texts: readonly string[]])[] = [
  ['^(a+)+$', 'u', ['', 'a', 'aaaa', 'aaab', 'baaa']],
  ['', 'u', ['', 'a']],
  ['^.$', 'u', ['a', '😀', '\n', '\u2028', '\ud83d', '\ude00', '\ud83d\ude00a']],
  ['\\bcat\\b|\\Bdog\\B', 'u', ['a cat', 'cats', 'dog', 'xdogx', 'cat_']],
  ['^(?=.*[A-Z])(?=.*\\d)(?!.*\\s).{4,}$', 'u', ['Abc1', 'abc1', 'Ab c1', 'A1', 'ABC123']],
  ['(?<=\\$)\\d+(?:\\.\\d\\d)?(?!\\d)', 'u', ['$12', '12', '$1.50', 'x$9y']],
  ['(?<![a-z])b(?=(?!c)\\w)', 'u', ['b', 'bd', 'bc', 'abd', ' bd']],
  ['(?:(?=a)a|b){2,4}$', 'u', ['ab', 'a', 'bbbbbb', 'abc']],
  ['^[^]{2}$', 'u', ['\n\n', 'a', '😀😀']],
  ['^\\p{Lu}\\p{Script=Greek}$', 'u', ['Aα', 'aα', 'Éω', 'AA']],
  // Annex B of ECMAScript, which the `u` flag switches off.
  ['^[\\w-.]+$', '', ['a-b.c', '', '!']],
  ['^\\-\\@$', '', ['-@', '@']],
  ['^a{$', '', ['a{', 'a']],
  ['^\\_x{,3}$', '', ['_x{,3}', '_xx']],
  ['^\\-..$', '', ['-😀', '-ab', '-a']],
  ['^[\\c]\\_$', '', ['\\_', 'c_', '_']],
  ['^\\-\\07\\8$', '', ['-\u00078', '-78']],
  ['^(?=\\-)*\\@', '', ['@', '-']],
]

describe.each(rows)('%s', (source, flags, texts) => {
  test('compiles with the flags expected', () => {
    expect(parsePattern(source)).toMatchObject({ flags })
  })
  test.each(texts)('%j', (text) => {
    expect(searchOf(source).test(text)).toBe(new RegExp(source, flags).test(text))
  })
})

test('a look that a repetition copies is one search', () => {
  const parsed = parsePattern('^(?:(?=a)a){50}$')
  if (typeof parsed === 'string') throw new Error(parsed)
  expect(linearSearches(parsed)).toMatchObject({ searches: { length: 2 } })
})

test.each([
  ['(a)\\1', 'reference'],
  ['(?<x>a)\\k<x>', 'reference'],
  ['(?:a{100}){100}', 'size'],
  [Array.from({ length: 17 }, (_, index) => `(?=${index})`).join(''), 'size'],
])('%s is more than searches can say', (source, obstacle) => {
  const parsed = parsePattern(source)
  if (typeof parsed === 'string') throw new Error(parsed)
  expect(linearSearches(parsed)).toBe(obstacle)
})
