/** The keywords that schemas are known to have, besides those that hold other schemas. */
import { SCHEMA_KEYWORDS } from './keywords.js'
import { DRAFTS, type Draft } from './types.js'

/** Keywords that hold no schemas and assert something, and the draft from which on they do. */
export const ASSERTIONS: Readonly<Record<string, Draft>> = {
  const: '06',
  dependentRequired: '2019-09',
  enum: '04',
  exclusiveMaximum: '04',
  exclusiveMinimum: '04',
  format: '04',
  maxContains: '2019-09',
  maxItems: '04',
  maxLength: '04',
  maxProperties: '04',
  maximum: '04',
  minContains: '2019-09',
  minItems: '04',
  minLength: '04',
  minProperties: '04',
  minimum: '04',
  multipleOf: '04',
  nullable: '04',
  pattern: '04',
  required: '04',
  type: '04',
  uniqueItems: '04',
}

/** Of the drafts, of OpenAPI and AsyncAPI, and of editors and generators in common use. */
const SILENT: ReadonlySet<string> = new Set(
  `$anchor $comment $dynamicAnchor $dynamicRef $id $recursiveAnchor $recursiveRef $ref $schema
  $vocabulary contentEncoding contentMediaType default defaultSnippets deprecated
  deprecationMessage description discriminator enumDescriptions enumNames errorMessage example
  examples externalDocs faker id javaType markdownDescription markdownEnumDescriptions
  media propertyOrder readOnly title tsAdditionalProperties tsEnumNames tsType writeOnly xml`.split(
    /\s+/,
  ),
)

/** The keywords that hold schemas in any draft. */
export const HOLDING_KEYWORDS: ReadonlySet<string> = new Set(
  DRAFTS.flatMap((draft) => [...SCHEMA_KEYWORDS[draft].keys()]),
)

/** Whether a keyword means something to anybody; extensions begin with `x-`. */
export function isKnownKeyword(keyword: string): boolean {
  if (keyword.startsWith('x-') || Object.hasOwn(ASSERTIONS, keyword)) return true
  return HOLDING_KEYWORDS.has(keyword) || SILENT.has(keyword)
}
