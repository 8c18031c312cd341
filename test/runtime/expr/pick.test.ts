/** Picks, comparisons and answers. */
import { describe, expect, test } from 'vitest'
import { equalsAny, matches } from '../../../templates/runtime/expr/compare.js'
import { type PickRule, pick } from '../../../templates/runtime/expr/pick.js'
import { type ReplyParts, reply } from '../../../templates/runtime/expr/reply.js'

type Given = readonly (string | undefined)[]
const picks: [name: string, given: Given, rule: Partial<PickRule>, want: string[]][] = [
  ['one value', ['a'], {}, ['a']],
  ['nothing', [], {}, []],
  ['what is absent', [undefined, 'a'], {}, ['a']],
  ['what is empty', ['', ' '], {}, []],
  ['blanks around', [' a '], {}, ['a']],
  ['blanks around, kept', [' a '], { trim: false }, [' a ']],
  ['a list', ['a, b ,,c'], { split: ',' }, ['a', 'b', 'c']],
  ['a list that is not declared', ['a, b'], {}, ['a, b']],
  ['a list without its front', ['a,b,c'], { split: ',', skip: 2 }, ['c']],
  ['those with a prefix', ['t=1,v1=a,v0=b,v1=c'], { split: ',', prefix: 'v1=' }, ['a', 'c']],
  ['a prefix with nothing behind', ['v1=,v1=a'], { split: ',', prefix: 'v1=' }, ['a']],
  ['a prefix in other case', ['V1=a'], { prefix: 'v1=' }, []],
  ['a prefix in any case', ['V1=A'], { prefix: 'v1=', ignoreCase: true }, ['A']],
  ['a prefix that is absent', ['a', ''], { prefix: undefined }, []],
  ['several values, each a list', ['a b', 'c'], { split: ' ' }, ['a', 'b', 'c']],
  ['no more than it may', ['a,b,c'], { split: ',', max: 2 }, ['a', 'b']],
  ['no more than it may of several values', ['a', 'b'], { max: 1 }, ['a']],
]
test.each(picks)('pick: %s', (_name, given, rule, want) => {
  expect(pick(given, { max: 16, ...rule })).toEqual(want)
})

const equals: [name: string, given: string | undefined, wanted: Given, want: boolean][] = [
  ['the same', 'secret', ['secret'], true],
  ['one of several', 'b', ['a', 'b', 'c'], true],
  ['the first byte differs', 'xecret', ['secret'], false],
  ['the last byte differs', 'secreT', ['secret'], false],
  ['a prefix', 'secre', ['secret'], false],
  ['more than wanted', 'secrets', ['secret'], false],
  ['the wanted one twice', 'abab', ['ab'], false],
  ['nothing given', undefined, ['a'], false],
  ['nothing wanted', 'a', [undefined], false],
  ['nothing on both sides', undefined, [undefined], false],
  ['no wanted ones', 'a', [], false],
  ['empty on both sides', '', [''], true],
  ['empty given', '', ['a'], false],
  ['empty wanted', 'a', [''], false],
  ['a zero byte too many', 'a\0', ['a'], false],
  ['zero bytes against nothing', '\0\0', [''], false],
  ['another spelling of one letter', 'e\u0301', ['\u00e9'], false],
]
test.each(equals)('equalsAny: %s', (_name, given, wanted, want) => {
  expect(equalsAny(given, wanted)).toBe(want)
})

const patterns: [given: string | undefined, pattern: string, want: boolean][] = [
  ['ab', '^(?:a.)$', true],
  ['ab\n', '^(?:a.)$', false],
  ['😀', '^(?:.)$', true],
  [undefined, '^(?:.*)$', false],
]
test.each(patterns)('matches: %j and %s', (given, pattern, want) => {
  expect(matches(given, pattern)).toBe(want)
})

describe('reply', () => {
  const parts = (more: Partial<ReplyParts>): ReplyParts => ({
    status: 200,
    headers: {},
    body: '',
    ...more,
  })
  const nosniff = { 'x-content-type-options': 'nosniff' }

  test('without a body has no type', () => {
    expect(reply(parts({ status: 204 }))).toEqual({ status: 204, headers: nosniff, body: '' })
  })
  test('reflects text as text, and JSON as JSON', () => {
    expect(reply(parts({ body: { text: '<b>' } }))).toEqual({
      status: 200,
      headers: { ...nosniff, 'content-type': 'text/plain; charset=utf-8' },
      body: '<b>',
    })
    const json = { a: ['x', 1, null, true], ['__proto__']: { b: 'y' } }
    expect(reply(parts({ body: { json } }))).toEqual({
      status: 200,
      headers: { ...nosniff, 'content-type': 'application/json' },
      body: '{"a":["x",1,null,true],"__proto__":{"b":"y"}}',
    })
  })
  test('keeps a type that the config gives', () => {
    const headers = { 'content-type': 'application/problem+json' }
    expect(reply(parts({ headers, body: { json: {} } }))?.headers).toEqual({
      ...nosniff,
      ...headers,
    })
  })
  test('keeps a header of any name', () => {
    const given = reply(parts({ headers: { ['__proto__']: 'a', constructor: 'b' } }))
    expect(Object.entries(given?.headers ?? {})).toEqual([
      ['x-content-type-options', 'nosniff'],
      ['__proto__', 'a'],
      ['constructor', 'b'],
    ])
  })

  const absent: [name: string, parts: Partial<ReplyParts>][] = [
    ['an absent text', { body: { text: undefined } }],
    ['an absent value in JSON', { body: { json: { a: ['x', { b: undefined }] } } }],
    ['an absent header', { headers: { 'x-a': undefined } }],
    ['an empty header', { headers: { 'x-a': '' } }],
    ['a line break in a header', { headers: { 'x-a': 'a\r\nset-cookie: b' } }],
    ['a blank at the end of a header', { headers: { 'x-a': 'a ' } }],
    ['a header that is not ASCII', { headers: { 'x-a': 'é' } }],
    ['a zero byte in a header', { headers: { 'x-a': 'a\0' } }],
  ]
  test.each(absent)('is absent for %s', (_name, given) => {
    expect(reply(parts(given))).toBeUndefined()
  })
  test('sends an empty text', () => {
    expect(reply(parts({ body: { text: '' } }))?.body).toBe('')
  })
})
