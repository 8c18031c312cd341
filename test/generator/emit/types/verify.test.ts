/** The text of the types holds types, each name once, and nothing else. */
import { expect, test } from 'vitest'
import { verifyTypes } from '../../../../generator/emit/types/verify.js'

const cases: readonly (readonly [name: string, text: string, message: string])[] = [
  ['a value', 'export const A = 1', 'the payload types hold a FirstStatement'],
  [
    'a declared value',
    'export type A = 1; declare const pwn: 1',
    'the payload types hold a FirstStatement',
  ],
  ['an import', "import 'x'", 'the payload types hold a ImportDeclaration'],
  [
    'a name twice',
    'export interface A {} export interface A {}',
    'the payload types declare A anew',
  ],
  ['another name', 'export type B = 1', 'the payload types declare B anew'],
  ['a name less', '', 'the payload types lack A'],
  ['no TypeScript', 'export type A = {', "the payload types do not parse: '}' expected."],
]

test.each(cases)('%s', (_name, text, message) => {
  expect(() => verifyTypes(text, new Set(['A']))).toThrow(
    expect.objectContaining({ code: 'ERR_GENERATOR_BUG', message }),
  )
})

test('types alone', () => {
  expect(() => verifyTypes('export type A = B\ninterface B {}', new Set(['A', 'B']))).not.toThrow()
})
