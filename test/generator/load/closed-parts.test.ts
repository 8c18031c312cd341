/** Closed objects that have to hold at once, and what they require of each other. */
import { expect, test } from 'vitest'
import { load } from './folder.js'

const closed = (names: string[], required = names) => ({
  type: 'object',
  properties: Object.fromEntries(names.map((name) => [name, { type: 'string' }])),
  required,
  additionalProperties: false,
})
const open = (...required: string[]) => ({ type: 'object', required })

const rows: [what: string, schema: object, want: string[]][] = [
  ['two closed ones', { allOf: [closed(['a']), closed(['b'])] }, ['']],
  ['a closed one and one that requires more', { allOf: [closed(['a']), open('b')] }, ['']],
  [
    'a closed one behind references',
    {
      allOf: [{ $ref: '#/$defs/A' }],
      required: ['b'],
      $defs: { A: { $ref: '#/$defs/B' }, B: closed(['a']) },
    },
    [''],
  ],
  ['closed itself', { ...closed(['a']), allOf: [open('b')] }, ['']],
  ['beside a reference', { $ref: '#/$defs/A', required: ['b'], $defs: { A: closed(['a']) } }, ['']],
  [
    'inside, said once',
    { allOf: [{ properties: { x: { allOf: [closed(['a']), open('b')] } } }] },
    ['/allOf/0/properties/x'],
  ],
  [
    'part of another, said where it stands',
    { allOf: [{ allOf: [closed(['a']), open('b')] }, {}] },
    ['/allOf/0'],
  ],
  ['the same names', { allOf: [closed(['a', 'b']), closed(['b', 'a'])] }, []],
  ['nothing required', { allOf: [closed(['a'], []), closed(['b'], [])] }, []],
  [
    'a pattern that lets it in',
    { allOf: [{ ...closed(['a']), patternProperties: { '^b': true } }, open('b')] },
    [],
  ],
  ['open ones', { allOf: [{ ...closed(['a']), additionalProperties: true }, open('b')] }, []],
  ['null as well', { allOf: [closed(['a']), { type: ['object', 'null'], required: ['b'] }] }, []],
  ['a choice, of which one may hold', { anyOf: [closed(['a']), closed(['b'])] }, []],
]
test.each(rows)('%s', async (_what, schema, want) => {
  const { list } = await load({ 'a.json': schema })
  const said = list.filter(({ code }) => code === 'WARN_SCHEMA_IMPOSSIBLE')
  expect(said.map(({ pointer }) => pointer)).toEqual(want.map((pointer) => `#${pointer}`))
})

test('what stands beside a reference in an old draft says nothing', async () => {
  const schema = {
    $schema: 'http://json-schema.org/draft-07/schema#',
    allOf: [{ $ref: '#/definitions/A', required: ['b'] }],
    definitions: { A: closed(['a']) },
  }
  expect((await load({ 'a.json': schema })).codes).toEqual([])
})
