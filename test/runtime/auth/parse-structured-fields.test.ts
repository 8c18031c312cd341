/** Structured fields: what is read, how it is written again, and what is refused. */
import { expect, test } from 'vitest'
import {
  parseDictionary,
  parseItem,
} from '../../../templates/runtime/auth/parse-structured-fields.js'
import {
  serializeDictionary,
  serializeItem,
} from '../../../templates/runtime/auth/structured-fields.js'
import { processorTime } from '../../support/processor-time.js'

const items: [text: string, want: string | undefined][] = [
  ['1', '1'],
  ['-12', '-12'],
  ['007', '7'],
  ['999999999999999', '999999999999999'],
  ['1000000000000000', undefined],
  ['1.', undefined],
  ['.5', undefined],
  ['1.500', '1.5'],
  ['00.100', '0.1'],
  ['2.000', '2.0'],
  ['-0.10', '-0.1'],
  ['1.2345', undefined],
  ['1234567890123.1', undefined],
  ['"a"', '"a"'],
  ['"a\\"b\\\\c"', '"a\\"b\\\\c"'],
  ['"a\\n"', undefined],
  ['"a', undefined],
  ['"\u00e9"', undefined],
  ['"\t"', undefined],
  ['token/x:y', 'token/x:y'],
  ['*a', '*a'],
  [':AAECAw==:', ':AAECAw==:'],
  ['::', '::'],
  [':AAECAw:', undefined],
  [':AA=A:', undefined],
  [':AAECAx==:', undefined],
  ['?1', '?1'],
  ['?0', '?0'],
  ['?2', undefined],
  ['@1700000000', undefined],
  ['a;b', 'a;b'],
  ['a;  b=1;c="x"', 'a;b=1;c="x"'],
  ['a;b=?1', 'a;b'],
  ['a;b=?0', 'a;b=?0'],
  ['a ;b', undefined],
  ['a;b;b', undefined],
  ['a;B', undefined],
  ['a;b=', undefined],
  ['a b', undefined],
  ['  a  ', 'a'],
  ['', undefined],
]

test.each(items)('the item %j is %j', (text, want) => {
  const item = parseItem(text)
  expect(item && serializeItem(item)).toBe(want)
})

const dictionaries: [text: string, want: string | undefined][] = [
  ['a=1', 'a=1'],
  ['a=1,b=2', 'a=1, b=2'],
  ['a=1 ,\t b=2', 'a=1, b=2'],
  ['a, b=?1, c=?0', 'a, b, c=?0'],
  ['a;x, b;y=1', 'a;x, b;y=1'],
  ['a=()', 'a=()'],
  ['a=(  1   "x";q  );p', 'a=(1 "x";q);p'],
  ['a=(1"x")', undefined],
  ['a=(1', undefined],
  ['a=((1))', undefined],
  ['a=(1),', undefined],
  ['a=1,,b=2', undefined],
  [',a=1', undefined],
  ['a=1 b=2', undefined],
  ['A=1', undefined],
  ['a=1, a=2', undefined],
  ['a=', undefined],
  ['', undefined],
  [`a="${'x'.repeat(20_000)}"`, undefined],
]

test.each(dictionaries)('the dictionary %j is %j', (text, want) => {
  const members = parseDictionary(text)
  expect(members && serializeDictionary(members)).toBe(want)
})

test('a long malformed field takes no longer than a good one', () => {
  const start = processorTime()
  for (const text of [
    `a=${'('.repeat(16_000)}`,
    `"${'\\"'.repeat(8000)}`,
    `a${';'.repeat(16_000)}`,
  ]) {
    expect(parseDictionary(text)).toBeUndefined()
  }
  expect(processorTime() - start).toBeLessThan(200)
})
