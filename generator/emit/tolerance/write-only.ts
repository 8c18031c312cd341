/** Makes properties that are only ever written optional: whoever sends an event never brings them. */
import type { Definition } from '../../catalog/types.js'
import { IN_PLACE_KEYWORDS } from '../../schema/keywords.js'
import { isObject, type JsonObject, type JsonSchema, type JsonValue } from '../../schema/types.js'
import { isSchema, mapMembers, mapSubschemas } from '../../schema/walk.js'
import type { Lookup } from '../types/kinds.js'
import { conjuncts } from './conjuncts.js'
import { AVERTED } from './loosen.js'

type Names = ReadonlySet<string>

const NONE: Names = new Set()

/** The definitions in which no `writeOnly` property is required; the same ones where none is. */
export function withoutWriteOnly<Part extends Pick<Definition, 'identifier' | 'draft' | 'schema'>>(
  definitions: readonly Part[],
): readonly Part[] {
  const isUsed = definitions.some(({ schema }) => JSON.stringify(schema).includes('"writeOnly"'))
  if (!isUsed) return definitions
  const known = new Map(definitions.map(({ identifier, schema }) => [identifier, schema]))
  const lookup: Lookup = (identifier) => known.get(identifier)
  return definitions.map((definition) => {
    const schema = optional(definition, lookup)
    return schema === definition.schema ? definition : { ...definition, schema }
  })
}

function optional(
  { schema, draft }: Pick<Definition, 'draft' | 'schema'>,
  lookup: Lookup,
): JsonSchema {
  // Names go down to what looks at the same value: one part may describe what another requires.
  const visit = (current: JsonSchema, above: Names): JsonSchema => {
    if (!isObject(current)) return current
    const names = new Set([...above, ...writeOnlyNames(current, lookup)])
    const freed = names.size === 0 ? current : release(current, names)
    return mapSubschemas(freed, draft, (inner, [keyword = '']) => {
      if (AVERTED.has(keyword)) return inner
      return visit(inner, IN_PLACE_KEYWORDS.has(keyword) ? names : NONE)
    })
  }
  return visit(schema, NONE)
}

/** The schema without the demand for these properties. */
function release(schema: JsonObject, names: Names): JsonObject {
  return mapMembers(schema, (keyword, value) => {
    if (keyword === 'required') return without(value, names)
    if (keyword !== 'dependentRequired' && keyword !== 'dependencies') return value
    return isObject(value) ? mapMembers(value, (_, list) => without(list, names)) : value
  })
}

function without(list: JsonValue, names: Names): JsonValue {
  if (!Array.isArray(list)) return list
  const left = list.filter((name: JsonValue) => typeof name !== 'string' || !names.has(name))
  return left.length === list.length ? list : left
}

/** The properties that the schema, and what must hold with it, say are only written. */
function writeOnlyNames(schema: JsonObject, lookup: Lookup): readonly string[] {
  return conjuncts(schema, lookup).flatMap(({ properties }) =>
    Object.entries(isObject(properties) ? properties : {}).flatMap(([name, property]) =>
      isSchema(property) && isWriteOnly(property, lookup) ? [name] : [],
    ),
  )
}

function isWriteOnly(schema: JsonSchema, lookup: Lookup): boolean {
  return conjuncts(schema, lookup).some((part) => part['writeOnly'] === true)
}
