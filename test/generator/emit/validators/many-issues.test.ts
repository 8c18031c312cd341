/** Payloads with more mistakes than anybody reads: the first are told, and the work has an end. */
import { expect, test } from 'vitest'
import type { JsonSchema } from '../../../../generator/schema/types.js'
import { definitionsOf, inputOf, runSchema, runValidators } from './harness.js'

const integers: JsonSchema = { type: 'array', items: { type: 'integer' } }
const names = Array.from({ length: 150 }, (_, index) => `name${index}`)

function mistakes(count: number): readonly string[] {
  return Array.from({ length: count }, () => '')
}

/** A list that counts how often one of its items is read. */
function counting(items: readonly unknown[]): { list: readonly unknown[]; reads: () => number } {
  let reads = 0
  const list = new Proxy(items, {
    get: (target, name, self) => {
      if (name !== 'length') reads++
      return Reflect.get(target, name, self)
    },
  })
  return { list, reads: () => reads }
}

test.each([1, 99, 100, 101, 9_999, 10_000, 20_000])('%i mistakes', async (count) => {
  const { check, explanation } = await runSchema(integers)
  const told = Array.from({ length: Math.min(count, 100) }, (_, index) => ({
    pointer: `/${index}`,
    keyword: 'type',
    message: 'must be integer',
  }))
  expect(check(mistakes(count))).toBe(false)
  expect(explanation(mistakes(count))).toEqual({ issues: told, count: Math.min(count, 10_000) })
})

const loops: readonly (readonly [name: string, schema: JsonSchema, item: unknown])[] = [
  ['a list', integers, ''],
  ['a list of objects', { items: { required: names } }, {}],
  ['what is beyond a tuple', { items: [{}], additionalItems: { type: 'integer' } }, ''],
  ['a list of lists', { items: integers }, mistakes(1000)],
]

test.each(loops)('%s is left once enough is found', async (_name, schema, item) => {
  const { explanation } = await runSchema(schema)
  const { list, reads } = counting(Array.from({ length: 1e5 }, () => item))
  expect(explanation(list).count).toBe(10_000)
  expect(reads()).toBeLessThanOrEqual(10_000)
})

test('a map is left once enough is found', async () => {
  const { explanation } = await runSchema({ additionalProperties: { type: 'integer' } })
  let reads = 0
  const map = new Proxy(Object.fromEntries(mistakes(1e5).map((_, index) => [`m${index}`, ''])), {
    get: (target, name) => {
      reads++
      return Reflect.get(target, name)
    },
  })
  expect(explanation(map).count).toBe(10_000)
  expect(reads).toBe(10_000)
})

test('a branch that is only tried is looked at to its end', async () => {
  const list = (type: string): JsonSchema => ({ type: 'array', items: { type } })
  const { check, explanation } = await runSchema({ anyOf: [list('string'), list('number')] })
  const numbers = Array.from({ length: 20_000 }, (_, index) => index)
  expect([check(numbers), explanation(numbers).count]).toEqual([true, 0])
  const last = [...numbers, '']
  expect([check(last), explanation(last).count]).toEqual([false, 10_000])
})

test('what a union takes back leaves room for what is broken for good', async () => {
  const either = { anyOf: [{ type: 'object', required: names }, { type: 'string' }] }
  const { check, explain, explanation } = await runSchema({ type: 'array', items: either })
  expect(explanation([...mistakes(500), 5])).toEqual({
    issues: [
      { pointer: '/500', keyword: 'type', message: 'must be object' },
      { pointer: '/500', keyword: 'type', message: 'must be string' },
      { pointer: '/500', keyword: 'anyOf', message: 'must match a schema in anyOf' },
    ],
    count: 3,
  })
  expect([check([{}]), explanation([{}]).count]).toEqual([false, 152])
  expect(explain([{}, 5]).every(({ keyword }) => keyword === 'required')).toBe(true)
})

test('what several events share counts like what is their own', async () => {
  const shared: JsonSchema = { type: 'object', required: names }
  const items = (name: string): JsonSchema => ({
    properties: { [name]: { type: 'array', items: { $ref: '#/definitions/Shared' } } },
  })
  const input = inputOf(definitionsOf({ Shared: shared, A: items('a'), B: items('b') }), ['A', 'B'])
  const explanation = (await runValidators(input)).get('a')?.explanation({ a: [{}, {}, {}] })
  expect(explanation?.count).toBe(450)
  expect(explanation?.issues).toHaveLength(100)
})

test('names are told as pointers have them', async () => {
  const map: JsonSchema = { additionalProperties: { additionalProperties: { type: 'integer' } } }
  const { explain } = await runSchema(map)
  const inner = Object.fromEntries(['a/b', 'c~1'].map((name) => [name, '']))
  expect(explain({ 'x/~': inner })).toMatchObject([
    { pointer: '/x~1~0/a~1b' },
    { pointer: '/x~1~0/c~01' },
  ])
})
