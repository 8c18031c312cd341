/** The types of objects and lists, from the keywords that describe their members. */
import { isObject, type JsonObject, type JsonSchema, type JsonValue } from '../../schema/types.js'
import { schemas } from './kinds.js'
import { MORE, NEVER, type TypeNode, UNKNOWN, unionOf } from './node.js'

/** The type of a member: of any kind, with its documentation. */
export type MemberType = (schema: JsonSchema) => TypeNode

/** A longer tuple becomes a list: each optional place would double a branch. */
const MAX_TUPLE = 12

/** What says something of the members of objects, and of lists. */
const STRUCTURE = [
  'additionalProperties',
  'patternProperties',
  'properties',
  'required',
  'unevaluatedProperties',
  'items',
  'prefixItems',
  'unevaluatedItems',
]
/** Beside these, `unevaluated*` leaves alone what they have looked at: it says too little. */
const IN_PLACE = ['$ref', 'allOf', 'anyOf', 'dependentSchemas', 'if', 'oneOf']

/** Whether the schema says anything about the members of objects or lists. */
export function hasStructure(schema: JsonObject): boolean {
  return STRUCTURE.some((keyword) => schema[keyword] !== undefined)
}

/**
 * Names that are required and not declared become members. Beside named members there is an index
 * signature only where the schema speaks of others: otherwise a misspelt field would compile. It is
 * `unknown`, for a narrower one would have to hold for each named member too. Where others are
 * allowed in silence, they can be written and not be read.
 */
export function objectType(schema: JsonObject, memberType: MemberType): TypeNode {
  const declared = isObject(schema['properties']) ? schema['properties'] : {}
  const patterns = Object.values(
    isObject(schema['patternProperties']) ? schema['patternProperties'] : {},
  )
  const rest = restOf(schema, schema['additionalProperties'], 'unevaluatedProperties')
  const restType = memberType(rest)
  const required = names(schema['required'])
  const undeclared = required.filter((name) => !Object.hasOwn(declared, name))
  const properties = Object.fromEntries([
    ...Object.entries(declared).map(([name, member]) => [
      name,
      isInherited(name) && !required.includes(name) ? UNKNOWN : typeOfMember(member, memberType),
    ]),
    ...undeclared.map((name) => [name, patterns.length > 0 ? UNKNOWN : restType]),
  ])
  const isClosed = rest === false && patterns.length === 0
  const index = unionOf([...patterns.map((one) => typeOfMember(one, memberType)), restType])
  const hasNames = Object.keys(properties).length > 0
  const named = { type: 'object', properties, required, additionalProperties: false } as const
  if (isClosed) return named
  if (!hasNames) return { ...named, additionalProperties: index }
  return speaksOfOthers(schema)
    ? { ...named, additionalProperties: true }
    : { allOf: [named, MORE] }
}

function speaksOfOthers(schema: JsonObject): boolean {
  const { patternProperties, additionalProperties, unevaluatedProperties } = schema
  return (
    (isObject(patternProperties) && Object.keys(patternProperties).length > 0) ||
    additionalProperties !== undefined ||
    (unevaluatedProperties !== undefined && unevaluatedProperties !== false)
  )
}

export function arrayType(schema: JsonObject, memberType: MemberType): TypeNode {
  const { prefixItems, items, additionalItems, minItems } = schema
  const isTuple = prefixItems !== undefined || Array.isArray(items)
  const after = prefixItems !== undefined ? items : isTuple ? additionalItems : items
  const rest = restOf(schema, after, 'unevaluatedItems')
  const restType = memberType(rest)
  const first = schemas(prefixItems ?? (isTuple ? items : undefined)).map(memberType)
  if (first.length === 0) return { type: 'array', items: restType }
  if (first.length > MAX_TUPLE) return { type: 'array', items: unionOf([...first, restType]) }
  return {
    type: 'array',
    items: first,
    minItems: typeof minItems === 'number' ? Math.min(minItems, first.length) : 0,
    additionalItems: rest === false ? false : restType,
  }
}

/** What holds for the members that nothing else describes. */
function restOf(
  schema: JsonObject,
  additional: JsonValue | undefined,
  unevaluated: string,
): JsonSchema {
  if (isSchema(additional)) return additional
  const fallback = schema[unevaluated]
  const isAlone = IN_PLACE.every((keyword) => schema[keyword] === undefined)
  return isAlone && schema['contains'] === undefined && isSchema(fallback) ? fallback : true
}

function typeOfMember(value: JsonValue, memberType: MemberType): TypeNode {
  return isSchema(value) ? memberType(value) : NEVER
}

function isSchema(value: JsonValue | undefined): value is JsonSchema {
  return typeof value === 'boolean' || isObject(value)
}

/** TypeScript holds what objects inherit against an optional member: `{}` has a `constructor`. */
function isInherited(name: string): boolean {
  return name in Object.prototype
}

function names(value: JsonValue | undefined): readonly string[] {
  if (!Array.isArray(value)) return []
  return [...new Set(value.filter((name) => typeof name === 'string'))]
}
