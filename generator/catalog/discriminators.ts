/** Says in plain JSON Schema what a `discriminator` says: each branch demands the values that name it. */
import {
  type Discriminator,
  type LoadedSchemas,
  placeKey,
  type SchemaPlace,
} from '../load/types.js'
import { joinPointer } from '../schema/pointer.js'
import { isObject, type JsonObject, type JsonSchema, type JsonValue } from '../schema/types.js'
import { demandedValues } from './demands.js'

const UNIONS = ['oneOf', 'anyOf'] as const

/**
 * The schema with marks beside the branches that its discriminator names; itself without one.
 * `schema` may have been rewritten: the references of the branches are known by their place.
 */
export function markBranches(
  loaded: LoadedSchemas,
  place: SchemaPlace,
  schema: JsonSchema,
): JsonSchema {
  const discriminator = discriminatorAt(loaded, place)
  const keyword = isObject(schema) ? UNIONS.find((one) => Array.isArray(schema[one])) : undefined
  if (discriminator === undefined || !discriminator.isUnion) return schema
  if (!isObject(schema) || keyword === undefined) return schema
  // Sound: it was found by being a list.
  const branches = schema[keyword] as readonly JsonValue[]
  const marked = branches.map((branch, index) => {
    const pointer = joinPointer(place.pointer, keyword, String(index))
    const target = loaded.references.get(placeKey({ file: place.file, pointer }))
    const mark = target && markOf(loaded, discriminator, target)
    return mark === undefined ? branch : { allOf: [mark, branch] }
  })
  return { ...schema, [keyword]: marked }
}

const INDEXES = new WeakMap<readonly Discriminator[], ReadonlyMap<string, Discriminator>>()

function discriminatorAt(
  { discriminators = [] }: LoadedSchemas,
  place: SchemaPlace,
): Discriminator | undefined {
  let index = INDEXES.get(discriminators)
  // The list grows while events are told apart.
  if (index?.size !== discriminators.length) {
    index = new Map(discriminators.map((one) => [placeKey(one.place), one]))
    INDEXES.set(discriminators, index)
  }
  return index.get(placeKey(place))
}

/** What a payload has to say to be of the schema; `undefined` where the schema alone decides. */
export function markOf(
  loaded: LoadedSchemas,
  { property, places, fallback }: Discriminator,
  target: SchemaPlace,
): JsonObject | undefined {
  const key = placeKey(target)
  const named = [...places].flatMap(([value, to]) => (placeKey(to) === key ? [value] : []))
  if (fallback !== undefined && placeKey(fallback) === key) {
    const others = [...places.keys()].filter((value) => !named.includes(value))
    return others.length === 0 ? undefined : { not: demand(property, others) }
  }
  if (named.length === 0) return undefined
  // Constants of the schema itself say better what is sent than names do that contradict them.
  const own = demandedValues(loaded, target, [property])
  const both = own?.filter((value) => named.includes(value)) ?? []
  return demand(property, both.length > 0 ? both : (own ?? named))
}

function demand(property: string, values: readonly string[]): JsonObject {
  return { type: 'object', required: [property], properties: { [property]: { enum: values } } }
}
