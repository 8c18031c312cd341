/** `multipleOf` in emitted validators: on decimals, where plain Ajv divides binary fractions. */
import { Ajv } from 'ajv'
import { expect, test } from 'vitest'
import { runSchema } from './harness.js'

test('a decimal step takes the decimals that Ajv refuses', async () => {
  const schema = { type: 'object', properties: { total: { type: 'number', multipleOf: 0.01 } } }
  const { check, explain, tolerant } = await runSchema(schema)
  const plain = new Ajv().compile(schema)
  expect(plain({ total: 19.99 })).toBe(false)
  expect(check({ total: 19.99 })).toBe(true)
  expect(tolerant.check({ total: 19.99 })).toBe(true)
  expect(explain({ total: 19.99 })).toEqual([])
  expect(check({ total: 19.995 })).toBe(false)
  expect(explain({ total: 19.995 })).toEqual([
    { pointer: '/total', keyword: 'multipleOf', message: 'must be multiple of 0.01' },
  ])
})

test('values that are no numbers pass, as in any schema without a type', async () => {
  const { check } = await runSchema({ multipleOf: 0.5 })
  expect(['x', null, [0.3], { a: 0.3 }].map((value) => check(value))).toEqual(Array(4).fill(true))
  expect(check(0.3)).toBe(false)
})

test('inside a union and a function that counts its steps', async () => {
  const { check, explain } = await runSchema({
    anyOf: [
      { type: 'number', multipleOf: 0.1 },
      { type: 'array', items: { $ref: '#/definitions/Event' } },
    ],
  })
  expect(check([[0.3, 0.7], 1.1])).toBe(true)
  expect(check([[0.35]])).toBe(false)
  expect(explain([[0.35]]).length).toBeGreaterThan(0)
})
