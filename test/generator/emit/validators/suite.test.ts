/** Emitted validators give the verdicts of the official test suite, and the errors of plain Ajv. */
import { Ajv, type ErrorObject, type Options, type ValidateFunction } from 'ajv'
import { Ajv2019 } from 'ajv/dist/2019.js'
import { Ajv2020 } from 'ajv/dist/2020.js'
import Ajv04 from 'ajv-draft-04'
import addFormats from 'ajv-formats'
import { describe, expect, test } from 'vitest'
import type { Issue } from '../../../../templates/runtime/validation.js'
import { hasSuite, type SuiteCase, suiteCases } from '../suite.js'
import { inputOf, nameIn, runValidators } from './harness.js'

const OPTIONS: Options = { allErrors: true, strict: false, logger: false, validateSchema: false }

const CLASSES = {
  '04': Ajv04.default,
  '06': Ajv,
  '07': Ajv,
  '2019-09': Ajv2019,
  '2020-12': Ajv2020,
}

/** Ajv takes inherited members for properties, throws at an empty `enum`, and loses what `if` without
 * `then`, `contains` and branches have seen: the suite's own verdicts count there. */
const NO_REFERENCE = /whose names are Javascript object property names|empty enum|\/unevaluated/

/** Where Ajv, and so we, differ from the suite: formats are asserted here in every draft; and what
 * hides the siblings of `$ref` in older drafts is the catalog, which takes no part here. */
const OTHERWISE = /\/format\.json|ref overrides any sibling keywords/

interface Difference {
  readonly test: string
  readonly given: unknown
  readonly wanted: unknown
}

async function compare(one: SuiteCase): Promise<readonly Difference[]> {
  const validators = (await runValidators(inputOf(one.definitions, ['Root']))).get('root')
  const reference = NO_REFERENCE.test(one.title) ? undefined : compileWithAjv(one)
  return one.tests.flatMap(({ description, data, valid }): readonly Difference[] => {
    const name = `${one.title}: ${description}`
    const verdict = validators?.check(data)
    const issues = ours(validators?.explain(data) ?? [])
    const given = [verdict, ...issues].join('\n')
    const expected = reference === undefined ? valid : reference(data)
    const errors = reference === undefined ? issues : theirs(reference.errors)
    const wanted = [expected, ...errors].join('\n')
    if (given !== wanted) return [{ test: name, given, wanted }]
    if (verdict === valid || OTHERWISE.test(name)) return []
    return [{ test: name, given, wanted: valid }]
  })
}

function compileWithAjv({ draft, schema }: SuiteCase): ValidateFunction {
  const ajv = new CLASSES[draft](OPTIONS)
  addFormats.default(ajv)
  return ajv.compile(schema)
}

function ours(issues: readonly Issue[]): readonly string[] {
  return issues.map(({ pointer, keyword, message }) => `${pointer}|${keyword}|${message}`).sort()
}

function theirs(errors: readonly ErrorObject[] | null | undefined): readonly string[] {
  return (errors ?? [])
    .map(({ instancePath, keyword, message, params }) => {
      return `${instancePath}|${keyword}|${message}${nameIn(params)}`
    })
    .sort()
}

describe.skipIf(!hasSuite)('the JSON Schema test suite (needs HOOKWRIGHT_SHARED)', () => {
  test.each(['04', '07', '2019-09', '2020-12'])('draft %s', async (draft) => {
    const cases = suiteCases().filter((one) => one.draft === draft)
    expect(cases.length).toBeGreaterThan(100)
    const differences: Difference[] = []
    for (const one of cases) differences.push(...(await compare(one)))
    expect(differences).toEqual([])
  })
})
