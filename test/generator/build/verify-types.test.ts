/** The text of the types holds types, each name once, and nothing else. */
import { ts } from 'ts-morph'
import { expect, test } from 'vitest'
import { checkSources } from '../../../generator/build/check.js'
import { compilerJobs } from '../../../generator/build/jobs.js'
import { verifyTypes } from '../../../generator/build/verify-types.js'
import { RunMemo } from '../../../generator/memo/memo.js'

const verify = (text: string) =>
  verifyTypes(ts, ts.createSourceFile('types.ts', text, ts.ScriptTarget.ES2022))

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
]

test.each(cases)('%s', async (_name, text, message) => {
  const bug = expect.objectContaining({ code: 'ERR_GENERATOR_BUG', message })
  expect(() => verify(text)).toThrow(bug)
  const sources = [{ path: 'src/types.ts', content: text }]
  await expect(checkSources(sources, new RunMemo(), compilerJobs)).rejects.toThrow(
    expect.objectContaining({ code: 'ERR_GENERATOR_BUG' }),
  )
})

test('a value among types that compile is found by the check', async () => {
  const sources = [{ path: 'src/types.ts', content: 'export type A = 1\nexport const a: A = 1\n' }]
  await expect(checkSources(sources, new RunMemo(), compilerJobs)).rejects.toThrow('FirstStatement')
})

test('types alone', () => {
  expect(() => verify('export type A = B\ninterface B {}')).not.toThrow()
})
