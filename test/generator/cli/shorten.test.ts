/** What a terminal shows of many diagnostics. */
import { expect, test } from 'vitest'
import { printOutcome } from '../../../generator/cli/run.js'
import { shorten } from '../../../generator/cli/shorten.js'
import type { Diagnostic, Severity } from '../../../generator/diagnostics.js'

function many(code: string, severity: Severity, count: number): readonly Diagnostic[] {
  return Array.from({ length: count }, (_, line) => ({ code, severity, line, message: code }))
}

const cases: readonly (readonly [given: readonly Diagnostic[], shown: number, more: string[]])[] = [
  [[], 0, []],
  [many('WARN_A', 'warning', 5), 5, []],
  [many('WARN_A', 'warning', 6), 5, ['WARN_A is reported for 1 more place; --verbose shows all']],
  [many('ERR_A', 'error', 100), 100, []],
  [
    [
      ...many('WARN_A', 'warning', 30),
      ...many('NOTICE_B', 'notice', 7),
      ...many('ERR_C', 'error', 9),
    ],
    19,
    [
      'WARN_A is reported for 25 more places; --verbose shows all',
      'NOTICE_B is reported for 2 more places; --verbose shows all',
    ],
  ],
]

test.each(cases)('case %#', (given, shown, more) => {
  const found = shorten(given)
  expect(found.slice(0, shown)).toEqual(
    expect.arrayContaining(
      given.filter(({ severity, line = 0 }) => severity === 'error' || line < 5),
    ),
  )
  expect(found.slice(shown).map(({ code, message }) => `${code} ${message}`)).toEqual(more)
})

test.each([
  [false, 6],
  [true, 8],
])('with --verbose %s, %i diagnostics are printed', (verbose, count) => {
  const printed: string[] = []
  const terminal = {
    out: () => {},
    err: (text: string) => void printed.push(text),
    isInteractive: false,
    hasColour: false,
  }
  const outcome = { exitCode: 1, providers: [], diagnostics: many('WARN_A', 'warning', 8) } as const
  printOutcome(outcome, { json: false, verbose }, terminal)
  expect(printed).toHaveLength(count)
})
