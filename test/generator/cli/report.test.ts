/** Outcomes: exit codes, JSON and the summary. */
import { expect, test } from 'vitest'
import { outcomeOfError, printJson, printSummary } from '../../../generator/cli/report.js'
import { GeneratorBug, UsageError, WriteError } from '../../../generator/errors.js'

const errors: [name: string, error: unknown, exitCode: number, code: string, message: string][] = [
  ['wrong usage', new UsageError('no'), 2, 'ERR_USAGE', 'no'],
  ['a full disk', new WriteError('ERR_DISK_FULL', 'full'), 1, 'ERR_DISK_FULL', 'full'],
  [
    'a bug we found',
    new GeneratorBug('b'),
    1,
    'ERR_GENERATOR_BUG',
    'This is a bug in Hookwright: b',
  ],
  [
    'a bug we did not',
    new TypeError('t'),
    1,
    'ERR_GENERATOR_BUG',
    'This is a bug in Hookwright: t',
  ],
  ['anything thrown', 'text', 1, 'ERR_GENERATOR_BUG', 'This is a bug in Hookwright: text'],
]
test.each(errors)('%s', (_name, error, exitCode, code, message) => {
  expect(outcomeOfError(error)).toMatchObject({
    exitCode,
    providers: [],
    diagnostics: [{ severity: 'error', code, message }],
  })
})

test('JSON has every key, and null for what is unknown', () => {
  const provider = { name: 'a', out: 'o/a', events: ['x'], files: 1, bytes: 2, milliseconds: 3 }
  const text = printJson({
    exitCode: 0,
    providers: [provider],
    diagnostics: [
      { code: 'W', severity: 'warning', message: 'm' },
      {
        code: 'E',
        severity: 'error',
        message: 'm',
        file: 'f',
        line: 1,
        column: 2,
        pointer: '#',
        hint: 'h',
      },
    ],
  })
  expect(text.endsWith('}\n')).toBe(true)
  expect(JSON.parse(text)).toEqual({
    providers: [provider],
    diagnostics: [
      {
        code: 'W',
        severity: 'warning',
        file: null,
        line: null,
        column: null,
        pointer: null,
        message: 'm',
        hint: null,
      },
      {
        code: 'E',
        severity: 'error',
        file: 'f',
        line: 1,
        column: 2,
        pointer: '#',
        message: 'm',
        hint: 'h',
      },
    ],
  })
})

test.each([
  [1, 1, 10, 'acme: 1 event, 1 file, 1 KB in 1.2 s, out/acme\n'],
  [66, 412, 1_449_000, 'acme: 66 events, 412 files, 1.4 MB in 1.2 s, out/acme\n'],
])('the summary of %i events', (events, files, bytes, want) => {
  const names = Array.from({ length: events }, (_, index) => `e${index}`)
  const report = { name: 'acme', out: 'out/acme', events: names, files, bytes, milliseconds: 1234 }
  expect(printSummary([report])).toBe(want)
})
