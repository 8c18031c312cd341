/** Tokens and their list are printed as TypeScript formats and builds them, and the last look at `dist/` sees them. */

import { ts } from 'ts-morph'
import { expect, test } from 'vitest'
import { typescriptSources } from '../../../generator/build/compiler.js'
import { formatTexts } from '../../../generator/build/format-texts.js'
import { compilerJobs } from '../../../generator/build/jobs.js'
import { proveDist } from '../../../generator/build/prove.js'
import { surveyText } from '../../../generator/build/survey.js'
import { emitTokens } from '../../../generator/emit/tokens.js'
import { emitValidatorTable } from '../../../generator/emit/validator-table.js'
import { GeneratorBug } from '../../../generator/errors.js'
import { build } from '../catalog/catalog.js'

const NAMES = [
  'push',
  'order.paid',
  'token',
  'token_cjs',
  '007',
  'a-b.c_d',
  '__proto__',
  'constructor',
  'say "hello" \'and\' `bye`',
  'back\\slash $ */ <!-- </script>',
  'naïve.événement',
  '事件 🎉',
  '\u2028\u2029\ud800\u0000\n',
  'import("./gone.js") require eval any',
  'orders/create',
  '*',
  ' ',
  'x'.repeat(300),
  'event',
  'check',
]

const { catalog } = await build(
  {},
  Object.fromEntries(
    NAMES.flatMap((name, index) => [
      [`events/${index}.json`, { 'x-event-type': name, properties: { a: { enum: ['b', 'c'] } } }],
      [`events/rigid${index}.json`, { 'x-event-type': `${name}!`, type: 'object' }],
    ]),
  ),
)

const cases = (['tolerant', 'strict', 'off'] as const).map((validation) => ({
  validation,
  tokens: emitTokens({ ...catalog, validation }),
}))
const printed = [
  ...cases,
  { validation: 'the list of validators', tokens: [emitValidatorTable(catalog)] },
  { validation: 'a list without groups', tokens: [emitValidatorTable({ ...catalog, groups: [] })] },
]

test('the names are all there, and half of the events have tolerant validators', () => {
  expect(catalog.events.map(({ name }) => name)).toEqual(expect.arrayContaining(NAMES))
  const texts = cases.map(({ tokens }) => tokens.map(({ source }) => String(source.content)))
  for (const list of texts) {
    expect(list).toHaveLength(2 * NAMES.length)
    expect(list.filter((text) => text.includes('tolerant: {'))).toHaveLength(NAMES.length)
  }
  const [tolerant, strict] = texts.map((list) => list.find((text) => text.includes('Token<"push"')))
  expect(tolerant).toContain('import { check } from "../validators/tolerant/push.js"')
  expect(strict).toContain('import { check } from "../validators/push.js"')
})

test.each(printed)('printed for $validation as they are formatted', ({ tokens }) => {
  const texts = typescriptSources(tokens.map(({ source }) => source))
  expect(texts.size).toBe(tokens.length)
  expect([...formatTexts(ts, texts)]).toEqual([...texts])
})

test.each(printed)('printed for $validation as they are built', async ({ tokens }) => {
  const built = await compilerJobs.build(typescriptSources(tokens.map(({ source }) => source)))
  for (const { source, module } of tokens) {
    const { js, cjs, dts, dcts } = built.get(`/${source.path}`) ?? {}
    expect(module).toEqual({
      path: source.path.replace(/\.ts$/, '.js'),
      esm: js?.text,
      cjs: cjs?.text,
      dts: dts?.text,
      dcts: dcts?.text,
    })
  }
})

const formsOf = ({ module: { path, esm, cjs, dts, dcts } }: (typeof cases)[0]['tokens'][0]) => {
  const stem = path.replace(/^src\/(.*)\.js$/, '$1')
  return [
    { path: `dist/esm/${stem}.js`, content: esm },
    { path: `dist/cjs/${stem}.cjs`, content: cjs },
    { path: `dist/esm/${stem}.d.ts`, content: dts },
    { path: `dist/cjs/${stem}.d.cts`, content: dcts },
  ]
}

/** The files that tokens import, as far as they are not tokens. */
const neighbours = [
  ...new Set(
    (cases[0]?.tokens ?? []).flatMap(formsOf).flatMap((file) =>
      surveyText(ts, file).modules.map(({ text = '' }) => {
        const suffix = /\.d\.c?ts$/.exec(file.path)?.[0]
        const target = new URL(text, `file:///${file.path}`).pathname.slice(1)
        return suffix === undefined ? target : target.replace(/\.c?js$/, suffix)
      }),
    ),
  ),
].map((path) => ({ path, content: '' }))

test('the last look sees each of their imports, most without the compiler', async () => {
  const files = (cases[0]?.tokens ?? []).flatMap(formsOf)
  let asked: readonly string[] = []
  const jobs = {
    survey: (texts: ReadonlyMap<string, string>) => {
      asked = [...texts.values()]
      return compilerJobs.survey(texts)
    },
  }
  await expect(proveDist([...neighbours, ...files], jobs)).resolves.toBeUndefined()
  // Those of the one name that says it all.
  expect(asked.filter((text) => !text.includes('require eval any'))).toEqual([])
  expect(asked).not.toEqual([])
  for (const { path } of neighbours) {
    const others = neighbours.filter((file) => file.path !== path)
    await expect(proveDist([...others, ...files], jobs)).rejects.toThrow(GeneratorBug)
  }
})
