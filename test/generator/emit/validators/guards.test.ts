/** What is not of the form that Ajv emits today is refused, never passed on. */
import { describe, expect, test } from 'vitest'
import type { AjvFunction } from '../../../../generator/emit/validators/compile-unit.js'
import { replaceErrorSites } from '../../../../generator/emit/validators/error-sites.js'
import {
  closingBracket,
  maskStrings,
  splitAtCommas,
  unmaskStrings,
} from '../../../../generator/emit/validators/masked-code.js'
import { toCheck, toExplain } from '../../../../generator/emit/validators/modes.js'
import { SchemaPaths } from '../../../../generator/emit/validators/schema-paths.js'
import { isTentative } from '../../../../generator/emit/validators/tentative.js'

const BUG = 'ERR_GENERATOR_BUG'

function compiled(body: string): AjvFunction {
  return {
    unit: {
      name: 'Push',
      stem: 'push',
      draft: '07',
      schema: {},
      origin: undefined,
    },
    schema: {},
    text: `function self(data){\n${body}\n}`,
    strings: [],
    calls: [],
    constants: [],
  }
}

const leftOvers = [
  ['a require', 'return require("0")(data)', 'require'],
  ['a schema', 'return schema1.type', 'schema1'],
  ['another function', 'return validate2(data)', 'validate2'],
  ['a recursion wrapper', 'return root1.validate(data)', 'root1'],
  ['a format', 'return formats0.test(data)', 'formats0'],
  ['its own errors', 'return self.errors === null', 'self.errors'],
] as const

describe.each([
  ['a check', toCheck],
  ['an explanation', toExplain],
] as const)('%s', (_mode, transform) => {
  test.each(leftOvers)('refuses %s', (_name, body, found) => {
    expect(() => transform(compiled(body))).toThrow(
      expect.objectContaining({
        code: BUG,
        message: `the validator of Push still says ${found}`,
      }),
    )
  })

  test('takes a member of the payload that has the name of one', () => {
    const body = 'return data.require !== data.schema1'
    expect(transform(compiled(body)).text).toContain(body)
  })
})

test('an error that is reported in another way', () => {
  const text = 'const err0 = {keyword:"0"};errors.push(err0);'
  expect(() => replaceErrorSites(text, () => '')).toThrow(
    expect.objectContaining({ code: BUG, message: 'a validator reports an error in a new way' }),
  )
})

test('an error without its facts', () => {
  const text =
    'const err0 = {keyword:"0"};if(vErrors === null){vErrors = [err0];}else {vErrors.push(err0);}errors++;'
  expect(() => replaceErrorSites(text, () => '')).toThrow(
    expect.objectContaining({ code: BUG, message: 'an error of a validator has no instancePath' }),
  )
})

test('strings of another kind', () => {
  expect(() => maskStrings("const a = 'x'")).toThrow(
    expect.objectContaining({ code: BUG, message: 'a validator has a string in single quotes' }),
  )
})

test('strings come back as safe literals', () => {
  const { text, strings } = maskStrings('f("a\\"]}", "\u2028</script>")')
  expect(text).toBe('f("0", "1")')
  expect(unmaskStrings(text, strings)).toBe('f("a\\"]}", "\\u2028\\u003c/script>")')
})

test('brackets and commas', () => {
  expect(closingBracket('f({a:[1,2]}, 3) + g()', 1)).toBe(14)
  expect(splitAtCommas('a, {b, c}, d(e, f)')).toEqual(['a', '{b, c}', 'd(e, f)'])
  expect(() => closingBracket('f(', 1)).toThrow(
    expect.objectContaining({
      code: BUG,
      message: 'a validator has a bracket that nothing closes',
    }),
  )
})

test('what the schema does not have', () => {
  const paths = new SchemaPaths({ a: 1 }, [], String)
  expect(paths.value('.a')).toBe('1')
  expect(() => paths.value('.a.b')).toThrow(
    expect.objectContaining({
      code: BUG,
      message: 'a validator reads what its schema does not have',
    }),
  )
})

const paths: readonly (readonly [string, boolean])[] = [
  ['#/type', false],
  ['#/properties/not/type', false],
  ['#/properties/anyOf/anyOf', false],
  ['#/properties/anyOf/anyOf/0/type', true],
  ['#/properties/a~1b%20c/type', false],
  ['#/allOf/0/not', false],
  ['#/allOf/0/not/type', true],
  ['#/items/0/contains/type', true],
]

test.each(paths)('whether a failure at %s is only an attempt: %s', (path, want) => {
  const schema = {
    type: 'object',
    properties: {
      not: { type: 'string' },
      anyOf: { anyOf: [{ type: 'string' }] },
      'a/b c': { type: 'string' },
    },
    allOf: [{ not: { type: 'string' } }],
    items: [{ contains: { type: 'string' } }],
  }
  expect(isTentative(schema, path)).toBe(want)
})
