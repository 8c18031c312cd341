/** The judge of the hostile inputs finds each thing that it is there for. */
import { expect, test } from 'vitest'
import type { Diagnostic } from '../../generator/diagnostics.js'
import type { TortureCase } from './cases.js'
import { judge } from './judge.js'
import type { Outcome } from './outcome.js'

const fine: TortureCase = {
  name: '000',
  category: 'io',
  outcome: 'ok',
  events: ['a', '__proto__'],
  expect: '',
}
const broken: TortureCase = { ...fine, outcome: 'error', mustMention: ['x.json'] }
const warning: Diagnostic = { code: 'W', severity: 'warning', message: 'm' }
const error: Diagnostic = { code: 'E', severity: 'error', message: 'm', file: 'x.json' }

function run(diagnostics: readonly Diagnostic[], changes: Partial<Outcome> = {}): Outcome {
  const failed = diagnostics.some(({ severity }) => severity === 'error')
  const providers = failed ? [] : [{ events: ['__proto__', 'a'] }]
  const before = new Map([['schemas/a.json', '{}']])
  return {
    exitCode: failed ? 1 : 0,
    stdout: JSON.stringify({ providers, diagnostics }),
    stderr: '',
    cpuSeconds: 1,
    before,
    after: before,
    ...changes,
  }
}

/** A run that left files behind, with `schemas/a.json` where it was. */
function leaving(diagnostics: readonly Diagnostic[], files: Readonly<Record<string, string>>) {
  return run(diagnostics, { after: new Map([['schemas/a.json', '{}'], ...Object.entries(files)]) })
}

test('what is as expected has no complaint', () => {
  expect(judge(fine, leaving([], { 'out/a/src/index.ts': '// @ fine\n' }))).toEqual([])
  expect(judge({ ...fine, outcome: 'ok-warn' }, run([warning]))).toEqual([])
  expect(judge(broken, run([error]))).toEqual([])
})

const source = (content: string) => leaving([], { 'out/a/src/index.ts': content })
const trace = '\n    at main (file:///x.ts:1:2)'
const bug: Diagnostic = { ...error, code: 'ERR_GENERATOR_BUG' }
const INSTEAD = JSON.stringify({ providers: [{ events: ['b'] }], diagnostics: [] })

const cases: [name: string, one: TortureCase, outcome: Outcome, complaint: string][] = [
  ['text beside the JSON', fine, run([], { stdout: '{}{}' }), 'standard output is not one JSON'],
  ['an error that was not wanted', fine, run([error]), 'error, and not ok: E x.json m'],
  ['success that was not wanted', broken, run([]), 'ok, and not error'],
  ['another exit code', fine, run([], { exitCode: 2 }), 'exit code 2, and not ok'],
  ['injected code', fine, run([], { exitCode: 97 }), 'code of the input was executed'],
  ['a hang', fine, run([], { exitCode: null }), 'exit code null, and not ok'],
  ['success beside an error', fine, run([error], { exitCode: 0 }), 'exit code 0 with 1 errors'],
  ['no warning', { ...fine, outcome: 'ok-warn' }, run([]), 'there is no warning'],
  ['another event', fine, run([], { stdout: INSTEAD }), 'the events are ["b"]'],
  ['a stack trace', fine, run([], { stderr: trace }), 'there is a stack trace'],
  ['one in a message', broken, run([{ ...error, message: trace }]), 'there is a stack trace'],
  ['slowness', fine, run([], { cpuSeconds: 10.5 }), 'it took 10.5 s of CPU time'],
  ['a bug', broken, run([bug]), 'it failed by a bug: m'],
  ['an error without a file', broken, run([{ ...error, file: '' }, error]), 'E names no file'],
  ['silence', { ...broken, mustMention: ['y'] }, run([error]), 'nothing mentions y'],
  ['a new file', fine, leaving([], { 'b.json': '' }), 'b.json was written outside --out'],
  ['a lost file', fine, run([], { after: new Map() }), 'schemas/a.json was written outside'],
  ['a canary', fine, leaving([], { 'out/pwned-canary': '' }), 'the canary was written'],
  ['output of a failure', broken, leaving([error], { 'out/a': '' }), 'it failed and wrote a'],
  ['names in two cases', fine, leaving([], { 'out/a': '', 'out/A': '' }), 'a and A differ in case'],
  ['a long name', fine, leaving([], { [`out/${'a'.repeat(121)}`]: '' }), 'is no portable name'],
  ['an odd name', fine, leaving([], { 'out/a*': '' }), 'a* is no portable name'],
  ['text turned around', fine, source('"\u00e2\u0080\u00ae"'), 'holds "\u202e"'],
  ['a pragma', fine, source('/** x */\n // @ts-nocheck'), 'holds the pragma'],
]
test.each(cases)('%s is found', (_name, one, outcome, complaint) => {
  expect(judge(one, outcome)).toContainEqual(expect.stringContaining(complaint))
})
