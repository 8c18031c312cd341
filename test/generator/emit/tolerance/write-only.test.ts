/** Required properties that are only ever written: a delivery does not bring them. */
import { describe, expect, test } from 'vitest'
import { emitPayloadTypes } from '../../../../generator/emit/payload-types.js'
import type { Draft, JsonObject, JsonSchema } from '../../../../generator/schema/types.js'
import { typeErrors } from '../types/compile.js'
import { definitionsOf, inputOf, runValidators } from '../validators/harness.js'

const pin: JsonObject = { type: 'string', writeOnly: true }
const whole = { type: 'object', required: ['id', 'pin'], properties: { id: {}, pin } }

type Row = readonly [
  name: string,
  schemas: Readonly<Record<string, JsonSchema>>,
  required: string,
  draft?: Draft,
]
const rows: readonly Row[] = [
  ['in one schema', { Event: whole }, 'id'],
  [
    'behind a reference',
    { Event: { ...whole, properties: { id: {}, pin: { $ref: '#/definitions/Pin' } } }, Pin: pin },
    'id',
  ],
  [
    'described in one part and required in another',
    { Event: { allOf: [{ properties: { id: {}, pin } }, { required: ['id', 'pin'] }] } },
    'id',
  ],
  [
    'described in a base and required by what extends it',
    {
      Event: { allOf: [{ $ref: '#/definitions/Base' }, { required: ['id', 'pin'] }] },
      Base: { properties: { pin } },
    },
    'id',
  ],
  [
    'required by a branch',
    { Event: { required: ['id'], properties: { pin }, anyOf: [{ required: ['pin'] }] } },
    'id',
  ],
  [
    'required with another',
    { Event: { required: ['id'], properties: { pin }, dependentRequired: { id: ['pin'] } } },
    'id',
    '2020-12',
  ],
]

describe.each(rows.map(([name, ...row]) => ({ name, row })))('$name', ({ row }) => {
  const [schemas, required, draft] = row
  test('is optional where validation is tolerant', async () => {
    const input = inputOf(definitionsOf(schemas, draft), ['Event'])
    const validators = (await runValidators(input)).get('event')
    expect(validators?.check({ id: 1 })).toBe(false)
    expect(validators?.check({ id: 1, pin: '1' })).toBe(true)
    expect(validators?.tolerant.check({ id: 1 })).toBe(true)
    expect(validators?.tolerant.check({ id: 1, pin: 7 })).toBe(false)
    expect(validators?.tolerant.check({ pin: '1' })).toBe(false)
    expect(validators?.tolerant.explain({})).toMatchObject([
      { message: `must have required property '${required}'` },
    ])
  })
})

test('what must not be is not loosened', async () => {
  const schema = { properties: { pin }, not: { required: ['pin'] } }
  const validators = (await runValidators(inputOf(definitionsOf({ Event: schema })))).get('event')
  expect(validators?.tolerant.check({})).toBe(true)
  expect(validators?.tolerant.check({ pin: '1' })).toBe(false)
})

test.each(['strict', 'tolerant', 'report'] as const)(
  'types of %s receivers',
  async (validation) => {
    const [types] = await emitPayloadTypes({
      ...inputOf(definitionsOf({ Event: whole })),
      validation,
    })
    const compiled = (line: string) =>
      typeErrors(new Map([['types', `${types?.content}\n${line}`]]))
    expect(await compiled('export const e: Event = { id: 1 }')).toEqual([])
    expect(await compiled('export const f = (e: Event): string => e.pin')).toHaveLength(1)
  },
)
