/** Validators that an SDK gives away answer values that are nested deeper than the stack. */
import { expect, test } from 'vitest'
import { standardSchemas } from '../../templates/runtime/standard-schema.js'
import { eventToken } from '../../templates/runtime/token.js'
import type { EventModule } from '../../templates/runtime/validation.js'

function deep(levels: number): unknown {
  let value: unknown = 1
  for (let level = 0; level < levels; level++) value = { c: value }
  return value
}

/** As compiled validators are: a function that calls itself for what it holds. */
function nests(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return typeof value === 'number'
  return nests(Reflect.get(value, 'c'))
}

const broken = { issues: [{ pointer: '/c', keyword: 'type', message: 'must be number' }], count: 1 }
const module: EventModule = { check: () => nests, explain: async () => () => broken }
/** Its check answers, and what explains the answer does not. */
const inexplicable: EventModule = {
  check: () => () => false,
  explain: async () => (value) => (nests(value) ? broken : broken),
}

const validate = (one: EventModule, value: unknown) => {
  const { nest } = standardSchemas<{ nest: unknown }>(new Map([['nest', one]]))
  return nest['~standard'].validate(value)
}

test('schemas give issues', async () => {
  expect(await validate(module, deep(100))).toEqual({ value: deep(100) })
  expect(await validate(module, 'text')).toEqual({
    issues: [{ message: 'must be number', path: ['c'] }],
  })
  const tooDeep = { issues: [{ message: 'the payload is nested too deeply', path: [] }] }
  expect(await validate(module, deep(100_000))).toEqual(tooDeep)
  expect(await validate(inexplicable, deep(100_000))).toEqual(tooDeep)
})

test('a token says no', () => {
  const { is } = eventToken<'nest', unknown>('nest', nests, module)
  expect([is(deep(100)), is('text'), is(deep(100_000))]).toEqual([true, false, false])
})

test('errors that are no overflow stay what they are', async () => {
  const fails = () => {
    throw new TypeError('ours')
  }
  expect(() => eventToken<'nest', unknown>('nest', fails, module).is(1)).toThrow('ours')
  await expect(validate({ ...module, check: () => fails }, 1)).rejects.toThrow('ours')
})
