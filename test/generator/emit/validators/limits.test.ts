/** Schemas that are large in one direction or another. */
import { expect, test } from 'vitest'
import { Diagnostics } from '../../../../generator/diagnostics.js'
import { validatorModules } from '../../../../generator/emit/validators/emit.js'
import { MAX_DEPTH } from '../../../../generator/emit/validators/prepare.js'
import type { JsonSchema } from '../../../../generator/schema/types.js'
import { definitionsOf, inputOf, runSchema } from './harness.js'

function nested(levels: number): JsonSchema {
  let schema: JsonSchema = { type: 'string' }
  for (let level = 0; level < levels; level++) {
    schema = { type: 'object', required: ['c'], properties: { c: schema } }
  }
  return schema
}

function nestedPayload(levels: number, innermost: unknown): unknown {
  let payload = innermost
  for (let level = 0; level < levels; level++) payload = { c: payload }
  return payload
}

test('an object of 3,000 properties', async () => {
  const names = Array.from({ length: 3000 }, (_, index) => `property${index}`)
  const { check, explanation } = await runSchema({
    type: 'object',
    required: names.slice(0, 1000),
    properties: Object.fromEntries(names.map((name) => [name, { type: 'string', minLength: 1 }])),
    additionalProperties: false,
  })
  const payload = Object.fromEntries(names.map((name) => [name, 'x']))
  expect(check(payload)).toBe(true)
  expect(check({ ...payload, property2999: '' })).toBe(false)
  expect(check({ ...payload, extra: 1 })).toBe(false)
  expect(explanation({}).count).toBe(1000)
})

test('an enum of 10,000 values', async () => {
  const values = Array.from({ length: 10_000 }, (_, index) => `VALUE_${index}`)
  const { check } = await runSchema({ enum: values })
  expect([check('VALUE_0'), check('VALUE_9999'), check('VALUE_10000')]).toEqual([true, true, false])
})

test('as many levels as are allowed', async () => {
  const levels = MAX_DEPTH - 1
  const { check } = await runSchema(nested(levels))
  expect(check(nestedPayload(levels, 'x'))).toBe(true)
  expect(check(nestedPayload(levels, 1))).toBe(false)
})

test.each([MAX_DEPTH + 1, 500, 1000])('%i levels are an error that says so', async (levels) => {
  const diagnostics = new Diagnostics()
  const input = inputOf(definitionsOf({ Event: nested(levels) }))
  expect(await validatorModules(input, diagnostics)).toEqual([])
  expect(diagnostics.list).toMatchObject([
    {
      code: 'ERR_SCHEMA_TOO_DEEP',
      severity: 'error',
      message: `the schema is nested more than ${MAX_DEPTH} levels deep`,
      file: 'events.json',
    },
  ])
})

test('a pattern of another dialect is an error with its place', async () => {
  const diagnostics = new Diagnostics()
  const schema = { type: 'object', properties: { id: { pattern: '(?i)a++' } } }
  expect(await validatorModules(inputOf(definitionsOf({ Event: schema })), diagnostics)).toEqual([])
  expect(diagnostics.list).toMatchObject([
    {
      code: 'ERR_PATTERN_INVALID',
      message: 'the pattern "(?i)a++" is not a regular expression of ECMAScript',
      pointer: '#/definitions/Event/properties/id',
    },
  ])
})

const uncompilable: readonly (readonly [name: string, schema: JsonSchema, message: string])[] = [
  [
    'what Ajv refuses',
    { required: 'a' },
    'the schema of Event does not compile: required value must be ["array"]',
  ],
  [
    'what overflows its recursion',
    wideNot(10_000),
    'the schema of Event is too large or too deep to compile',
  ],
]

/** Under `not`, Ajv nests its code once for each property. */
function wideNot(width: number): JsonSchema {
  const names = Array.from({ length: width }, (_, index) => `property${index}`)
  return { not: { properties: Object.fromEntries(names.map((name) => [name, { type: 'null' }])) } }
}

test.each(uncompilable)('%s is an error with its place', async (_name, schema, message) => {
  const diagnostics = new Diagnostics()
  expect(await validatorModules(inputOf(definitionsOf({ Event: schema })), diagnostics)).toEqual([])
  expect(diagnostics.list).toMatchObject([
    { severity: 'error', message, file: 'events.json', pointer: '#/definitions/Event' },
  ])
})
