/** The last look at built files: each broken promise is found and named. */
import { expect, test } from 'vitest'
import { compilerJobs } from '../../../generator/build/jobs.js'
import { proveDist } from '../../../generator/build/prove.js'

const neighbours = ['', 'validators/'].flatMap((folder) =>
  ['esm/@a.js', 'esm/@a.d.ts', 'cjs/@a.cjs', 'cjs/@a.d.cts'].map((path) => {
    return { path: `dist/${path.replace('@', folder)}`, content: '' }
  }),
)
const prove = (path: string, content: string) =>
  proveDist([...neighbours, { path, content }], compilerJobs)

const accepted: [name: string, path: string, content: string][] = [
  ['a static import', 'dist/esm/b.js', "import { a } from './a.js'"],
  ['a lazy import', 'dist/esm/b.js', "export const f = () => import('./a.js')"],
  ['an import from a folder', 'dist/esm/c/b.js', "export * from '../a.js'"],
  ['a require', 'dist/cjs/b.cjs', "exports.a = require('./a.cjs')"],
  ['an import type', 'dist/esm/b.d.ts', "export declare const a: import('./a.js').A"],
  ['a CommonJS declaration', 'dist/cjs/b.d.cts', "import type { A } from './a.cjs'"],
  ['words in text', 'dist/esm/b.js', 'export const a = "require(\'x\') eval(1) any"'],
  ['any as a word in a declaration', 'dist/esm/b.d.ts', '/** any */\nexport declare const any: 1'],
  ['a method called require', 'dist/esm/b.js', 'export const a = (o) => o.require("x")'],
]
test.each(accepted)('accepts %s', async (_name, path, content) => {
  await expect(prove(path, content)).resolves.toBeUndefined()
})

/** Validators as they are printed are settled without being parsed, and by the same rules. */
const inValidators = (path: string) => path.replace(/(?<=^dist\/(?:esm|cjs)\/)b/, 'validators/b')

test.each(accepted)('accepts %s in a validator', async (_name, path, content) => {
  await expect(prove(inValidators(path), content)).resolves.toBeUndefined()
})

test('a validator as it is printed needs no compiler', async () => {
  const content = "import { a } from './a.js'\nconst b = data.from\nexport { a, b }\n"
  const refuse = { survey: () => Promise.reject(new Error('was asked for')) }
  const file = { path: 'dist/esm/validators/b.js', content }
  const printed = neighbours.filter(({ path }) => /validators\/.*js$/.test(path))
  await expect(proveDist([...printed, file], refuse)).resolves.toBeUndefined()
  const other = { ...file, content: "export { a } from './gone.js'\n" }
  await expect(proveDist([...printed, other], refuse)).rejects.toThrow('was asked for')
})

const refused: [name: string, path: string, content: string, message: string][] = [
  ['a bare import', 'dist/esm/b.js', "import 'ajv'", 'b.js:1 imports "ajv"'],
  ['a node: import', 'dist/esm/b.js', "\nimport 'node:fs'", 'b.js:2 imports "node:fs"'],
  ['a bare re-export', 'dist/esm/b.js', "export * from 'ajv'", 'imports "ajv"'],
  ['a bare lazy import', 'dist/esm/b.js', "export const f = () => import('ajv')", 'imports "ajv"'],
  ['a bare import type', 'dist/esm/b.d.ts', "export type A = import('ajv').A", 'imports "ajv"'],
  ['a re-export over two lines', 'dist/esm/b.js', "export { a }\nfrom 'ajv'", 'imports "ajv"'],
  ['an absolute import', 'dist/esm/b.js', "import '/etc/a.js'", 'which is not part of the SDK'],
  [
    'require in an ES module',
    'dist/esm/b.js',
    "const a = require('./a.js')",
    'other module system',
  ],
  ['import in CommonJS', 'dist/cjs/b.cjs', "import './a.cjs'", 'other module system'],
  ['lazy import in CommonJS', 'dist/cjs/b.cjs', "import('./a.cjs')", 'other module system'],
  ['a bare require', 'dist/cjs/b.cjs', "require('ajv')", 'imports "ajv"'],
  ['a missing file', 'dist/esm/b.js', "import './gone.js'", '"./gone.js", which does not exist'],
  ['a missing declaration', 'dist/esm/b.d.ts', "import './gone.js'", 'does not exist'],
  ['an ES module from CommonJS', 'dist/cjs/b.cjs', "require('../esm/a.js')", 'does not exist'],
  ['CommonJS from an ES module', 'dist/esm/b.js', "import '../cjs/a.cjs'", 'does not exist'],
  ['a path out of the SDK', 'dist/esm/b.js', "import '../../../x.js'", 'does not exist'],
  ['a computed import', 'dist/esm/b.js', 'export const f = (x) => import(x)', 'only the running'],
  ['a computed require', 'dist/cjs/b.cjs', 'require(x)', 'only the running code'],
  ['any', 'dist/esm/b.d.ts', 'export declare const a: any', 'b.d.ts:1 says any'],
  ['any in CommonJS', 'dist/cjs/b.d.cts', 'export type A = Array<any>', 'b.d.cts:1 says any'],
  ['eval', 'dist/esm/b.js', 'eval("1")', 'b.js:1 evaluates text as code'],
  ['the Function constructor', 'dist/cjs/b.cjs', 'new Function("1")', 'evaluates text as code'],
]
test.each([
  ...refused,
  ...refused.map(
    (row) => [`${row[0]} in a validator`, inValidators(row[1]), row[2], row[3]] as const,
  ),
  [
    'a missing file in a printed import',
    'dist/esm/validators/b.js',
    "import { a } from './gone.js'",
    '"./gone.js", which does not exist',
  ],
  [
    'a bare printed require',
    'dist/cjs/validators/b.cjs',
    "const { a } = require('ajv')",
    'imports "ajv"',
  ],
] as const)('refuses %s', async (_name, path, content, message) => {
  await expect(prove(path, content)).rejects.toThrow(
    expect.objectContaining({
      code: 'ERR_GENERATOR_BUG',
      message: expect.stringContaining(message),
    }),
  )
})
