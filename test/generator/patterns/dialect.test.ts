/** Patterns of other languages: recognised, and written as ECMAScript has them. */
import { describe, expect, test } from 'vitest'
import { isLiteral, respelled } from '../../../generator/patterns/dialect.js'

describe('a literal with slashes', () => {
  test.each(['/^a$/i', '/^a$/', '/[a-z]+/gi', '/abc/i', '/^a\\/b$/'])('%s is one', (source) => {
    expect(isLiteral(source)).toBe(true)
  })
  const paths = [
    '/v1/users/',
    '^/v1/i$',
    '/v1/users/id',
    '/v1/',
    '//',
    '/v1/users/i',
    '/a/ii',
    '/a\\$/',
  ]
  test.each(paths)('%s is none', (source) => {
    expect(isLiteral(source)).toBe(false)
  })
})

const spellings: [source: string, want: string | undefined, takes?: string, refuses?: string][] = [
  ['/^abc$/', '^abc$', 'abc', '/abc/'],
  ['/^a\\/b$/i', '^[aA]/[bB]$', 'A/b', 'a-b'],
  ['(?i)^ab$', '^[aA][bB]$', 'aB', 'ac'],
  ['(?i)^[a-f0-9_x]+$', '^[a-fA-F0-9_xX]+$', 'aF0X', 'g'],
  ['(?i)^\\d\\p{L}\\u{61}(?<Name>z)$', '^\\d\\p{L}\\u{61}(?<Name>[zZ])$', '1öaZ', 'xöaz'],
  ['(?s)^a.b[.]$', '^a[\\s\\S]b[.]$', 'a\nb.', 'a\nbc'],
  ['(?is)(?u)^a.$', '^[aA][\\s\\S]$', 'A\n', 'A'],
  ['^(?P<year>\\d{4})-(?P=year)$', '^(?<year>\\d{4})-\\k<year>$', '2020-2020', '2020-2021'],
  ['\\Aabc\\Z', '^abc$', 'abc', 'xabc'],
  ['^[[:alpha:]_]+$', '^[A-Za-z_]+$', 'aZ_', '1'],
  ['\\\\Aa', undefined],
  ['^abc$', undefined],
  ['(?x)a b', undefined],
  ['a++', undefined],
]
test.each(spellings)('%s is written %s', (source, want, takes = '', refuses) => {
  expect(respelled(source)).toBe(want)
  if (want === undefined) return
  expect(new RegExp(want, 'u').test(takes)).toBe(true)
  if (refuses !== undefined) expect(new RegExp(want, 'u').test(refuses)).toBe(false)
})
