/** What functions that are called again and again count: all whose time grows with the payload. */
import { expect, test } from 'vitest'
import { countSteps } from '../../../../generator/emit/validators/count-steps.js'
import type { CompiledFunction } from '../../../../generator/emit/validators/types.js'
import { GeneratorBug } from '../../../../generator/errors.js'
import type { JsonObject } from '../../../../generator/schema/types.js'
import { definitionsOf, inputOf, runValidators } from './harness.js'

const TIMES = 1000
const LIST = Array.from({ length: 6000 }, () => 0)
const OBJECT = Object.fromEntries(Array.from({ length: 3000 }, (_, index) => [`m${index}`, 0]))
const TEXT = 'a'.repeat(24_000)
const NAMES = Object.keys(OBJECT).slice(0, 8)
const NAME = { [TEXT]: 0 }

/** For each keyword, and each form of loop that it has, a value that takes more than 5,000 steps. */
const ROWS: readonly (readonly [keyword: string, schema: JsonObject, value: unknown])[] = [
  ['maxLength', { maxLength: 3 }, TEXT],
  ['minLength', { minLength: 3 }, TEXT],
  ['pattern', { pattern: '^b' }, TEXT],
  ['pattern that a search of ours runs', { pattern: '^(b+)+$' }, TEXT],
  ['format', { format: 'email' }, TEXT],
  ['items', { items: { type: 'number' } }, LIST],
  ['items behind others', { prefixItems: [{}], items: { type: 'number' } }, LIST],
  ['contains', { contains: { type: 'string' } }, LIST],
  ['minContains', { contains: { type: 'string' }, minContains: 2 }, LIST],
  ['unevaluatedItems', { contains: { const: 0 }, unevaluatedItems: false }, LIST],
  ['uniqueItems', { uniqueItems: true }, LIST],
  ['uniqueItems of plain values', { items: { type: 'number' }, uniqueItems: true }, LIST],
  ['additionalProperties', { additionalProperties: { type: 'string' } }, OBJECT],
  ['patternProperties', { patternProperties: { '^x': { type: 'string' } } }, OBJECT],
  ['patternProperties and a long name', { patternProperties: { '^x': false } }, NAME],
  ['propertyNames', { propertyNames: { minLength: 1 } }, OBJECT],
  ['maxProperties', { maxProperties: 3 }, OBJECT],
  ['unevaluatedProperties', { unevaluatedProperties: false }, OBJECT],
  ['own members', { properties: { constructor: {} }, additionalProperties: false }, OBJECT],
  // Under `not` the loop over names is another one.
  ['required', { minProperties: 1, required: NAMES }, OBJECT],
  ['not required', { minProperties: 1, not: { required: NAMES } }, OBJECT],
  ['const', { const: { a: 1 } }, OBJECT],
  ['enum', { enum: [{ a: 1 }, [{}], 'a'] }, [OBJECT]],
]

test.each(ROWS)('%s is counted where a schema refers to itself', async (_, schema, value) => {
  // The second branch takes what the first refuses, so that all of the list is looked at.
  const items = { anyOf: [schema, { type: ['array', 'object', 'string'] }] }
  const node = {
    type: 'object',
    properties: { next: { $ref: '#/definitions/Node' }, list: { items } },
  }
  const definitions = definitionsOf({ Node: node }, '2020-12')
  const { check, explain } = (await runValidators(inputOf(definitions))).get('node') ?? {}
  const list = Array.from({ length: TIMES }, () => value)
  expect(check?.({ list: [value] })).toBe(true)
  expect(() => check?.({ list })).toThrow(RangeError)
  expect(() => explain?.({ list })).toThrow(RangeError)
})

test('each validation of an event has all steps, where it shares what is counted', async () => {
  const definitions = definitionsOf({
    Tree: {
      properties: { next: { $ref: '#/definitions/Tree' }, list: { $ref: '#/definitions/List' } },
    },
    Plain: { $ref: '#/definitions/Holder' },
    Holder: { properties: { list: { $ref: '#/definitions/List' } } },
    List: { type: 'array', items: { type: 'number' } },
  })
  const validators = await runValidators(inputOf(definitions, ['Tree', 'Plain']))
  const { check, explain } = validators.get('plain') ?? {}
  const list = Array.from({ length: 2_000_000 }, () => 0)
  for (let round = 0; round < 3; round++) {
    expect(check?.({ list })).toBe(true)
    expect(explain?.({ list })).toEqual([])
  }
})

test.each([
  ['a loop', 'for(const item of data){\n}\n'],
  ['an endless loop', 'while(data){\n}\n'],
  ['a call', 'if(constant0(data.concat(data))){\n}\n'],
])('%s of a form that is not known is a fault of the generator', (_, code) => {
  const compiled: CompiledFunction = {
    unit: { name: 'Node', stem: 'node', draft: '2020-12', schema: {}, origin: undefined },
    text: `function self(data){\n${code}}`,
    strings: [],
    calls: [],
    constants: [{ kind: 'import', file: 'length', name: 'codePointLength' }],
  }
  expect(() => countSteps(compiled, 'check')).toThrow(GeneratorBug)
})
