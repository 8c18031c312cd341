/** Seeded schemas of what tolerance touches: it only ever adds, and its types take all that it takes. */
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { emitPayloadTypes } from '../../../../generator/emit/payload-types.js'
import type { JsonSchema, JsonValue } from '../../../../generator/schema/types.js'
import { typeErrors } from '../types/compile.js'
import { definitionsOf, inputOf, runValidators } from '../validators/harness.js'

const RUNS = 600
const SEED = 1_207

const NAMES = ['a', 'b', 'kind'] as const
const TEXTS = ['x', 'y', 'z', '2024-02-29']

const texts = fc.uniqueArray(fc.constantFrom<JsonValue>(...TEXTS, null, 7), {
  minLength: 1,
  maxLength: 4,
})

const payloads: fc.Arbitrary<JsonValue> = fc.letrec<{ value: JsonValue }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3, depthSize: 'small' },
    fc.constantFrom<JsonValue>(null, 7, ...TEXTS),
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(fc.constantFrom(...NAMES, 'extra'), tie('value'), {
      maxKeys: 3,
      noNullPrototype: true,
    }),
  ),
})).value

const schemas: fc.Arbitrary<JsonValue> = fc.letrec<{ schema: JsonValue }>((tie) => {
  const inner = tie('schema')
  const list = fc.array(inner, { minLength: 1, maxLength: 3 })
  const map = fc.dictionary(fc.constantFrom(...NAMES), inner, { maxKeys: 2, noNullPrototype: true })
  const closed = fc.oneof(fc.constant(false), inner)
  const keywords: Readonly<Record<string, fc.Arbitrary<JsonValue>>> = {
    type: fc.constantFrom<JsonValue>('object', 'string', ['string', 'null'], 'array'),
    enum: texts,
    const: fc.constantFrom<JsonValue>(...TEXTS),
    format: fc.constant('date'),
    properties: map,
    additionalProperties: closed,
    unevaluatedProperties: closed,
    unevaluatedItems: closed,
    propertyNames: inner,
    patternProperties: inner.map((schema) => ({ '^[ak]': schema })),
    required: fc.subarray([...NAMES], { minLength: 1, maxLength: 2 }),
    dependentSchemas: map,
    items: inner,
    prefixItems: list,
    contains: inner,
    minContains: fc.constantFrom(0, 1),
    maxContains: fc.constantFrom(1, 2),
    allOf: list,
    anyOf: list,
    oneOf: list,
    not: inner,
    ...Object.fromEntries(['if', 'then', 'else'].map((keyword) => [keyword, inner])),
    $ref: fc.constantFrom('#/definitions/Event', '#/definitions/Other'),
    discriminator: fc.constant({ propertyName: 'kind' }),
  }
  const names = Object.keys(keywords).filter((name) => name !== '$ref')
  const some = (all: readonly string[]) =>
    fc.uniqueArray(fc.constantFrom(...all), { minLength: 1, maxLength: 4 }).chain((chosen) =>
      fc.record(Object.fromEntries(chosen.map((name) => [name, keywords[name] ?? inner])), {
        noNullPrototype: true,
      }),
    )
  return {
    schema: fc.oneof(
      { maxDepth: 3, depthSize: 'small' },
      fc.constantFrom<JsonValue>(true, { type: 'object' }, { enum: ['x', 'y'] }, false),
      some(names),
      some(names),
      // A reference below a member: in place, it could lead back to itself and never be decided.
      some(['$ref']).map((schema) => ({ type: 'object', properties: { a: schema } })),
    ),
  }
}).schema

const cases = fc.record({
  event: schemas,
  other: schemas,
  values: fc.array(payloads, { minLength: 10, maxLength: 10 }),
})

const sources = new Map<string, string>()

test(`${RUNS} schemas`, { timeout: 200_000 }, async () => {
  const totals = { both: 0, gained: 0, neither: 0 }
  const property = fc.asyncProperty(cases, async ({ event, other, values }) => {
    // Sound: the arbitrary makes objects and booleans alone.
    const pair = { Event: event as JsonSchema, Other: other as JsonSchema }
    const definitions = definitionsOf(pair, '2020-12')
    const validators = (await runValidators(inputOf(definitions, ['Event']))).get('event')
    const taken = values.filter((value) => {
      const isStrict = validators?.check(value)
      const isTolerant = validators?.tolerant.check(value) === true
      expect(isStrict && !isTolerant, 'lost').toBe(false)
      expect(validators?.tolerant.explain(value).length === 0, 'explained').toBe(isTolerant)
      totals[isStrict ? 'both' : isTolerant ? 'gained' : 'neither']++
      return isTolerant
    })
    const [types] = await emitPayloadTypes({ definitions, validation: 'tolerant' })
    const literals = taken.map(
      (value, at) => `export const value${at}: Event = ${JSON.stringify(value)}`,
    )
    sources.set(`case${sources.size}`, [types?.content, ...literals].join('\n'))
  })
  await fc.assert(property, { numRuns: RUNS, seed: SEED, endOnFailure: true })
  // Each must be common, or the comparison says little.
  expect(totals.both).toBeGreaterThan(RUNS)
  expect(totals.gained).toBeGreaterThan(RUNS / 20)
  expect(totals.neither).toBeGreaterThan(RUNS)
})

test('the types of all of them take what tolerant validators take', async () => {
  expect(sources.size).toBeGreaterThanOrEqual(RUNS)
  const errors = await typeErrors(sources)
  const shown = errors.map((error) => `${error}\n${sources.get(/case\d+/.exec(error)?.[0] ?? '')}`)
  expect(shown).toEqual([])
}, 200_000)
