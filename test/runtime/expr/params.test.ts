/** Parameters as providers write them down before they sign them. */
import { describe, expect, test } from 'vitest'
import { formEntries } from '../../../templates/runtime/expr/form.js'
import {
  headerEntries,
  type ParamsRule,
  params,
  queryEntries,
  selected,
} from '../../../templates/runtime/expr/params.js'
import { encodeForm, encodeUri } from '../../../templates/runtime/expr/percent.js'
import { delivery } from './deliveries.js'

const ENTRIES = [
  ['b', '2'],
  ['a', '1'],
  ['B', '3'],
  ['a', '0'],
  ['a', '1'],
] as const

describe('writing', () => {
  const cases: [string, ParamsRule, string][] = [
    ['as they came', { kv: '=', sep: '&' }, 'b=2&a=1&B=3&a=0&a=1'],
    ['sorted by code units, stable', { sort: 'names', kv: '=', sep: '&' }, 'B=3&a=1&a=0&a=1&b=2'],
    ['sorted by values as well', { sort: 'values', kv: '=', sep: '&' }, 'B=3&a=0&a=1&a=1&b=2'],
    ['each once', { sort: 'values', unique: true, kv: '', sep: '' }, 'B3a0a1b2'],
    ['without some', { omit: ['a'], kv: '_', sep: '_' }, 'b_2_B_3'],
    ['with an end', { omit: ['a', 'B'], kv: ': ', sep: '\n', end: '\n' }, 'b: 2\n'],
    [
      'in lower case, and only then sorted',
      { lowerNames: true, sort: 'names', kv: '', sep: ',' },
      'a1,a0,a1,b2,b3',
    ],
  ]
  test.each(cases)('%s', (_name, rule, want) => {
    expect(params(ENTRIES, rule)).toBe(want)
  })

  test('nothing is an empty text, without the end', () => {
    expect(params([], { kv: '=', sep: '&', end: '\n' })).toBe('')
  })

  test.each([
    ['uri', encodeUri, 'a%20b=%26%2B!'],
    ['form', encodeForm, 'a+b=%26%2B%21'],
  ])('encoded as %s', (_name, encode, want) => {
    expect(params([['a b', '&+!']], { encode, kv: '=', sep: '&' })).toBe(want)
  })

  test('a pair is not taken for another with the same letters', () => {
    const rule: ParamsRule = { unique: true, kv: '', sep: '' }
    expect(
      params(
        [
          ['a', 'bc'],
          ['ab', 'c'],
        ],
        rule,
      ),
    ).toBe('abcabc')
  })
})

describe('reading', () => {
  const rule: ParamsRule = { kv: '=', sep: '&' }

  test('a form, decoded', () => {
    const body = 'x=a+b&y=%C3%A9&x=2'
    expect(params(formEntries(delivery({ body })), rule)).toBe('x=a b&y=é&x=2')
  })

  test('a query, decoded; none at all is empty', () => {
    expect(params(queryEntries(delivery({ url: 'https://a.example/?x=1&y' })), rule)).toBe('x=1&y=')
    expect(params(queryEntries(delivery({ url: 'https://a.example/' })), rule)).toBe('')
    expect(params(queryEntries(delivery()), rule)).toBeUndefined()
  })

  test.each(['x=%ff', '%ff=x'])('%s, which is not UTF-8, is absent', (body) => {
    expect(params(formEntries(delivery({ body })), rule)).toBeUndefined()
  })

  test('a body that is no text is absent', () => {
    expect(params(formEntries(delivery({ body: Uint8Array.of(0xff) })), rule)).toBeUndefined()
  })

  test('headers by a list of names, in its order', () => {
    const head = delivery({ headers: { 'X-One': '1', 'x-two': '2' } })
    expect(params(headerEntries(head, 'X-Two, x-one'), rule)).toBe('X-Two=2&x-one=1')
    expect(params(headerEntries(head, ''), rule)).toBe('')
  })

  test.each([
    ['one is missing', 'x-one,x-three'],
    ['one came twice', 'x-two'],
    ['there is no list', undefined],
  ])('headers are absent where %s', (_name, names) => {
    const head = delivery({
      headers: [
        ['x-one', '1'],
        ['x-two', '2'],
        ['x-two', '3'],
      ],
    })
    expect(headerEntries(head, names)).toBeUndefined()
  })

  test('a selection goes by the list, and needs every name of it', () => {
    expect(params(selected(ENTRIES, 'B,a'), rule)).toBe('B=3&a=1&a=0&a=1')
    expect(selected(ENTRIES, 'a,c')).toBeUndefined()
    expect(selected(undefined, 'a')).toBeUndefined()
    expect(selected(ENTRIES, undefined)).toBeUndefined()
  })
})

const lists: [name: string, names: string, want: string | undefined][] = [
  ['names each field once', 'b,a', 'b=2,a=1'],
  ['names one twice', 'a,b,a', undefined],
  ['is longer than any provider makes it', `a,b${',c'.repeat(1000)}`, undefined],
]
test.each(lists)('a list of signed names that %s', (_name, names, want) => {
  const fields = [
    ['a', '1'],
    ['b', '2'],
  ] as const
  expect(params(selected(fields, names), { kv: '=', sep: ',' })).toBe(want)
})
