/** Makes up patterns, and texts that they have something to do with. */
import * as fc from 'fast-check'

const ATOMS = [
  'a',
  'b',
  '-',
  '.',
  '[ab]',
  '[^a]',
  '\\w',
  '\\W',
  '\\s',
  '\\d',
  '\\p{L}',
  '😀',
  '\\n',
]
const EDGES = ['^', '$', '\\b', '\\B']
const COUNTS = ['*', '+', '?', '{2}', '{1,3}', '{0,2}', '{2,}', '*?', '+?', '??']
const LOOKS = ['(?=', '(?!', '(?<=', '(?<!']

/** Patterns with the `u` flag, with looks around and without references. */
export const arbitraryPattern: fc.Arbitrary<string> = fc.letrec<{ choice: string; part: string }>(
  (tie) => ({
    choice: fc
      .array(fc.array(tie('part'), { maxLength: 3 }), { minLength: 1, maxLength: 2 })
      .map((ways) => ways.map((parts) => parts.join('')).join('|')),
    part: fc.oneof(
      { maxDepth: 4, depthSize: 'small' },
      { weight: 6, arbitrary: fc.constantFrom(...ATOMS) },
      { weight: 2, arbitrary: fc.constantFrom(...EDGES) },
      { weight: 3, arbitrary: join(fc.constantFrom(...ATOMS), fc.constantFrom(...COUNTS)) },
      { weight: 3, arbitrary: tie('choice').map((inner) => `(${inner})`) },
      {
        weight: 4,
        arbitrary: join(
          tie('choice').map((inner) => `(?:${inner})`),
          fc.constantFrom(...COUNTS),
        ),
      },
      {
        weight: 2,
        arbitrary: join(
          fc.constantFrom(...LOOKS),
          tie('choice').map((inner) => `${inner})`),
        ),
      },
    ),
  }),
).choice

export const arbitraryText: fc.Arbitrary<string> = fc
  .array(fc.constantFrom('a', 'a', 'b', 'b', '-', ' ', '1', 'é', '😀', '\n', '\ud83d', '\ude00'), {
    maxLength: 12,
  })
  .map((characters) => characters.join(''))

function join(first: fc.Arbitrary<string>, second: fc.Arbitrary<string>): fc.Arbitrary<string> {
  return fc.tuple(first, second).map((parts) => parts.join(''))
}
