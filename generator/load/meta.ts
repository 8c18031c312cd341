/** Checks schemas against the meta-schema of their draft. */
import { createRequire } from 'node:module'
import type { ErrorObject, Options, ValidateFunction } from 'ajv'
import type { Draft, JsonValue } from '../schema/types.js'
import { type MetaIssue, metaIssues } from './meta-issues.js'

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

/** What an Ajv class has in common with its siblings, as far as it is needed here. */
interface MetaAjv {
  getSchema(uri: string): ValidateFunction | undefined
}

const checkers = new Map<Draft, Promise<ValidateFunction>>()

/** What the meta-schema of the draft has against a schema, each place once. */
export async function checkAgainstMeta(
  schema: JsonValue,
  draft: Draft,
): Promise<readonly MetaIssue[]> {
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
  const check = (await createAjv(draft)).getSchema(META_SCHEMA[draft])
  if (check === undefined) throw new TypeError(`ajv has no meta-schema for draft ${draft}`)
  return check
}

/** Loads only the class that the draft needs; each costs tens of milliseconds. */
async function createAjv(draft: Draft): Promise<MetaAjv> {
  switch (draft) {
    case '04': {
      const { default: Ajv } = await import('ajv-draft-04')
      return new Ajv.default(OPTIONS)
    }
    case '06': {
      const { Ajv } = await import('ajv')
      const require = createRequire(import.meta.url)
      return new Ajv(OPTIONS).addMetaSchema(require('ajv/dist/refs/json-schema-draft-06.json'))
    }
    case '07': {
      const { Ajv } = await import('ajv')
      return new Ajv(OPTIONS)
    }
    case '2019-09': {
      const { Ajv2019 } = await import('ajv/dist/2019.js')
      return new Ajv2019(OPTIONS)
    }
    case '2020-12': {
      const { Ajv2020 } = await import('ajv/dist/2020.js')
      return new Ajv2020(OPTIONS)
    }
  }
}
