/** Declarations that say the same are one to the check, and nothing that it should find is lost. */
import { expect, test } from 'vitest'
import { checkTexts } from '../../../generator/build/check-texts.js'
import { createProgram, loadCompiler } from '../../../generator/build/compiler.js'

const compiler = await loadCompiler()
const CHECK = "import type { A } from './a.js'\nexport declare const check: A\n"
const TEXTS = {
  '/src/one/a.d.ts': 'export type A = 1\n',
  '/src/one/first.d.ts': CHECK,
  '/src/one/second.d.ts': CHECK,
  '/src/two/a.d.ts': 'export type A = 2\n',
  '/src/two/third.d.ts': CHECK,
  '/src/use.ts': `import { check as first } from './one/first.js'
import { check as second } from './one/second.js'
import { check as third } from './two/third.js'

export const all: readonly [1, 1, 2] = [first, second, third]
`,
}

const check = (texts: Readonly<Record<string, string>>) =>
  checkTexts(compiler, new Map(Object.entries(texts)))

test('a program holds one of the declarations that say the same in one folder', () => {
  const program = createProgram(compiler, new Map(Object.entries(TEXTS)))
  const own = program.getSourceFiles().map(({ fileName }) => fileName)
  expect(own.filter((path) => /(first|second|third)/.test(path)).sort()).toEqual([
    '/src/one/first.d.ts',
    '/src/two/third.d.ts',
  ])
  expect(() => check(TEXTS)).not.toThrow()
})

test.each([
  ['a wrong type through the second', '[1, 1, 2] =', '[1, 2, 2] =', /use\.ts:5 TS2322/],
  ['the same text in another folder', '[1, 1, 2] =', '[1, 1, 1] =', /use\.ts:5 TS2322/],
  ['a name that the second lacks', '{ check as second', '{ none as second', /use\.ts:2 TS2305/],
  ['a module that is not there', './one/second.js', './one/fourth.js', /use\.ts:2 TS2307/],
])('%s is found', (_name, from, to, message) => {
  const use = TEXTS['/src/use.ts'].replace(from, to)
  expect(() => check({ ...TEXTS, '/src/use.ts': use })).toThrow(message)
})

test('what is wrong with the first and the second is found', () => {
  const wrong = CHECK.replace(': A', ': B')
  const texts = { ...TEXTS, '/src/one/first.d.ts': wrong, '/src/one/second.d.ts': wrong }
  expect(() => check(texts)).toThrow(/one\/first\.d\.ts:2 TS2304/)
})
