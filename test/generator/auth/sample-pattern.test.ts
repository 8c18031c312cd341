/** A pattern's sample is a text that it takes. */
import { expect, test } from 'vitest'
import { samplePattern } from '../../../generator/auth/sample-pattern.js'
import { Unsignable } from '../../../generator/auth/unsignable.js'

const patterns: [pattern: string, sample: string][] = [
  ['^(?:v1)$', 'v1'],
  ['^(?:[0-9a-f]{8}\\.pem)$', 'aaaaaaaa.pem'],
  ['/SimpleNotificationService-[0-9a-f]+\\.pem', '/SimpleNotificationService-a.pem'],
  ['^(?:ts=[0-9]{10},.*)$', 'ts=0000000000,'],
  ['^(?:a?b*(?:c|d){2,3}\\d)$', 'cc0'],
  ['^(?:x|y)$', 'x'],
  ['^(?:\\p{Lu}\\x2d\\u{2d})$', 'A--'],
  ['^(?:[^]+)$', 'a'],
  ['^(?:\\u0041é)$', 'Aé'],
]

test.each(patterns)('%s', (pattern, sample) => {
  expect(samplePattern(pattern)).toBe(sample)
})

test('where none is found, that is said', () => {
  expect(() => samplePattern('^(?:\\p{Script=Greek})$')).toThrow(Unsignable)
})
