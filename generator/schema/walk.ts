/** Walks schemas by their keywords, so that data which looks like a schema is left alone. */
import { type Holder, SCHEMA_KEYWORDS } from './keywords.js'
import { type Draft, isObject, type JsonObject, type JsonSchema, type JsonValue } from './types.js'

/** A schema directly inside another; `path` holds the member names that lead to it. */
export interface Subschema {
  readonly path: readonly string[]
  readonly schema: JsonSchema
}

/** The schemas directly inside `schema`, in the order in which they are written. */
export function subschemas(schema: JsonSchema, draft: Draft): readonly Subschema[] {
  if (!isObject(schema)) return NONE
  const holders = SCHEMA_KEYWORDS[draft]
  let found: Subschema[] | undefined
  for (const keyword of Object.keys(schema)) {
    const holder = holders.get(keyword)
    const value = schema[keyword]
    if (holder === undefined || value === undefined) continue
    found ??= []
    if (holdsOne(holder, value)) {
      found.push({ path: [keyword], schema: value })
    } else if (holdsMany(holder, value)) {
      for (const [name, member] of Object.entries(value)) {
        if (isSchema(member)) found.push({ path: [keyword, name], schema: member })
      }
    }
  }
  return found ?? NONE
}

const NONE: readonly Subschema[] = []

/**
 * `schema` with what `map` makes of each schema directly inside it: a copy, or itself where `map`
 * gives all of them back. Everything else is kept as it is, in its order, with a member called
 * `__proto__` as a member.
 */
export function mapSubschemas(
  schema: JsonSchema,
  draft: Draft,
  map: (schema: JsonSchema, path: readonly string[]) => JsonSchema,
): JsonSchema {
  if (!isObject(schema)) return schema
  const holders = SCHEMA_KEYWORDS[draft]
  return mapMembers(schema, (keyword, value) => {
    const holder = holders.get(keyword)
    if (holder === undefined) return value
    if (holdsOne(holder, value)) return map(value, [keyword])
    if (!holdsMany(holder, value)) return value
    const mapMember = (name: string, member: JsonValue): JsonValue =>
      isSchema(member) ? map(member, [keyword, name]) : member
    if (isObject(value)) return mapMembers(value, mapMember)
    const mapped = value.map((member, index) => mapMember(String(index), member))
    return mapped.every((member, index) => member === value[index]) ? value : mapped
  })
}

/**
 * An object with each member's value replaced; itself where every value stays the same. `__proto__`
 * stays a plain member.
 */
export function mapMembers(
  object: JsonObject,
  map: (name: string, value: JsonValue) => JsonValue,
): JsonObject {
  let changed = false
  const entries = Object.entries(object)
  for (const entry of entries) {
    const [name, value] = entry
    entry[1] = map(name, value)
    changed ||= entry[1] !== value
  }
  // Object.fromEntries defines members where an assignment to `__proto__` would set the prototype.
  return changed ? Object.fromEntries(entries) : object
}

/** True for what can stand as a schema: an object, or a boolean. */
export function isSchema(value: JsonValue): value is JsonSchema {
  return typeof value === 'boolean' || isObject(value)
}

function holdsOne(holder: Holder, value: JsonValue): value is JsonSchema {
  return (holder === 'schema' || holder === 'schema-or-list') && isSchema(value)
}

function holdsMany(holder: Holder, value: JsonValue): value is JsonObject | readonly JsonValue[] {
  if (holder === 'map') return isObject(value)
  return holder !== 'schema' && Array.isArray(value)
}
