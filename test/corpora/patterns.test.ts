/** Every pattern of the corpora: how it is run, and what a hostile text can make of it. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { parseAllDocuments } from 'yaml'
import { printPattern } from '../../generator/emit/validators/pattern.js'
import { judgePattern, type PatternPlan } from '../../generator/patterns/judge.js'
import { isObject, type JsonValue } from '../../generator/schema/types.js'
import { linearPattern } from '../../templates/runtime/checks/linear-pattern.js'
import { shortPattern } from '../../templates/runtime/checks/short-pattern.js'
import { attack } from '../generator/patterns/attack.js'
import { corpus, hasCorpora } from './corpus.js'

/** For 100 KB, on a machine that does other things as well; an idle one takes a fifth. */
const MOST_MILLISECONDS = 250
/** Larger files hold names and values by the thousand, and no pattern. */
const LARGEST_FILE = 3_000_000

function patternsIn(value: JsonValue, found: Set<string>): void {
  if (Array.isArray(value)) for (const item of value) patternsIn(item, found)
  if (!isObject(value)) return
  const { pattern, patternProperties } = value
  if (typeof pattern === 'string') found.add(pattern)
  if (isObject(patternProperties))
    for (const name of Object.keys(patternProperties)) found.add(name)
  for (const member of Object.values(value)) patternsIn(member, found)
}

function patternsOfFolder(folder: string): ReadonlySet<string> {
  const found = new Set<string>()
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name)
    if (!entry.isFile() || !/\.(?:json|ya?ml)$/i.test(entry.name)) continue
    const text = readFileSync(path, 'utf8')
    if (!/pattern/.test(text) || text.length > LARGEST_FILE) continue
    for (const value of readValues(entry.name, text)) patternsIn(value, found)
  }
  return found
}

/** Some of the files are there because they cannot be read. */
function readValues(name: string, text: string): readonly JsonValue[] {
  try {
    if (name.endsWith('.json')) return [JSON.parse(text)]
    return parseAllDocuments(text).map((document) => document.toJSON())
  } catch {
    return []
  }
}

/** What an SDK would hold. */
function runnable(source: string, plan: PatternPlan): { test(text: string): boolean } {
  const make = new Function(
    'linearPattern',
    'shortPattern',
    `return ${printPattern(source, plan).code}`,
  )
  return make(linearPattern, shortPattern)
}

function judgeAll(patterns: Iterable<string>) {
  return [...patterns].sort().map((source) => {
    const plan = judgePattern(source)
    const isRun = plan.kind === 'native' || plan.kind === 'linear'
    const flags = plan.kind === 'native' ? plan.flags : 'u'
    const worst = isRun ? attack(source, flags, runnable(source, plan)) : 0
    return { source, verdict: plan.kind, worst: Number(worst.toFixed(1)) }
  })
}

describe.skipIf(!hasCorpora)('the corpora (needs HOOKWRIGHT_SHARED)', () => {
  test('no pattern is refused, and none takes long', () => {
    const table = judgeAll(patternsOfFolder(corpus()))
    process.stdout.write(
      table.map(({ source, verdict, worst }) => `${verdict}\t${worst} ms\t${source}\n`).join(''),
    )
    expect(table.length).toBeGreaterThan(40)
    expect(table.filter(({ verdict }) => verdict === 'refused')).toEqual([])
    expect(table.filter(({ worst }) => worst > MOST_MILLISECONDS)).toEqual([])
    expect(table.filter(({ verdict }) => verdict === 'linear').map(({ source }) => source)).toEqual(
      [
        '[A-Z\\s]+\\/[A-Z\\s]+',
        '^([a-zA-Z0-9]+\\s?)*$',
        '^(a+)+$',
        '^urn:redhat:subject:([a-z0-9][a-z0-9-_]+[a-z0-9]:[a-z0-9A-Z-_]*)+$',
        'f.*o',
      ],
    )
  }, 120_000)
})
