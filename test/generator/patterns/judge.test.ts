/** How patterns are run, by what they look like. */
import { expect, test } from 'vitest'
import { judgePattern } from '../../../generator/patterns/judge.js'
import { processorTime } from '../../support/processor-time.js'

const rows: readonly (readonly [source: string, want: string, maxLength?: number])[] = [
  ['', 'native'],
  ['^[a-z]+$', 'native'],
  ['^[a-zA-Z0-9\\-_.]+$', 'native'],
  ['^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d{1,7})?$', 'native'],
  ['^(whsec_)?[a-zA-Z0-9+/=]{32,100}$', 'native'],
  ['^[a-z]{1,65535}$', 'native'],
  ['^[a-z0-9]+(?:-[a-z0-9]+)*$', 'native'],
  ['^com\\.[a-z0-9][a-z0-9-_]+[a-z0-9](\\.[a-z0-9][a-z0-9-_]+[a-z0-9])*$', 'native'],
  ['^\\p{L}+(?: \\p{L}+)*$', 'native'],
  ['^.*foo', 'native'],
  ['https://.*', 'native'],
  ['\\S+', 'native'],
  ['(foo|ba[rz]+)', 'native'],
  ['^(?=.*[A-Z])(?=.*\\d).{8,64}$', 'native'],
  ['^(?!foo$)[a-z]+$', 'native'],
  ['(?<=\\$)\\d', 'native'],
  ['^(["\']).*\\1$', 'native'],
  ['^(?<x>a)(\\k<x>|b)$', 'native'],
  ['^(a\\1)*$', 'native'],
  ['^[\\w-.]+$', 'native'],
  ['^(a+)+$', 'linear'],
  ['^(a|a)*$', 'linear'],
  ['^([a-zA-Z0-9]+\\s?)*$', 'linear'],
  ['^urn:redhat:subject:([a-z0-9][a-z0-9-_]+[a-z0-9]:[a-z0-9A-Z-_]*)+$', 'linear'],
  ['^[^@\\s]+@[^@\\s]+\\.[^@\\s]+$', 'linear'],
  ['^.*foo.*$', 'linear'],
  ['a+$', 'linear'],
  ['(?<=a+)b', 'linear'],
  ['^(?=(a+)+$)', 'linear'],
  ['^([\\w-.]+)+$', 'linear'],
  ['^[a-z]{1,500}@[a-z]{1,500}$', 'native'],
  ['^(?:[a-z]{1,30}-?)+$', 'linear'],
  ['^(?:[a-z]{1,200}-?)+$', 'refused'],
  ['^(?:[a-z]{1,200}-?)+$', 'linear', 255],
  ['^(?:[a-z]{1,200}-?)+$', 'refused', 100_000],
  ['^.*foo.*$', 'short', 100],
  ['^.*foo.*$', 'linear', 100_000],
  ['^(a+)+$', 'short', 4],
  ['^(a+)+$', 'linear', 20],
  ['^(.*)\\1$', 'short', 100],
  ['^(.*)\\1$', 'refused', 100_000],
  ['^[a-z]+$', 'native', 10],
  ['(', 'invalid', 10],
  ['^(a+)\\1+$', 'refused'],
  ['(?:a|b){500}c', 'refused'],
  ['(?:a{1000}){1000}', 'refused'],
  ['(', 'invalid'],
  ['a++', 'invalid'],
]

/** For things that every provider has, as they are found in schemas. */
const published: readonly (readonly [what: string, source: string, want: string])[] = [
  ['versions', '^(0|[1-9]\\d*)\\.(0|[1-9]\\d*)\\.(0|[1-9]\\d*)(?:-([0-9A-Za-z.-]+))?$', 'native'],
  [
    'identifiers',
    '^[0-9a-f]{8}-[0-9a-f]{4}-[1-5][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$',
    'native',
  ],
  ['prefixed ids', '^(evt|in|cus)_[A-Za-z0-9]{14,}$', 'native'],
  ['telephone numbers', '^\\+[1-9]\\d{1,14}$', 'native'],
  ['colours', '^#(?:[0-9a-fA-F]{3}){1,2}$', 'native'],
  ['amounts', '^-?\\d+(\\.\\d{1,2})?$', 'native'],
  ['base64', '^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$', 'native'],
  ['tokens', '^[A-Za-z0-9-_]+\\.[A-Za-z0-9-_]+\\.[A-Za-z0-9-_]*$', 'native'],
  ['durations', '^P(?!$)(\\d+Y)?(\\d+M)?(\\d+D)?(T(?=\\d)(\\d+H)?(\\d+M)?(\\d+S)?)?$', 'native'],
  ['addresses of pages', '^https?://[^\\s/$.?#].[^\\s]*$', 'native'],
  ['names of hosts', '^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\\.)+[a-z]{2,63}$', 'native'],
  [
    'mail, strict',
    '^[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(?:\\.[A-Za-z0-9-]+)*\\.[A-Za-z]{2,}$',
    'native',
  ],
  ['mail, loose', '^\\S+@\\S+\\.\\S+$', 'linear'],
  ['mail, in a text', '[a-z0-9._%+-]+@[a-z0-9.-]+\\.[a-z]{2,}', 'linear'],
  ['words', '^(\\w+\\s?)+$', 'linear'],
  ['no space around', '^\\S(.*\\S)?$', 'native'],
  ['not blank', '\\S', 'native'],
  ['no space at the end', '\\s+$', 'linear'],
]

test.each(published)('%s: %s is %s', (_what, source, want) => {
  expect(judgePattern(source)).toMatchObject({ kind: want })
})

const judged = rows.map(([source, want, maxLength]) => ({ source, want, maxLength }))

test.each(judged)('$source is $want', ({ source, want, maxLength }) => {
  expect(judgePattern(source, maxLength)).toMatchObject({ kind: want })
})

test('what compiles on a newer engine alone is invalid on all of them', () => {
  expect(judgePattern('(?i:a)')).toMatchObject({ kind: 'invalid' })
})

test('a surrogate pair counts twice in the texts that are short enough', () => {
  expect(judgePattern('^.*foo.*$', 100)).toEqual({ kind: 'short', flags: 'u', units: 200 })
})

test('no judgement takes long', () => {
  const hostile = [
    '(?:'.repeat(200) + 'a?'.repeat(50) + ')*'.repeat(200),
    `^${'(a|b|ab)'.repeat(60)}$`,
    `^${'[a-z]*'.repeat(60)}$`,
    `(?:${'a?'.repeat(100)}){0,1000}b`,
    `${'(?=a*)'.repeat(100)}b`,
    `${'(a*)'.repeat(50)}${'\\1'.repeat(50)}`,
    `(a|${'(\\2)(\\1)'.repeat(20)})`,
    `^(?:a|b)*a(?:a|b){20}$`,
    `${'('.repeat(5000)}a${')'.repeat(5000)}`,
  ]
  for (const source of hostile) {
    const started = processorTime()
    const { kind } = judgePattern(source)
    expect(['native', 'linear', 'refused', 'invalid']).toContain(kind)
    expect([source.slice(0, 30), processorTime() - started < 5000]).toEqual([
      source.slice(0, 30),
      true,
    ])
  }
})
