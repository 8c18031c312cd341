/** 5,000 seeded schemas: each is reported, or becomes code that type-checks and agrees with Ajv. */
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { typeErrors } from '../generator/emit/types/compile.js'
import { temporaryFolder } from '../support/folders.js'
import { processorTime } from '../support/processor-time.js'
import { fuzzCases } from './arbitrary-schemas.js'
import { type Finished, runCase } from './run-case.js'

const RUNS = 5000
const SEED = 20_261_122
const MOST_SECONDS_EACH = 5

const parent = temporaryFolder()
const finished: Finished[] = []

test(`${RUNS} schemas`, { timeout: 600_000 }, async () => {
  const property = fc.asyncProperty(fuzzCases, async (one) => {
    const began = processorTime()
    const result = await runCase(one, parent)
    expect(result.differences).toEqual([])
    expect((processorTime() - began) / 1000).toBeLessThan(MOST_SECONDS_EACH)
    finished.push(result)
  })
  await fc.assert(property, { numRuns: RUNS, seed: SEED, endOnFailure: false })
})

test('what they became', async () => {
  const reported = finished.filter((one) => one.reported.length > 0)
  const emitted = finished.filter((one) => one.reported.length === 0)
  const count = (what: 'valid' | 'invalid') => emitted.reduce((sum, one) => sum + one[what], 0)
  const totals = { reported: reported.length, valid: count('valid'), invalid: count('invalid') }
  console.log(JSON.stringify({ cases: finished.length, ...totals }))
  // Both ends and both verdicts must be common, or the comparison says little.
  expect(finished.length).toBe(RUNS)
  expect(totals.reported).toBeLessThan(RUNS / 2)
  expect(totals.reported).toBeGreaterThan(RUNS / 50)
  expect(totals.valid).toBeGreaterThan(RUNS / 2)
  expect(totals.invalid).toBeGreaterThan(RUNS / 2)
})

test('the types of those that were emitted, with each valid payload as a literal', async () => {
  const emitted = finished.filter(({ types }) => types !== '')
  const sources = new Map(emitted.map(({ types }, index) => [`case${index}`, types]))
  const errors = await typeErrors(sources)
  expect(
    errors.map((error) => `${error}\n${sources.get(/case\d+/.exec(error)?.[0] ?? '')}`),
  ).toEqual([])
})
