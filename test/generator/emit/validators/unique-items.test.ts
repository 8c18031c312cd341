/** `uniqueItems` in emitted validators: Ajv's verdicts and errors, in time that the array bounds. */
import { Ajv } from 'ajv'
import { expect, test } from 'vitest'
import { processorTime } from '../../../support/processor-time.js'
import { runSchema } from './harness.js'

const schemas = [
  { uniqueItems: true },
  { uniqueItems: false },
  { uniqueItems: true, items: { type: 'object' } },
  { uniqueItems: true, items: { type: ['string', 'integer'] } },
  { not: { uniqueItems: true } },
]

const values = [
  [],
  [1],
  [1, 1],
  [1, '1'],
  [{ a: 1, b: [2] }, { b: [2], a: 1 }, {}],
  ['a', 'b', 'a', 'b'],
  [[], [], {}],
  'text',
]

test.each(schemas)('%j', async (schema) => {
  const { check, explain } = await runSchema(schema)
  const validate = new Ajv({ allErrors: true, strict: false }).compile(schema)
  for (const value of values) {
    const isValid = validate(value)
    expect([value, check(value)]).toEqual([value, isValid])
    expect(explain(value)).toEqual(
      (validate.errors ?? []).map(({ instancePath, keyword, message }) => {
        return { pointer: instancePath, keyword, message }
      }),
    )
  }
})

test('100,000 elements that are all different', async () => {
  const { check } = await runSchema({ uniqueItems: true })
  const started = processorTime()
  expect(check(Array.from({ length: 100_000 }, (_, index) => [index]))).toBe(true)
  expect(processorTime() - started).toBeLessThan(5000)
})
