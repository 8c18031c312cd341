/** Emitted validators against the official test suite: never worse than Ajv, and where they differ. */
import { mkdtempSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { temporaryFolder } from '../support/folders.js'
import { batchesOf, loadBatch, remotesOf, validatorsOf } from './ours.js'
import { plainAjv } from './plain-ajv.js'
import { type DraftSuite, hasSuite, readRemotes, readSuite } from './suite.js'

/** For each draft: its tests, those that plain Ajv passes with formats asserted, and those we do. */
const TOTALS = {
  '04': { tests: 618, ajv: 610, ours: 618 },
  '06': { tests: 794, ajv: 789, ours: 794 },
  '07': { tests: 927, ajv: 919, ours: 927 },
  '2019-09': { tests: 1259, ajv: 1231, ours: 1258 },
  '2020-12': { tests: 1299, ajv: 1222, ours: 1283 },
}

/** How many tests want formats to be notes, as they are to tolerant validators. */
const NOTES = { '04': 0, '06': 0, '07': 0, '2019-09': 0, '2020-12': 15 }

const FORMATS_AS_NOTES = /^format\.json: \S+ format \| invalid .* by default$/

/** Where a strict verdict of ours is not the suite's, on purpose. */
const DIFFERENCES: readonly (readonly [why: string, title: RegExp])[] = [
  ['formats are asserted in every draft', FORMATS_AS_NOTES],
  [
    'a vocabulary that a custom meta-schema leaves out is asserted, and a warning says so',
    /^vocabulary\.json: .* \| no validation: invalid number, but it still validates$/,
  ],
]

interface Verdicts {
  readonly title: string
  readonly valid: boolean
  readonly ajv: boolean | undefined
  readonly ours: boolean | undefined
  readonly tolerant: boolean | undefined
  readonly issues: number | undefined
}

const root = temporaryFolder()
const table: string[] = []

afterAll(() => console.log(table.join('\n')))

async function verdictsOf(suite: DraftSuite): Promise<readonly Verdicts[]> {
  const remotes = readRemotes()
  const own = remotesOf(suite.draft, remotes)
  const verdicts: Verdicts[] = []
  for (const batch of batchesOf(suite, remotes)) {
    const loaded = await loadBatch(batch, suite, mkdtempSync(join(root, 'b')))
    expect([...loaded.refused], 'no schema of the suite is refused').toEqual([])
    const validators = await validatorsOf(loaded)
    for (const { title, schema, tests } of batch.groups) {
      const reference = plainAjv(schema, suite.draft, batch.remotes.size > 0 ? own : new Map())
      const { check, explain, tolerant } = validators.get(title) ?? {}
      for (const { description, data, valid } of tests) {
        verdicts.push({
          title: `${title} | ${description}`,
          valid,
          ajv: reference(data),
          ours: check?.(data),
          tolerant: tolerant?.check(data),
          issues: explain?.(data).length,
        })
      }
    }
  }
  return verdicts
}

describe.skipIf(!hasSuite)('the JSON Schema test suite (needs HOOKWRIGHT_SHARED)', () => {
  const suites = hasSuite ? readSuite() : []

  test.each(suites)('draft $draft', async (suite) => {
    const verdicts = await verdictsOf(suite)
    const wrong = verdicts.filter(({ ours, valid }) => ours !== valid)
    const reasons = wrong.map(({ title }) => ({
      title,
      why: DIFFERENCES.find(([, pattern]) => pattern.test(title))?.[0],
    }))
    const passed = (who: 'ajv' | 'ours') => verdicts.filter((one) => one[who] === one.valid).length
    const totals = { tests: verdicts.length, ajv: passed('ajv'), ours: passed('ours') }
    table.push(`draft ${suite.draft}: ${JSON.stringify(totals)}`)
    for (const { title, why } of reasons) table.push(`  ${title}: ${why}`)

    expect(reasons.filter(({ why }) => why === undefined)).toEqual([])
    expect(wrong.filter(({ ajv, valid }) => ajv === valid)).toEqual([])
    const notes = wrong.filter(({ title }) => FORMATS_AS_NOTES.test(title))
    expect(notes.length, 'the suite takes formats for notes').toBe(NOTES[suite.draft])
    expect(notes.filter(({ tolerant, valid }) => tolerant !== valid)).toEqual([])
    expect(
      verdicts.filter(({ ours, tolerant }) => ours === true && tolerant !== true),
      'what is accepted strictly is accepted tolerantly',
    ).toEqual([])
    expect(totals).toEqual(TOTALS[suite.draft])
    const silent = verdicts.filter(({ ours, issues }) => (issues === 0) !== ours)
    expect(silent, 'whatever is refused is explained, and nothing else').toEqual([])
  })
})
