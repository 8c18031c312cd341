/** What is said of a union whose branches a property tells apart: one branch, or the property. */
import { describe, expect, test } from 'vitest'
import type { JsonObject, JsonSchema, JsonValue } from '../../../../generator/schema/types.js'
import { runSchema } from './harness.js'

const branch = (type: JsonObject, more: JsonObject = {}) => ({
  type: 'object',
  required: ['type', 'n'],
  properties: { type, n: { type: 'number' }, ...more },
})
const A = branch({ const: 'a' })
const B = branch({ enum: ['b', 'c'] })

const split = { allOf: [{ type: 'object', required: ['type'] }, { properties: A.properties }] }
const { type: _, ...untyped } = A

const unions: readonly (readonly [name: string, schema: JsonSchema])[] = [
  ['oneOf', { oneOf: [A, B] }],
  ['anyOf', { anyOf: [A, B] }],
  ['a union beside a type', { type: 'object', oneOf: [untyped, B] }],
  ['branches in several parts', { oneOf: [split, B] }],
]

const rows: readonly (readonly [value: JsonValue, issues: readonly string[]])[] = [
  [{ type: 'a', n: 1 }, []],
  [{ type: 'c', n: 1 }, []],
  [{ type: 'a', n: 'x' }, ['/n type']],
  [{ type: 'd', n: 1 }, ['/type enum']],
  [{ n: 1 }, [' required']],
  [7, [' type']],
]

describe.each(unions)('%s', (_name, schema) => {
  test.each(rows)('%j', async (value, issues) => {
    const validators = await runSchema(schema)
    for (const { check, explain } of [validators, validators.tolerant]) {
      expect(check(value)).toBe(issues.length === 0)
      expect(explain(value).map(({ pointer, keyword }) => `${pointer} ${keyword}`)).toEqual(issues)
    }
  })
})

const others: readonly (readonly [name: string, schema: JsonSchema, value: JsonValue])[] = [
  ['a property that need not be there', { oneOf: [{ ...A, required: ['n'] }, B] }, { n: 1 }],
  [
    'values that two branches have',
    { anyOf: [A, branch({ enum: ['a', 'b'] })] },
    { type: 'a', n: 1 },
  ],
  ['a branch that may be no object', { anyOf: [untyped, B] }, 7],
]
test.each(others)('is tried whole: %s', async (_name, schema, value) => {
  const { check, explain } = await runSchema(schema)
  expect(check(value)).toBe(true)
  expect(explain(value)).toEqual([])
})
