/** The validators that the package has as code find what the compiled ones do, in the same words. */
import { createRequire } from 'node:module'
import type { ValidateFunction } from 'ajv'
import { expect, test } from 'vitest'
import { compileConfig, configCheckerCode } from '../../../generator/config/validate.js'
import { compileMeta, metaCheckerCode } from '../../../generator/load/meta.js'
import { DRAFTS } from '../../../generator/schema/types.js'

const CONFIGS: readonly unknown[] = [
  { auth: { type: 'bearer' } },
  {},
  7,
  { auth: { type: 'bearer' }, evnts: {}, package: { name: 3, version: 'x', extra: true } },
  { auth: { preset: 'github', type: 'bearer' }, methods: 'POST', secrets: { 'a b': 1 } },
  { auth: { type: 'signature', alg: 'sha', key: {}, content: 5 }, validation: 'loose' },
  { auth: { schemes: {}, require: {} }, handshakes: [{}, { name: '' }], sender: [] },
]

const SCHEMAS: readonly unknown[] = [
  { type: 'object', properties: { a: { items: { enum: [1] } } }, required: ['a'] },
  { type: 'objekt', required: 'id', properties: { x: { type: 'str', minLength: '3' } } },
  { properties: { a: { allOf: [], $defs: { b: { not: 5 } } } }, definitions: 1, $id: 3 },
  { type: ['string', 'string'], enum: [1, 1], multipleOf: 0, additionalProperties: 'no' },
  { dependencies: { a: 5 }, if: 1, contains: [], $ref: 4, $anchor: '', unevaluatedItems: 0 },
  [],
]

const require = createRequire(import.meta.url)

function run(code: string): ValidateFunction {
  const module = { exports: {} }
  new Function('module', 'exports', 'require', code)(module, module.exports, require)
  return module.exports as ValidateFunction
}

function verdict(check: ValidateFunction, value: unknown): unknown {
  return check(value) ? 'valid' : structuredClone(check.errors)
}

test('of the config', async () => {
  const [, compiled] = await compileConfig()
  const [name, code] = await configCheckerCode()
  const ready = run(code)
  expect(name).toBe('config')
  const verdicts = CONFIGS.map((config) => verdict(ready, config))
  expect(verdicts).toEqual(CONFIGS.map((config) => verdict(compiled, config)))
  expect(verdicts.map((found) => found === 'valid')).toEqual(CONFIGS.map((_, index) => index === 0))
})

test.each(DRAFTS)('of the meta-schema of draft %s', async (draft) => {
  const [, compiled] = await compileMeta(draft)
  const ready = run(await metaCheckerCode(draft))
  const verdicts = SCHEMAS.map((schema) => verdict(ready, schema))
  expect(verdicts).toEqual(SCHEMAS.map((schema) => verdict(compiled, schema)))
  expect(verdicts.filter((found) => found === 'valid')).toHaveLength(1)
})
