/** Length in code points. */
import { expect, test } from 'vitest'
import { codePointLength } from '../../../templates/runtime/checks/length.js'

const cases: readonly (readonly [name: string, text: string, want: number])[] = [
  ['nothing', '', 0],
  ['letters', 'abc', 3],
  ['an emoji', '😀', 1],
  ['two emoji and a letter', '😀a😀', 3],
  ['a high surrogate alone', '\ud83d', 1],
  ['two high surrogates', '\ud83d\ud83d', 2],
  ['a low surrogate alone', '\ude00a', 2],
  ['halves in the wrong order', '\ude00\ud83d', 2],
]

test.each(cases)('%s', (_name, text, want) => {
  expect(codePointLength(text)).toBe(want)
})
