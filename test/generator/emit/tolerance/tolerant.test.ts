/** What tolerant validators take, rule by rule, and what they refuse as strict ones do. */
import { describe, expect, test } from 'vitest'
import type { Draft, JsonValue } from '../../../../generator/schema/types.js'
import { definitionsOf, inputOf, runValidators } from '../validators/harness.js'
import { branch, cases, closed, type Schemas } from './cases.js'

async function verdicts(schemas: Schemas, values: readonly JsonValue[], draft: Draft) {
  const input = inputOf(definitionsOf(schemas, draft), ['Event'])
  const validators = (await runValidators(input)).get('event')
  return values.map((value) => {
    const isStrict = validators?.check(value)
    const isTolerant = validators?.tolerant.check(value)
    const explained = validators?.tolerant.explain(value) ?? []
    // The explanation and the verdict are two functions: they have to agree.
    if ((explained.length === 0) !== isTolerant) return 'disagree'
    if (isStrict === true) return isTolerant === true ? 'b' : 'lost'
    return isTolerant === true ? 't' : 'n'
  })
}

const rows = cases.flatMap(([name, event, own]) =>
  own.map(([value, want]) => [name, JSON.stringify(value), want, event, value] as const),
)
test.each(rows)('%s: %s is %s', async (_name, _text, want, event, value) => {
  expect(await verdicts({ Event: event }, [value], '07')).toEqual([want])
})

describe('through references', () => {
  test('a definition is read tolerantly and, where it is averted, strictly', async () => {
    const Event = { properties: { a: { $ref: '#/definitions/Closed' } } }
    const Averted = { not: { $ref: '#/definitions/Closed' } }
    const Both = { allOf: [{ properties: { a: Averted, b: { $ref: '#/definitions/Closed' } } }] }
    const schemas = { Event: { oneOf: [{ ...Event, required: ['plain'] }, Both] }, Closed: closed }
    const values = [{ plain: 1, a: { b: 1 } }, { a: { a: 1 } }, { a: { b: 1 }, b: { b: 1 } }]
    expect(await verdicts(schemas, values, '07')).toEqual(['b', 'n', 't'])
  })

  test('definitions that lead to each other', async () => {
    const Event = { ...closed, properties: { a: { $ref: '#/definitions/Other' } } }
    const Other = { properties: { b: { $ref: '#/definitions/Event' }, c: { type: 'string' } } }
    const values = [{ a: { b: { d: 1 } } }, { a: { b: { a: { c: 1 } } } }, { a: { b: { a: {} } } }]
    expect(await verdicts({ Event, Other }, values, '07')).toEqual(['t', 'n', 'b'])
  })

  test('a mark in a definition, and in an allOf of it', async () => {
    const Kind = { properties: { type: { enum: ['a', 'b'] } } }
    const First = { type: 'object', required: ['type'], allOf: [{ $ref: '#/definitions/Kind' }] }
    const Event = { oneOf: [{ $ref: '#/definitions/First' }, branch({ enum: ['c', 'd'] })] }
    const values = [{ type: 'z' }, { type: 'b' }]
    expect(await verdicts({ Event, First, Kind }, values, '07')).toEqual(['n', 'b'])
  })

  test('the property that a discriminator names', async () => {
    const base = { properties: { type: { enum: ['a', 'b'] } } }
    const first = { required: ['type'], allOf: [base, { required: ['one'] }] }
    const Event = { discriminator: { propertyName: 'type' }, oneOf: [first, { required: ['two'] }] }
    const values = [
      { type: 'z', one: 1 },
      { type: 'a', one: 1 },
    ]
    expect(await verdicts({ Event }, values, '07')).toEqual(['n', 'b'])
  })
})

test('properties that nothing evaluates', async () => {
  const Event = { allOf: [{ properties: { a: true } }], unevaluatedProperties: false }
  expect(await verdicts({ Event }, [{ a: 1 }, { b: 1 }], '2020-12')).toEqual(['b', 't'])
  const Typed = { allOf: [closed], unevaluatedProperties: { type: 'string' } }
  expect(await verdicts({ Event: Typed }, [{ b: 'x' }, { b: 1 }], '2020-12')).toEqual(['t', 'n'])
})

test('where tolerance changes nothing, there is one validator', async () => {
  const schemas = { Event: { $ref: '#/definitions/Plain' }, Plain: { type: 'string' } }
  const validators = (await runValidators(inputOf(definitionsOf(schemas), ['Event']))).get('event')
  expect(validators?.tolerant.check).toBe(validators?.check)
})
