/** No text keeps the check of a format busy: its time grows as the text does. */
import { expect, test } from 'vitest'
import { FORMATS } from '../../../generator/emit/validators/formats.js'
import { processorTime } from '../../support/processor-time.js'

const SIZE = 200_000
/** Behind nothing else, what repeats is as long as a body may be. */
const LARGEST_SIZE = 1_000_000
/** An idle machine takes a tenth; what is quadratic takes minutes. */
const MOST_MILLISECONDS = 2000

const BEFORE = [
  '',
  'a@',
  'http://',
  'http://a',
  'http://a@',
  'http://[',
  'http://1.',
  'a:',
  '/',
  '#/',
  '0/',
  '{',
  '{a',
  'P1',
  'PT',
  '1::',
  '2024-01-01T00:00:00.',
  '00:00:00.',
]
const UNITS = [
  'a',
  '0',
  '.',
  ':',
  '::',
  '/',
  '-',
  '@',
  '%',
  '%41',
  '~0',
  '~',
  '{a}',
  '{a,',
  '{',
  'a.',
  'a-',
  '1D',
  '1.',
  ' ',
  '\n',
  'AAAA',
  '=',
  '(',
  '(?:a',
  '[',
  '[a-',
  '(?<a>',
  'a{1,9}',
  '\\',
  '\\Z',
  '|',
  'é',
  '😀',
]
const AFTER = ['', '!']

function* texts(beginnings: readonly string[]): Generator<string> {
  for (const before of beginnings) {
    const size = before === '' ? LARGEST_SIZE : SIZE
    for (const unit of UNITS) {
      const pumped = before + unit.repeat(size / unit.length)
      for (const after of AFTER) yield pumped + after
    }
  }
}

const strings = [...FORMATS].filter(([, { type }]) => type === 'string')

test.each(strings)(
  '%s',
  async (format, { file, name }) => {
    const module = await import(`../../../templates/runtime/checks/${file}.ts`)
    const check: (text: string) => boolean = module[name]
    const slow: string[] = []
    // Compiling a pattern is a thousand times as slow as reading an address, and has no such parts.
    for (const text of texts(format === 'regex' ? [''] : BEFORE)) {
      const started = processorTime()
      check(text)
      const taken = processorTime() - started
      if (taken > MOST_MILLISECONDS) slow.push(`${text.slice(0, 30)}: ${taken.toFixed(0)} ms`)
    }
    expect(slow).toEqual([])
  },
  300_000,
)
