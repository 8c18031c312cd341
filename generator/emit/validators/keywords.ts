/** Which keywords of a schema assert something, and so reach the validator. */
import { SCHEMA_KEYWORDS } from '../../schema/keywords.js'
import type { Draft } from '../../schema/types.js'

/** Stands for `$ref` in a prepared schema; its value is the name of a unit. */
export const CALL = '$call'

/** Stands for a union whose branches a property tells apart: the branches. */
export const SELECT = '$select'

/** Beside `$select`: the property, for each branch its values, and whether others tell of the rest. */
export const SELECTOR = '$selector'

/** Beside `unevaluated*`: the conditions under which other keywords have looked at a member. */
export const SEEN = '$seen'

/** Beside `$seen`: for each `unevaluated*` what it leaves alone. */
export const PLANS = '$plans'

const ASSERTIONS: ReadonlySet<string> = new Set([
  '$ref',
  'const',
  'dependentRequired',
  'enum',
  'exclusiveMaximum',
  'exclusiveMinimum',
  'format',
  'maxContains',
  'maxItems',
  'maxLength',
  'maxProperties',
  'maximum',
  'minContains',
  'minItems',
  'minLength',
  'minProperties',
  'minimum',
  'multipleOf',
  'nullable',
  'pattern',
  'required',
  'type',
  'uniqueItems',
])

/** Keywords that hold schemas which assert nothing about the value itself. */
const STORES: ReadonlySet<string> = new Set(['$defs', 'contentSchema', 'definitions'])

/** Whether the keyword can make a value invalid in this draft. */
export function asserts(keyword: string, draft: Draft): boolean {
  return ASSERTIONS.has(keyword) || (SCHEMA_KEYWORDS[draft].has(keyword) && !STORES.has(keyword))
}
