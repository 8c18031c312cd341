/** Each normalisation rule does what its fixture says, and every rule has one. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { RULES, type RuleContext } from '../../generator/catalog/rules.js'
import type { JsonObject } from '../../generator/schema/types.js'

interface Fixture {
  readonly name: string
  readonly draft?: RuleContext['draft']
  readonly target?: string
  readonly in: JsonObject
  readonly out: JsonObject
}

const fixtures = readdirSync(import.meta.dirname)
  .filter((name) => name.endsWith('.json'))
  .map((name) => JSON.parse(readFileSync(join(import.meta.dirname, name), 'utf8')) as Fixture)

test.each(fixtures)('$name ($draft)', ({ name, draft = '2020-12', target, in: given, out }) => {
  const before = structuredClone(given)
  const result = RULES.get(name)?.(given, { draft, target })
  expect(JSON.stringify(result)).toBe(JSON.stringify(out))
  expect(given).toEqual(before)
})

test('every rule has a fixture, and every fixture a rule', () => {
  expect(new Set(fixtures.map(({ name }) => name))).toEqual(new Set(RULES.keys()))
})

test('a rule leaves alone what it is not about', () => {
  const schema = { type: 'object', properties: { a: true }, default: { $id: 'data' } }
  for (const rule of RULES.values()) {
    expect(rule(schema, { draft: '2020-12', target: undefined })).toBe(schema)
  }
})
