/** Puts the schemas of OpenAPI 3.0 into a draft of JSON Schema, each where it stands. */
import { type Draft, isObject, type JsonObject, type JsonValue } from '../../schema/types.js'
import { mapMembers } from '../../schema/walk.js'

/** Members whose values are data: what looks like a schema in there is none. */
const DATA = new Set(['const', 'default', 'enum', 'example', 'examples', 'value'])

/** Members that hold schemas, or objects with schemas in them, under names of the author's. */
const NAMED = new Set(['patternProperties', 'properties', 'schemas', 'definitions', '$defs'])

/** Where one of these stands, a type beside it does not say alone what is valid. */
const WRAPPED = ['$ref', 'allOf', 'const', 'not']

/**
 * The value with every schema in it rewritten; it need not be known where they are, as the two
 * keywords that differ are written with booleans, which nothing else in such a document has there.
 */
export function modernise(value: JsonValue, draft: Draft = '2020-12'): JsonValue {
  if (Array.isArray(value)) return value.map((one: JsonValue) => modernise(one, draft))
  if (!isObject(value)) return value
  const inside = mapMembers(value, (name, member) => {
    if (DATA.has(name) || name.startsWith('x-example')) return member
    if (!NAMED.has(name) || !isObject(member)) return modernise(member, draft)
    return mapMembers(member, (_, named) => modernise(named, draft))
  })
  // Limits of draft 04 are OpenAPI's.
  return withNull(draft === '04' ? inside : withLimits(inside))
}

/** `exclusiveMinimum: true` makes `minimum` exclusive; later drafts have a number there. */
function withLimits(schema: JsonObject): JsonObject {
  let result = schema
  for (const [limit, exclusive] of [
    ['minimum', 'exclusiveMinimum'],
    ['maximum', 'exclusiveMaximum'],
  ] as const) {
    const flag = schema[exclusive]
    if (typeof flag !== 'boolean') continue
    const { [exclusive]: _, [limit]: bound, ...others } = result
    if (bound === undefined) result = others
    else result = { ...others, [flag ? exclusive : limit]: bound }
  }
  return result
}

/**
 * `nullable: true` lets null in. What authors write beside it is read as they mean it: also an
 * `enum` without null, a `$ref` or an `allOf`, where the letter of the standard leaves null out.
 */
function withNull(schema: JsonObject): JsonObject {
  if (typeof schema['nullable'] !== 'boolean') return schema
  const { nullable, ...plain } = schema
  if (!nullable) return plain
  const { type, enum: values } = plain
  for (const union of ['oneOf', 'anyOf']) {
    const branches = plain[union]
    if (!Array.isArray(branches)) continue
    if (Object.keys(plain).some((key) => WRAPPED.includes(key))) return wrapped(plain)
    return nullType({ ...plain, [union]: [...branches, { type: 'null' }] }, type)
  }
  if (Object.keys(plain).some((key) => WRAPPED.includes(key))) return wrapped(plain)
  const withEnum = Array.isArray(values) ? { ...plain, enum: withoutDoubles(values) } : plain
  return nullType(withEnum, type)
}

function nullType(schema: JsonObject, type: JsonValue | undefined): JsonObject {
  return typeof type === 'string' ? { ...schema, type: [type, 'null'] } : schema
}

function withoutDoubles(values: readonly JsonValue[]): readonly JsonValue[] {
  return values.includes(null) ? values : [...values, null]
}

function wrapped({
  title,
  description,
  deprecated,
  readOnly,
  writeOnly,
  ...schema
}: JsonObject): JsonObject {
  const notes = Object.entries({ title, description, deprecated, readOnly, writeOnly }).filter(
    (note): note is [string, JsonValue] => note[1] !== undefined,
  )
  return { ...Object.fromEntries(notes), anyOf: [schema, { type: 'null' }] }
}
