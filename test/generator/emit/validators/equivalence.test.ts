/** Emitted validators say exactly what plain Ajv says of GitHub's payloads, broken ones included. */
import { Ajv, type ErrorObject } from 'ajv'
import addFormats from 'ajv-formats'
import { beforeAll, expect, test } from 'vitest'
import type { Issue } from '../../../../templates/runtime/validation.js'
import { githubDefinitions, payloads, schema, stemOf } from './github.js'
import { inputOf, runValidators, type Validators } from './harness.js'
import { mutate, seeded } from './mutate.js'

const MUTATIONS_EACH = 31
const SEED = 20_240_229

const ajv = new Ajv({ allErrors: true, strict: false, logger: false, inlineRefs: false })
addFormats.default(ajv)
ajv.addSchema(schema, 'github')

let validators: ReadonlyMap<string, Validators>

beforeAll(async () => {
  const definitions = githubDefinitions()
  const roots = new Set(payloads.map(({ identifier }) => identifier))
  validators = await runValidators(inputOf(definitions, [...roots]))
})

function ours(issues: readonly Issue[]): readonly string[] {
  return issues.map(({ pointer, keyword, message }) => `${pointer}|${keyword}|${message}`).sort()
}

function theirs(errors: readonly ErrorObject[] | null | undefined): readonly string[] {
  return (errors ?? [])
    .map(({ instancePath, keyword, message }) => `${instancePath}|${keyword}|${message}`)
    .sort()
}

/** Compares, and returns the verdict. One assertion a payload would take most of the time. */
function compare(key: string, payload: unknown, differences: string[]): boolean {
  const { check, explain } = validators.get(stemOf(key)) ?? {}
  const reference = ajv.getSchema(`github#/definitions/${key}`)
  const verdict = reference?.(payload) === true
  const wanted = [String(verdict), ...theirs(reference?.errors)].join('\n')
  const given = [String(check?.(payload)), ...ours(explain?.(payload) ?? [])].join('\n')
  if (given !== wanted) differences.push(`${key}:\n${given}\ninstead of\n${wanted}`)
  return verdict
}

test('the 329 published examples', () => {
  const differences: string[] = []
  const verdicts = payloads.map(({ key, payload }) => compare(key, payload, differences))
  expect(differences).toEqual([])
  expect(verdicts.filter((valid) => valid)).toHaveLength(276)
  expect(verdicts.filter((valid) => !valid)).toHaveLength(53)
})

test('more than 10,000 mutations of them', { timeout: 240_000 }, () => {
  const random = seeded(SEED)
  const differences: string[] = []
  const verdicts = payloads.flatMap(({ key, payload }) =>
    Array.from({ length: MUTATIONS_EACH }, () =>
      compare(key, mutate(payload, random), differences),
    ),
  )
  expect(differences).toEqual([])
  expect(verdicts.length).toBeGreaterThan(10_000)
  // Both verdicts must be common, or the comparison says little.
  expect(verdicts.filter((valid) => valid).length).toBeGreaterThan(300)
  expect(verdicts.filter((valid) => !valid).length).toBeGreaterThan(5_000)
})
