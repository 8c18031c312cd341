/** Patterns: what is let in is matched in linear time, and what can blow up is not let in. */
import { expect, test } from 'vitest'
import { patternProblem } from '../../../generator/auth/pattern.js'

test.each([
  '',
  'push',
  'completed|cancelled|created',
  '[a-f0-9]{20,32}',
  '[A-Za-z0-9_-]{1,128}',
  '^/SimpleNotificationService-[0-9a-f]+\\.pem$',
  '\\d{4}-\\d{2}-\\d{2}',
  'v\\d+(?:\\.\\d+)*',
  '(?:[a-z]+,)*;',
  'order\\..+',
  '.*',
  '.*\\.amazonaws\\.com',
  '(?<year>\\d+)-(?<month>\\d+)',
  '\\(a+\\)b+',
  '[)(*+]+a',
  '\\u{1F600}+x',
  '\\p{Lu}+\\p{Ll}+',
  'https?://[a-z]+',
])('the pattern %s is safe', (pattern) => {
  expect(patternProblem(pattern)).toBeUndefined()
})

const SEVERAL = 'a repetition that can go on in several ways'
const BORDER = 'two repetitions whose border the text does not show'
const INVALID = 'not a regular expression (with the "u" flag)'

test.each([
  ['(a+)+', SEVERAL],
  ['(a+)+$', SEVERAL],
  ['(a*)*', SEVERAL],
  ['(?:a|a)*b', SEVERAL],
  ['(?:a|ab)*c', SEVERAL],
  ['(?:a?a)*b', SEVERAL],
  ['(?:a{1,2})*b', SEVERAL],
  ['(?:a{0,99}){0,99}b', SEVERAL],
  ['(?:.*a){20}', SEVERAL],
  ['([a-zA-Z]+)*', SEVERAL],
  ['(?:[a-z]+\\.?)+@', SEVERAL],
  ['(?:\\w|\\d)+x', SEVERAL],
  ['(?:é|\\u00e9)+x', SEVERAL],
  ['a*a*b', BORDER],
  ['\\d+\\d+', BORDER],
  ['.*foo.*', BORDER],
  ['\\s+$\\s+', BORDER],
  [
    `${'a?'.repeat(30)}${'a'.repeat(30)}`,
    'too many choices that the next character does not decide',
  ],
  ['(a)\\1', 'a back reference'],
  ['(?<x>a)\\k<x>', 'a back reference'],
  ['(?=a)a', 'a look-around'],
  ['(?<!a)b', 'a look-around'],
  ['[a', INVALID],
  ['a)(b', INVALID],
  ['[\\w-.]', INVALID],
])('the pattern %s is refused', (pattern, problem) => {
  expect(patternProblem(pattern)).toBe(problem)
})
