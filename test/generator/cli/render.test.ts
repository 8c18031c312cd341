/** Diagnostics as people see them. */
import { expect, test } from 'vitest'
import { renderDiagnostic } from '../../../generator/cli/render.js'
import type { Diagnostic } from '../../../generator/diagnostics.js'

const nowhere: Diagnostic = {
  code: 'ERR_REF_UNRESOLVED',
  severity: 'error',
  message: '"customer.json" was not found',
}
const inFile: Diagnostic = { ...nowhere, file: 'schemas/acme/a.json' }
const inLine: Diagnostic = { ...inFile, line: 3, column: 7 }

const rendered: [name: string, diagnostic: Diagnostic, want: string][] = [
  [
    'all there is',
    { ...inLine, pointer: '#/properties/customer', hint: 'check the spelling' },
    'schemas/acme/a.json:3:7 ERR_REF_UNRESOLVED "customer.json" was not found\n  at #/properties/customer\n  hint: check the spelling\n',
  ],
  [
    'a file alone',
    inFile,
    'schemas/acme/a.json ERR_REF_UNRESOLVED "customer.json" was not found\n',
  ],
  ['no place', nowhere, 'ERR_REF_UNRESOLVED "customer.json" was not found\n'],
  [
    'the root pointer',
    { ...nowhere, pointer: '#' },
    'ERR_REF_UNRESOLVED "customer.json" was not found\n  at #\n',
  ],
  [
    'several lines, indented so that none looks like a diagnostic',
    { ...inLine, message: 'one\nb.json:1:1 ERR_FAKE two' },
    'schemas/acme/a.json:3:7 ERR_REF_UNRESOLVED one\n  b.json:1:1 ERR_FAKE two\n',
  ],
  [
    'control characters of the input, made visible',
    {
      ...nowhere,
      message: '"\u001b[31m\r\u009b\u202e\u0007"',
      file: 'a\u001b.json',
      pointer: '#/\u001b',
      hint: '\b',
    },
    'a\\u001b.json ERR_REF_UNRESOLVED "\\u001b[31m\\u000d\\u009b\\u202e\\u0007"\n  at #/\\u001b\n  hint: \\u0008\n',
  ],
]
test.each(rendered)('%s', (_name, diagnostic, want) => {
  expect(renderDiagnostic(diagnostic, false)).toBe(want)
})

test.each([
  ['error', '\u001b[31mERR_REF_UNRESOLVED\u001b[39m'],
  ['warning', '\u001b[33mERR_REF_UNRESOLVED\u001b[39m'],
  ['notice', '\u001b[36mERR_REF_UNRESOLVED\u001b[39m'],
] as const)('the code of an %s has a colour of its own', (severity, painted) => {
  expect(renderDiagnostic({ ...inLine, severity }, true)).toContain(painted)
})
