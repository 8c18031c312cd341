/** Member names that the printer of types must not see. */
import { expect, test } from 'vitest'
import { emitPayloadTypes } from '../../../../generator/emit/payload-types.js'
import { MemberNames } from '../../../../generator/emit/types/member-names.js'
import type { JsonSchema } from '../../../../generator/schema/types.js'

async function typesOf(schema: JsonSchema): Promise<string> {
  const origin = { file: 'a.json', pointer: '' }
  const definition = {
    identifier: 'A',
    stem: 'a',
    draft: '2020-12',
    hash: '',
    schema,
    origin,
  } as const
  const [file] = await emitPayloadTypes({ definitions: [definition] })
  return String(file?.content)
}

const names: [name: string, printed: string][] = [
  ['hasOwnProperty', 'hasOwnProperty: string'],
  ['constructor', 'constructor: string'],
  ['\u202egnp', '"\\u202egnp": string'],
  ['a\u2028b', '"a\\u2028b": string'],
  ['\u00000', '"\\u00000": string'],
  ['zero\u200bwidth', '"zero\\u200bwidth": string'],
  ['soft\u00adhyphen', '"soft\\u00adhyphen": string'],
  ['naïve', '"naïve": string'],
  ['a"b\\', '"a\\"b\\\\": string'],
]
test.each(names)('a member called %j keeps its name', async (name, printed) => {
  const schema = { type: 'object', properties: { [name]: { type: 'string' } }, required: [name] }
  expect(await typesOf(schema)).toContain(`\n${printed}\n`)
})

test('unsafe names inside other types are found', async () => {
  const properties = { hasOwnProperty: { type: 'string' } }
  const inner = { type: 'object', properties, required: ['hasOwnProperty'] }
  const holders: JsonSchema[] = [
    { type: 'array', items: inner },
    { type: 'array', prefixItems: [inner], items: inner },
    { type: 'object', additionalProperties: inner },
    { anyOf: [{ type: 'string' }, inner] },
    { allOf: [{ type: 'object', properties: { b: true } }, inner] },
    { type: 'object', properties: { deep: inner } },
  ]
  for (const holder of holders) expect(await typesOf(holder)).toContain('hasOwnProperty: string')
})

test('a description that looks like a stand-in is left alone', async () => {
  const description = 'x\n"\\u00000": evil'
  const schema = {
    type: 'object',
    properties: { '*/ evil\u202e': { type: 'string', description } },
  }
  expect(await typesOf(schema)).toContain('* "\\u00000": evil')
})

test('a number that stands for no name is left alone', () => {
  expect(new MemberNames().restore('"\\u00007": string')).toBe('"\\u00007": string')
})
