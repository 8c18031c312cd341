/** Checks schemas against the meta-schema of their draft. */
import type { Ajv, ErrorObject, Options, ValidateFunction } from 'ajv'
import { createAjv } from '../schema/ajv.js'
import { type Draft, isObject, type JsonValue } from '../schema/types.js'
import { type MetaIssue, metaIssues } from './meta-issues.js'
import { checkerCode, readyChecker } from './ready-checkers.js'

const META_SCHEMA: Readonly<Record<Draft, string>> = {
  '04': 'http://json-schema.org/draft-04/schema',
  '06': 'http://json-schema.org/draft-06/schema',
  '07': 'http://json-schema.org/draft-07/schema',
  '2019-09': 'https://json-schema.org/draft/2019-09/schema',
  '2020-12': 'https://json-schema.org/draft/2020-12/schema',
}

// Formats are left alone: real folders have ids that are no URIs, and patterns have a lint of
// their own that knows both dialects.
const OPTIONS: Options = {
  allErrors: true,
  strict: false,
  validateFormats: false,
  logger: false,
  verbose: true,
}

const checkers = new Map<Draft, Promise<ValidateFunction>>()
/** Of the schemas that were checked to find out which draft they are of. */
const known = new WeakMap<object, Map<Draft, readonly MetaIssue[]>>()

/** What the meta-schema of the draft has against a schema, each place once. */
export async function checkAgainstMeta(
  schema: JsonValue,
  draft: Draft,
): Promise<readonly MetaIssue[]> {
  if (!isObject(schema)) return issuesOf(schema, draft)
  const checked = known.get(schema) ?? new Map<Draft, readonly MetaIssue[]>()
  known.set(schema, checked)
  const issues = checked.get(draft) ?? (await issuesOf(schema, draft))
  checked.set(draft, issues)
  return issues
}

async function issuesOf(schema: JsonValue, draft: Draft): Promise<readonly MetaIssue[]> {
  let checker = checkers.get(draft)
  if (checker === undefined) {
    checker = createChecker(draft)
    checkers.set(draft, checker)
  }
  const check = await checker
  if (check(schema) === true) return []
  const errors: readonly ErrorObject[] = check.errors ?? []
  return metaIssues(errors.filter((error) => !isAdvice(error, draft)))
}

/**
 * From draft 06 on an `enum` only should have values, all different. The meta-schemas that Ajv
 * has for 06 and 07 insist on it, and real folders have empty ones.
 */
function isAdvice({ keyword, schemaPath }: ErrorObject, draft: Draft): boolean {
  if (draft !== '06' && draft !== '07') return false
  return schemaPath === `#/properties/enum/${keyword}` && keyword !== 'type'
}

async function createChecker(draft: Draft): Promise<ValidateFunction> {
  return readyChecker(draft) ?? (await compileMeta(draft))[1]
}

/** The code for `readyChecker`, under the name of the draft. */
export async function metaCheckerCode(draft: Draft): Promise<string> {
  return checkerCode(...(await compileMeta(draft, { ...OPTIONS, code: { source: true } })))
}

export async function compileMeta(
  draft: Draft,
  options = OPTIONS,
): Promise<[Ajv, ValidateFunction]> {
  const ajv = await createAjv(draft, options)
  const check = ajv.getSchema(META_SCHEMA[draft])
  if (check === undefined) throw new TypeError(`ajv has no meta-schema for draft ${draft}`)
  return [ajv, check]
}
