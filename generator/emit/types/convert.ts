/** Turns a schema into a type that accepts whatever the schema accepts, and more where it must. */
import { isObject, type JsonObject, type JsonSchema } from '../../schema/types.js'
import { OPEN } from '../tolerance/loosen.js'
import { documentationOf } from './documentation.js'
import {
  ALL_KINDS,
  intersect,
  type Kind,
  type KindFinder,
  type Kinds,
  referenceOf,
  schemas,
} from './kinds.js'
import { intersectionOf, NEVER, type TypeNode, UNKNOWN, unionOf } from './node.js'
import { arrayType, hasStructure, objectType } from './structure.js'
import { valuesType } from './values.js'

/** Deeper inside, a type is `unknown`: compilers recurse as well. */
export const MAX_DEPTH = 64

/** What is known of the values that reach a schema. */
interface Context {
  /** Kinds that the schemas around it allow, where they look at the same value. */
  readonly kinds: Kinds
  readonly depth: number
  readonly finder: KindFinder
}

/** A rule yields a facet of the type, or nothing; the type is the intersection of its facets. */
type Rule = (schema: JsonObject, context: Context) => TypeNode | undefined

const RULES: readonly (readonly [sentence: string, rule: Rule])[] = [
  ['`const` and `enum` are literal types', (schema, { kinds }) => valuesType(schema, kinds)],
  ['What `type` allows is described kind by kind', ownType],
  ['A reference is the name of its definition', referenceType],
  ['`allOf` is an intersection, of which each member knows what the others allow', allOfType],
  ['`anyOf` is a union', (schema, context) => branchesType(schema, 'anyOf', context)],
  ['`oneOf` is a union as well', (schema, context) => branchesType(schema, 'oneOf', context)],
]

/** The type of a definition, with its documentation. */
export function convertDefinition(schema: JsonSchema, finder: KindFinder): TypeNode {
  return documented(schema, convert(schema, { kinds: ALL_KINDS, depth: 0, finder }))
}

function documented(schema: JsonSchema, node: TypeNode): TypeNode {
  const documentation = documentationOf(schema)
  return documentation === undefined ? node : { ...node, ...documentation }
}

function convert(schema: JsonSchema, context: Context): TypeNode {
  if (!isObject(schema)) return schema ? kindsType(context.kinds) : NEVER
  if (context.depth > MAX_DEPTH) return UNKNOWN
  const kinds = intersect(context.kinds, context.finder.of(schema))
  const own = { ...context, kinds }
  const facets = RULES.flatMap(([, rule]) => rule(schema, own) ?? [])
  return intersectionOf(facets)
}

function ownType(schema: JsonObject, context: Context): TypeNode | undefined {
  const listings = [schema['const'], schema['enum'], schema[OPEN]]
  if (listings.some((values) => values !== undefined)) return undefined
  const isTold = hasStructure(schema) && (context.kinds.has('object') || context.kinds.has('array'))
  if (isTold) return kindsType(context.kinds, schema, context)
  return saysKinds(schema, context) ? undefined : kindsType(context.kinds)
}

/** Whether the other facets of the schema keep to its kinds by themselves. */
function saysKinds(schema: JsonObject, { kinds, finder }: Context): boolean {
  const { $ref, allOf, anyOf, oneOf } = schema
  if ([allOf, anyOf, oneOf].some((list) => schemas(list).length > 0)) return true
  if ($ref === undefined) return false
  return [...finder.of({ $ref })].every((kind) => kinds.has(kind))
}

/** A union of the kinds; with a schema, objects and lists are what it says of them. */
function kindsType(kinds: Kinds, schema: JsonObject = {}, context?: Context): TypeNode {
  if (kinds.size === ALL_KINDS.size && context === undefined) return UNKNOWN
  const inside = context && { ...context, kinds: ALL_KINDS, depth: context.depth + 1 }
  const memberType = (member: JsonSchema): TypeNode =>
    inside === undefined ? UNKNOWN : documented(member, convert(member, inside))
  const typeOf = (kind: Kind): TypeNode => {
    if (kind === 'object') return objectType(schema, memberType)
    return kind === 'array' ? arrayType(schema, memberType) : { tsType: kind }
  }
  return unionOf([...ALL_KINDS].filter((kind) => kinds.has(kind)).map(typeOf))
}

function referenceType(schema: JsonObject): TypeNode | undefined {
  const name = referenceOf(schema)
  return name === undefined ? undefined : { tsType: name }
}

function allOfType(schema: JsonObject, context: Context): TypeNode | undefined {
  const members = schemas(schema['allOf'])
  if (members.length === 0) return undefined
  return intersectionOf(members.map((member) => convert(member, deeper(context))))
}

function branchesType(
  schema: JsonObject,
  keyword: 'anyOf' | 'oneOf',
  context: Context,
): TypeNode | undefined {
  if (!Array.isArray(schema[keyword])) return undefined
  return unionOf(schemas(schema[keyword]).map((branch) => convert(branch, deeper(context))))
}

function deeper(context: Context): Context {
  return { ...context, depth: context.depth + 1 }
}
