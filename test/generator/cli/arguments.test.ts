/** The arguments: what is understood, and what is refused. */
import { expect, test } from 'vitest'
import { type GenerateRequest, parseArguments } from '../../../generator/cli/arguments.js'

const defaults: GenerateRequest = {
  folders: ['schemas'],
  out: 'generated',
  check: false,
  verify: false,
  build: true,
  watch: false,
  json: false,
  verbose: false,
}

const understood: [args: string[], want: Partial<GenerateRequest>][] = [
  [[], {}],
  [['a', 'b'], { folders: ['a', 'b'] }],
  [['--out', 'x'], { out: 'x' }],
  [['--out=x', 'a'], { out: 'x', folders: ['a'] }],
  [['-o', 'x'], { out: 'x' }],
  [['--check', '--json'], { check: true, json: true }],
  [['--no-build'], { build: false }],
  [['--watch', '--verbose'], { watch: true, verbose: true }],
  [['--', '--odd'], { folders: ['--odd'] }],
]
test.each(understood)('generate %j', (args, want) => {
  expect(parseArguments(['generate', ...args], '1.2.3')).toEqual({
    kind: 'generate',
    options: { ...defaults, ...want },
  })
})

test.each([
  [['--help'], /^Usage: hookwright .*Examples:.*Exit codes:/s],
  [['generate', '--help'], /^Usage: hookwright generate .*--no-build.*Examples:/s],
  [['help', 'generate'], /^Usage: hookwright generate /],
  [['--version'], /^1\.2\.3\n$/],
])('%j asks for text', (args, text) => {
  expect(parseArguments(args, '1.2.3')).toEqual({
    kind: 'text',
    text: expect.stringMatching(text),
  })
})

const refused: [args: string[], message: string][] = [
  [[], 'no command was given'],
  [['generat'], "unknown command 'generat' (Did you mean generate?)"],
  [['generate', '--frob'], "unknown option '--frob'"],
  [['generate', '--chek'], "unknown option '--chek' (Did you mean --check?)"],
  [['generate', '--out'], "option '-o, --out <dir>' argument missing"],
  [['generate', '--out='], "option '--out <dir>' needs a folder"],
  [['generate', ''], 'a folder must have a name'],
  [
    ['generate', '--watch', '--check'],
    '--watch runs until it is stopped, so it does not go with --check',
  ],
  [
    ['generate', '--watch', '--json'],
    '--watch runs until it is stopped, so it does not go with --json',
  ],
]
test.each(refused)('%j is wrong usage', (args, message) => {
  expect(() => parseArguments(args, '1.2.3')).toThrow(
    expect.objectContaining({ name: 'UsageError', code: 'ERR_USAGE', message }),
  )
})
