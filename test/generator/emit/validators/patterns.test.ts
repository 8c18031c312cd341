/** Patterns that an engine could hang on, in emitted validators. */
import { expect, test } from 'vitest'
import { Diagnostics } from '../../../../generator/diagnostics.js'
import { validatorModules } from '../../../../generator/emit/validators/emit.js'
import type { Draft, JsonSchema } from '../../../../generator/schema/types.js'
import { processorTime } from '../../../support/processor-time.js'
import { definitionsOf, inputOf, runSchema } from './harness.js'

const LONG = 100_000
const PATIENCE_MILLISECONDS = 2000

type Row = readonly [
  name: string,
  schema: JsonSchema,
  valid: readonly unknown[],
  invalid: readonly unknown[],
  draft?: Draft,
]

const SLOW = '^(a+)+$'
const TWICE = '^(.*)\\1$'

const rows: readonly Row[] = [
  ['a pattern', { pattern: SLOW }, ['a', 1, 'a'.repeat(LONG)], ['', `${'a'.repeat(LONG)}!`]],
  [
    'beside a maxLength that helps',
    { pattern: '^.*foo.*$', maxLength: 20 },
    ['a foo', `${'😀'.repeat(17)}foo`],
    ['bar', `${'foo'.repeat(LONG)}\n`, 'foo'.repeat(7)],
  ],
  [
    'with a back reference, beside a maxLength',
    { pattern: TWICE, maxLength: 40 },
    ['abab', '', '😀'.repeat(40)],
    ['aba', 'a'.repeat(LONG + 1), 'a'.repeat(42)],
  ],
  [
    'of many steps, beside a maxLength',
    { pattern: '^(?:[a-z]{1,200}-?)+$', maxLength: 255 },
    ['a'.repeat(255), 'a-b'],
    ['', `${'a'.repeat(254)}!`, 'a'.repeat(LONG)],
  ],
  [
    'with a maxLength in one of two places',
    { properties: { a: { pattern: SLOW, maxLength: 4 }, b: { pattern: SLOW } } },
    [{ a: 'aaaa', b: 'a'.repeat(LONG) }],
    [{ a: 'aaaaa' }, { b: `${'a'.repeat(LONG)}!` }],
  ],
  [
    'where a property tells branches apart',
    {
      oneOf: ['x', 'y'].map((kind) => ({
        type: 'object',
        required: ['kind'],
        properties: { kind: { const: kind }, id: { pattern: '^.*foo.*$', maxLength: 20 } },
      })),
    },
    [{ kind: 'x', id: 'foo' }],
    [
      { kind: 'y', id: 'bar' },
      { kind: 'x', id: `${'foo'.repeat(LONG)}\n` },
    ],
  ],
  [
    'names of properties',
    { patternProperties: { [SLOW]: { type: 'null' } }, additionalProperties: { type: 'integer' } },
    [{ aaa: null, b: 1 }],
    [{ aaa: 1 }, { [`${'a'.repeat(LONG)}!`]: 'text' }],
  ],
  [
    'in propertyNames',
    { propertyNames: { pattern: SLOW } },
    [{ aaa: 1 }],
    [{ [`${'a'.repeat(LONG)}!`]: 1 }],
  ],
  [
    'where properties are kept track of',
    { patternProperties: { 'a+$': true }, unevaluatedProperties: false },
    [{ ba: 1 }],
    [{ [`${'a'.repeat(LONG)}!`]: 1 }],
    '2020-12',
  ],
  ['without the flag u', { pattern: '^([\\w-.]+)+$' }, ['a-b.c'], [`${'.'.repeat(LONG)}!`]],
  ['with slashes and line breaks', { pattern: '^(/+)+\n$' }, ['//\n'], ['//', '/'.repeat(LONG)]],
]

const cases = rows.map(([name, schema, valid, invalid, draft]) => {
  return { name, schema, valid, invalid, draft }
})

test.each(cases)('$name', async ({ schema, valid, invalid, draft }) => {
  const { check, explain } = await runSchema(schema, draft)
  const started = processorTime()
  for (const value of valid) expect([check(value), explain(value)]).toEqual([true, []])
  for (const value of invalid) {
    expect(check(value)).toBe(false)
    expect(explain(value)).not.toEqual([])
  }
  expect(processorTime() - started).toBeLessThan(PATIENCE_MILLISECONDS)
})

test('nothing is imported for patterns that are harmless', async () => {
  const schema = { properties: { a: { pattern: '^a+$' }, b: { pattern: '^(b+)+$' } } }
  const modules = await validatorModules(
    inputOf(definitionsOf({ A: schema.properties.a, B: schema })),
  )
  const importing = modules.filter(({ imports }) =>
    imports.some(({ from }) => from.endsWith('/linear-pattern.js')),
  )
  expect(importing.map(({ path }) => path)).toEqual([
    'src/validators/b.js',
    'src/validators/b.explain.js',
  ])
})

test('one that can be kept from blowing up in no way is an error with its place', async () => {
  const diagnostics = new Diagnostics()
  const schema = { properties: { id: { pattern: TWICE } } }
  expect(await validatorModules(inputOf(definitionsOf({ Event: schema })), diagnostics)).toEqual([])
  expect(diagnostics.list).toMatchObject([
    {
      code: 'ERR_PATTERN_SLOW',
      message: 'the pattern "^(.*)\\\\1$" can take very long on some texts',
      pointer: '#/definitions/Event/properties/id',
    },
  ])
})
