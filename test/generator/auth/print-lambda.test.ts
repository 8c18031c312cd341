/** Which parameters a printed function has: TypeScript refuses one that is never read. */
import { expect, test } from 'vitest'
import { printLambda } from '../../../generator/auth/print-expr.js'

test.each([
  ['reply({ op: 12, d: 0 })', '() => reply({ op: 12, d: 0 })'],
  ['reply({ c: d.text() })', '(d) => reply({ c: d.text() })'],
  ['reply(a.d, c)', '(_d, c) => reply(a.d, c)'],
  ['reply({ ...d })', '(d) => reply({ ...d })'],
  ['reply("d, c")', '() => reply("d, c")'],
  ['(x ? d : c)', '(d, c) => (x ? d : c)'],
])('%s', (body, printed) => {
  expect(printLambda(['d', 'c'], body)).toBe(printed)
})
