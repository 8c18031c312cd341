/** One view over every form of headers. */
import { expect, test } from 'vitest'
import { type HeadersInput, viewHeaders } from '../../templates/runtime/headers.js'

const forms: [name: string, input: HeadersInput][] = [
  ['Headers', new Headers({ 'X-Signature': 'abc', Accept: '*/*' })],
  ['a record', { 'X-Signature': 'abc', Accept: '*/*', absent: undefined }],
  ['a record of lists', { 'x-signature': ['abc'], accept: ['*/*'], empty: [] }],
  [
    'pairs',
    [
      ['X-SIGNATURE', ' abc\t'],
      ['accept', '*/*'],
    ],
  ],
  [
    'a Map',
    new Map([
      ['X-Signature', 'abc'],
      ['accept', '*/*'],
    ]),
  ],
]
test.each(forms)('%s: names in any case, one value, absent is undefined', (_name, input) => {
  const view = viewHeaders(input)
  expect(view.get('x-signature')).toBe('abc')
  expect(view.get('X-Signature')).toBe('abc')
  expect(view.values('ACCEPT')).toEqual(['*/*'])
  expect(view.get('absent')).toBeUndefined()
  expect(view.get('empty')).toBeUndefined()
  expect(view.values('absent')).toEqual([])
  expect([...view.entries()].sort()).toEqual([
    ['accept', '*/*'],
    ['x-signature', 'abc'],
  ])
})

const repeated: [name: string, input: HeadersInput][] = [
  [
    'pairs',
    [
      ['x-signature', 'a'],
      ['X-Signature', 'b'],
    ],
  ],
  ['a list', { 'x-signature': ['a', 'b'] }],
  ['two spellings of one name', { 'x-signature': 'a', 'X-Signature': 'b' }],
]
test.each(repeated)('a header repeated as %s has values, and no value to trust', (_name, input) => {
  const view = viewHeaders(input)
  expect(view.get('x-signature')).toBeUndefined()
  expect(view.values('x-signature')).toEqual(['a', 'b'])
})

test('names are data', () => {
  const view = viewHeaders([
    ['__proto__', 'p'],
    ['constructor', 'c'],
  ])
  expect([view.get('__proto__'), view.get('constructor')]).toEqual(['p', 'c'])
  expect(viewHeaders({}).get('constructor')).toBeUndefined()
  expect(viewHeaders({}).get('__proto__')).toBeUndefined()
})

test('the view is a snapshot', () => {
  const headers = new Headers({ a: '1' })
  const list = ['1']
  const [one, two] = [viewHeaders(headers), viewHeaders({ a: list })]
  headers.set('a', '2')
  list[0] = '2'
  expect([one.get('a'), two.get('a')]).toEqual(['1', '1'])
})

test('a view can be viewed again', () => {
  const view = viewHeaders({ a: ['1', '2'], b: '3' })
  expect([...viewHeaders(view).entries()]).toEqual([...view.entries()])
})

const EACH = 'the name and the value of each header must be text, and one is'
const misuse: [name: string, input: unknown, message: string][] = [
  ['nothing', undefined, 'headers must be a Headers object, a record or a list of pairs'],
  ['text', 'a: b', 'headers must be a Headers object, a record or a list of pairs'],
  ['a list of texts', ['a: b'], 'headers in a list must be pairs'],
  ['a pair without a value', [['a']], `${EACH} undefined`],
  ['a number as value', [['a', 1]], `${EACH} of type number`],
  ['a number in a record', { a: 1 }, `${EACH} of type number`],
  ['a number in a list', { a: ['1', 2] }, `${EACH} of type number`],
  ['null in a list', { a: [null] }, `${EACH} null`],
  ['a list as value', [['a', ['b']]], `${EACH} a list`],
]
test.each(misuse)('%s is refused with a reason', (_name, input, message) => {
  // Sound: the point is to hand over what the type forbids.
  expect(() => viewHeaders(input as HeadersInput)).toThrow(
    expect.objectContaining({ code: 'ERR_DELIVERY', message }),
  )
})

test('null is absent, as undefined is', () => {
  const record = { a: null, b: undefined, c: 'd' } as unknown as HeadersInput
  expect([...viewHeaders(record)]).toEqual([['c', 'd']])
})
