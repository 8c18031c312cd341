/** What is said to be bounded is: an engine that tries one way after another tries no more. */
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { characterKinds } from '../../../generator/patterns/characters.js'
import { parsePattern } from '../../../generator/patterns/parse.js'
import { trialSteps } from '../../../generator/patterns/trial.js'
import { isBounded } from '../../../generator/patterns/ways.js'
import { arbitraryPattern } from './arbitrary.js'
import { countComparisons } from './backtracker.js'

/** Of these few, so that what a pattern lets grow is seen in a short text. */
const MOST = 12

function judge(source: string, coarse: boolean): boolean {
  const parsed = parsePattern(source)
  if (typeof parsed === 'string') throw new Error(`${source}: ${parsed}`)
  const trial = trialSteps(parsed, coarse)
  if (trial === undefined) return false
  const kinds = characterKinds(trial.sets.values(), parsed.flags)
  return isBounded(trial.steps, kinds, { most: MOST, length: Infinity, merging: false })
}

function comparisons(source: string, text: string, most: number): number {
  const parsed = parsePattern(source)
  if (typeof parsed === 'string') throw new Error(`${source}: ${parsed}`)
  return countComparisons(parsed, text, most)
}

/** Texts that repeat something, between a beginning and an end. */
const pumped = fc
  .tuple(word(2), word(3), fc.integer({ min: 1, max: 20 }), word(2))
  .map(([before, unit, times, after]) => before + unit.repeat(times) + after)

function word(maxLength: number): fc.Arbitrary<string> {
  return fc.string({ unit: fc.constantFrom('a', 'a', 'b', '-', '1', '\n'), maxLength })
}

const reference = fc
  .tuple(arbitraryPattern, arbitraryPattern, fc.constantFrom('\\1', '\\1*', '(?:\\1|a)+$'))
  .map(([first, second, last]) => `^(${first})(?:${second})${last}`)

test.each([
  ['patterns', arbitraryPattern],
  ['patterns with references', reference],
])('%s', (_name, patterns) => {
  let judged = 0
  const texts = fc.array(pumped, { minLength: 6, maxLength: 6 })
  const check = (source: string, given: readonly string[]) => {
    fc.pre(!source.includes('(?<'))
    const isSafe = judge(source, false) || judge(source, true)
    judged += isSafe ? 1 : 0
    for (const text of isSafe ? given : []) {
      // What repeats at the very end reads on to the end of the text, once.
      const bound = MOST * (text.length + 1) + text.length
      expect(comparisons(source, text, bound + 1)).toBeLessThanOrEqual(bound)
    }
  }
  fc.assert(fc.property(patterns, texts, check), { numRuns: 3000, seed: 5 })
  expect(judged).toBeGreaterThan(300)
})

const rows: readonly (readonly [source: string, text: string])[] = [
  ['^(a+)+$', `${'a'.repeat(200)}!`],
  ['^(a|a)*$', `${'a'.repeat(200)}!`],
  ['^(a|ab|b)*$', `${'ab'.repeat(100)}!`],
  ['^(a*)*$', `${'a'.repeat(200)}!`],
  ['^((a*)*)*b', 'a'.repeat(200)],
  ['^(?:(?:x?|y?)z)*$', `${'z'.repeat(200)}!`],
  ['a+b', 'a'.repeat(200)],
  ['\\s+$', `${' '.repeat(200)}x`],
  ['^.*foo.*$', `${'foo'.repeat(70)}\n`],
  ['^\\w+\\s*\\w+$', `${'a'.repeat(200)}!`],
  ['^[^@\\s]+@[^@\\s]+\\.[^@\\s]+$', `a@${'.'.repeat(200)} `],
  ['^(?:a?){30}b', 'a'.repeat(200)],
  ['^(?=(a+)+$)', `${'a'.repeat(200)}!`],
  ['^(a+)\\1+$', `${'a'.repeat(200)}!`],
  ['^(.*)\\1$', `${'a'.repeat(200)}!`],
  ['(?:a|b|ab)(?:a|b|ab)*c', 'ab'.repeat(100)],
]

test.each(rows)('%s is not bounded, and an engine shows it', (source, text) => {
  expect(judge(source, false) || judge(source, true)).toBe(false)
  const most = 25 * text.length
  expect(comparisons(source, text, most)).toBeGreaterThanOrEqual(most)
})
