/** Which keywords hold schemas, draft by draft. What stands in any other keyword is data. */
import type { Draft } from './types.js'

/** How a keyword holds schemas; `dependencies` mixes schemas with lists of names. */
export type Holder = 'schema' | 'list' | 'map' | 'schema-or-list'

const EVERY_DRAFT: readonly (readonly [keyword: string, holder: Holder])[] = [
  ['additionalProperties', 'schema'],
  ['allOf', 'list'],
  ['anyOf', 'list'],
  ['definitions', 'map'],
  // Not of draft 04 to 07, but written there so often that it is read in all of them.
  ['$defs', 'map'],
  // Gone since 2019-09, and still in the meta-schemas of both later drafts.
  ['dependencies', 'map'],
  ['not', 'schema'],
  ['oneOf', 'list'],
  ['patternProperties', 'map'],
  ['properties', 'map'],
]

const SINCE_06: typeof EVERY_DRAFT = [
  ['contains', 'schema'],
  ['propertyNames', 'schema'],
]

const SINCE_07: typeof EVERY_DRAFT = [
  ['if', 'schema'],
  ['then', 'schema'],
  ['else', 'schema'],
]

const SINCE_2019: typeof EVERY_DRAFT = [
  ['contentSchema', 'schema'],
  ['dependentSchemas', 'map'],
  ['unevaluatedItems', 'schema'],
  ['unevaluatedProperties', 'schema'],
]

const ITEMS_TO_2019: typeof EVERY_DRAFT = [
  ['additionalItems', 'schema'],
  ['items', 'schema-or-list'],
]

const ITEMS_SINCE_2020: typeof EVERY_DRAFT = [
  ['items', 'schema'],
  ['prefixItems', 'list'],
]

const DRAFT_04 = [...EVERY_DRAFT, ...ITEMS_TO_2019]
const DRAFT_06 = [...DRAFT_04, ...SINCE_06]
const DRAFT_07 = [...DRAFT_06, ...SINCE_07]
const MODERN = [...EVERY_DRAFT, ...SINCE_06, ...SINCE_07, ...SINCE_2019]

/** For each draft, the keywords that hold schemas and how. */
export const SCHEMA_KEYWORDS: Readonly<Record<Draft, ReadonlyMap<string, Holder>>> = {
  '04': new Map(DRAFT_04),
  '06': new Map(DRAFT_06),
  '07': new Map(DRAFT_07),
  '2019-09': new Map([...MODERN, ...ITEMS_TO_2019]),
  '2020-12': new Map([...MODERN, ...ITEMS_SINCE_2020]),
}

/**
 * The keywords whose schemas look at the same value as the schema that holds them. A reference
 * that comes back through these alone can never be decided.
 */
export const IN_PLACE_KEYWORDS: ReadonlySet<string> = new Set([
  'allOf',
  'anyOf',
  'dependencies',
  'dependentSchemas',
  'else',
  'if',
  'not',
  'oneOf',
  'then',
])

/** Keywords that say nothing of which values are valid. */
const ANNOTATIONS: ReadonlySet<string> = new Set(
  `$id id $schema $anchor $dynamicAnchor $comment definitions $defs title description default
  example examples deprecated readOnly writeOnly`.split(/\s+/),
)

/** Whether a keyword leaves every value valid, whatever stands in it. */
export function isAnnotation(keyword: string): boolean {
  return ANNOTATIONS.has(keyword) || keyword.startsWith('x-')
}

/** Whether a reference hides the keywords that stand beside it, as it did up to draft 07. */
export function hidesSiblings(draft: Draft): boolean {
  return draft === '04' || draft === '06' || draft === '07'
}
