/** What validators are declared to be before they are compiled is what they turn out to be. */
import { expect, test } from 'vitest'
import {
  declareValidators,
  proveDeclared,
} from '../../../../generator/emit/validators/declarations.js'
import { emitValidators, validatorModules } from '../../../../generator/emit/validators/emit.js'
import { GeneratorBug } from '../../../../generator/errors.js'
import { build } from '../../catalog/catalog.js'

const { catalog } = await build(
  {},
  {
    'events/open.json': { properties: { kind: { enum: ['a', 'b'] } } },
    'events/closed.json': { properties: { at: { type: 'string' } } },
    'events/alias.json': { $ref: 'open.json' },
    'events/__proto__.json': true,
  },
)
const declared = declareValidators(catalog)
const pathsOf = (files: readonly { readonly path: string }[]) => files.map(({ path }) => path)

test('every module that something imports is declared, and no other', async () => {
  const { files } = await emitValidators(catalog)
  const modules = pathsOf(files).filter((path) => /^(?!.*\/shared\/).*\.js$/.test(path))
  expect(pathsOf(declared).sort()).toEqual(
    modules.map((path) => path.replace('.js', '.d.ts')).sort(),
  )
  expect(pathsOf(declared)).toContain('src/validators/tolerant/open.explain.d.ts')
  expect(pathsOf(declared)).not.toContain('src/validators/tolerant/closed.d.ts')
  expect(files).toEqual(expect.arrayContaining([...declared]))
})

test.each([
  ['one too few', declared.slice(1), String(declared[0]?.path)],
  ['one too many', [...declared, { path: 'src/validators/gone.d.ts', content: '' }], 'gone.d.ts'],
  [
    'another text',
    declared.map((file) => ({ ...file, content: `${file.content}\n` })),
    'was not declared as it is',
  ],
])('%s is a bug', async (_name, wrong, message) => {
  const modules = await validatorModules(catalog)
  expect(() => proveDeclared(declared, modules)).not.toThrow()
  expect(() => proveDeclared(wrong, modules)).toThrow(GeneratorBug)
  expect(() => proveDeclared(wrong, modules)).toThrow(message)
})
