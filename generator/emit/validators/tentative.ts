/** Tells whether a broken rule makes the whole value invalid, or only one of several attempts. */
import { unescapeSegment } from '../../schema/pointer.js'
import type { JsonObject, JsonValue } from '../../schema/types.js'

const TENTATIVE: ReadonlySet<string> = new Set([
  'anyOf',
  'contains',
  'if',
  'not',
  'oneOf',
  'propertyNames',
])

const MAPS: ReadonlySet<string> = new Set([
  'dependencies',
  'dependentSchemas',
  'patternProperties',
  'properties',
])

/**
 * Whether the rule at `schemaPath` (Ajv's: `#/properties/a/type`) lies under a keyword that may
 * hold although the rule is broken. A rule is looked for in the schema, for names of properties
 * are data.
 */
export function isTentative(schema: JsonObject, schemaPath: string): boolean {
  const steps = schemaPath.split('/').slice(1)
  let current: JsonValue | undefined = schema
  for (let index = 0; index < steps.length - 1; index++) {
    const keyword = steps[index] ?? ''
    if (TENTATIVE.has(keyword)) return true
    current = member(current, keyword)
    if (!MAPS.has(keyword) && !Array.isArray(current)) continue
    index++
    current = member(current, unescapeSegment(decodeURIComponent(steps[index] ?? '')))
  }
  return false
}

function member(value: JsonValue | undefined, name: string): JsonValue | undefined {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined
  // Sound: hasOwn has just found the member; for a list the name is an index.
  return (value as JsonObject)[name]
}
