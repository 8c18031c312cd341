/** Regular expressions that run before a proof holds: none takes longer than the text is long. */
import { readdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { expressionsOf } from './expressions.js'

type Recheck = typeof import('recheck')

// The build for browsers: plain JavaScript, which starts neither Java nor a program of its own.
const { checkSync } = createRequire(import.meta.url)('recheck/lib/browser.js') as Recheck

const ROOT = join(import.meta.dirname, '../..')
/** A search of its own, for expressions that its automaton gives up on, takes a second or two each. */
const PATIENCE_MILLISECONDS = 300_000
/** What no automaton decides within this time is no expression to run on a stranger's text. */
const MOST_MILLISECONDS = 30_000

function filesBelow(folder: string, ending: string): readonly string[] {
  return readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith(ending))
    .map((name) => join(folder, name))
    .sort()
}

/** Each expression once, and where it stands first. */
function expressionsIn(files: readonly string[]): ReadonlyMap<string, string> {
  const places = new Map<string, string>()
  for (const file of files) {
    // What a template fills in is none of its own text.
    const text = readFileSync(join(ROOT, file), 'utf8').replace(/\{\{[^}]*\}\}/g, '')
    for (const { source, flags, line } of expressionsOf(file, text)) {
      const key = `/${source}/${flags}`
      if (!places.has(key)) places.set(key, `${file}:${line}`)
    }
  }
  return places
}

function verdictOf(expression: string): string {
  const end = expression.lastIndexOf('/')
  const found = checkSync(expression.slice(1, end), expression.slice(end + 1), {
    timeout: MOST_MILLISECONDS,
  })
  if (found.status === 'safe') return found.status
  const cost = found.status === 'vulnerable' ? found.complexity.summary : 'undecided'
  return `${found.status} (${cost})`
}

const runtime = expressionsIn(filesBelow('templates/runtime', '.ts'))
const glue = expressionsIn(filesBelow('templates/glue', '.hbs'))

test('the expressions of the runtime are found', () => {
  expect(runtime.size).toBeGreaterThan(100)
  expect(expressionsOf('a.ts', 'const a = /^a+$/g\nnew RegExp("(b|b)+", "u")')).toEqual([
    { source: '^a+$', flags: 'g', line: 1 },
    { source: '(b|b)+', flags: 'u', line: 2 },
  ])
})

test.each([
  ['/ +$/', 'vulnerable (2nd degree polynomial)'],
  ['/^(a+)+$/', 'vulnerable (exponential)'],
  ['/^a+$/', 'safe'],
])('%s is told apart', (expression, want) => {
  expect(verdictOf(expression)).toBe(want)
})

describe('every expression is linear', () => {
  test(
    'of what SDKs hold',
    () => {
      const slow = [...runtime, ...glue].flatMap(([expression, place]) => {
        const verdict = verdictOf(expression)
        return verdict === 'safe' ? [] : [`${place} ${expression} ${verdict}`]
      })
      expect(slow).toEqual([])
    },
    PATIENCE_MILLISECONDS,
  )
})
