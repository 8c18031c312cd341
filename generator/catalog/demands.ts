/** What a schema says of the payload at a place: the constants that can stand there. */
import { type LoadedSchemas, placeKey, type SchemaPlace } from '../load/types.js'
import { joinPointer, memberOf } from '../schema/pointer.js'
import { isObject, type JsonObject, type JsonValue } from '../schema/types.js'
import { schemaAt } from './places.js'

/** A step into a payload: to a member, or to each element of an array. */
export type Step = string | typeof EACH
export const EACH = 0 as const

interface Located {
  readonly place: SchemaPlace
  readonly schema: JsonObject
}

/**
 * The only values that a member may have, through `$ref` and `allOf`; none if it is open. Whether
 * it is required does not matter: a delivery that says its name says one of these.
 */
export function demandedValues(
  loaded: LoadedSchemas,
  place: SchemaPlace,
  path: readonly Step[],
): readonly string[] | undefined {
  const lists = conjunctsAlong(loaded, place, path).flatMap(({ schema }) => {
    const values = constantsOf(schema)
    return values === undefined ? [] : [values]
  })
  const [first, ...others] = lists.sort((a, b) => a.length - b.length)
  const common = first?.filter((value) => others.every((list) => list.includes(value)))
  // Parts that contradict each other leave nothing; the narrowest of them is what was meant.
  return common === undefined || common.length > 0 ? common : first
}

/** Whether every payload has something at a path. */
export function isRequired(
  loaded: LoadedSchemas,
  place: SchemaPlace,
  path: readonly Step[],
): boolean {
  return path.every((step, index) => {
    if (step === EACH) return true
    const holders = conjunctsAlong(loaded, place, path.slice(0, index))
    return holders.some(({ schema }) => {
      const required = memberOf(schema, 'required')
      return Array.isArray(required) && required.includes(step)
    })
  })
}

/** The schemas that must hold for what stands at a path of the payload. */
export function conjunctsAlong(
  loaded: LoadedSchemas,
  place: SchemaPlace,
  path: readonly Step[],
): readonly Located[] {
  let schemas = conjuncts(loaded, [place])
  for (const step of path) {
    schemas = conjuncts(
      loaded,
      schemas.flatMap((holder) => memberSchemas(holder, step)),
    )
  }
  return schemas
}

/** The schema of a member, or of the elements, that a schema has itself. */
export function memberSchemas({ place, schema }: Located, step: Step): readonly SchemaPlace[] {
  const path = pathOfStep(schema, step)
  if (path === undefined) return []
  return [{ file: place.file, pointer: joinPointer(place.pointer, ...path) }]
}

/** Where a schema has that of a member, or of the elements: the names that lead to it. */
export function pathOfStep(schema: JsonObject, step: Step): readonly string[] | undefined {
  if (step === EACH) return isObject(memberOf(schema, 'items') ?? null) ? ['items'] : undefined
  const properties = memberOf(schema, 'properties')
  const isThere = properties !== undefined && memberOf(properties, step) !== undefined
  return isThere ? ['properties', step] : undefined
}

/** Everything that must hold at once: the schemas, what they refer to, and their `allOf`. */
function conjuncts(loaded: LoadedSchemas, places: readonly SchemaPlace[]): readonly Located[] {
  const found = new Map<string, Located>()
  const open = [...places]
  for (let place = open.pop(); place !== undefined; place = open.pop()) {
    const schema = schemaAt(loaded, place)
    if (!isObject(schema) || found.has(placeKey(place))) continue
    found.set(placeKey(place), { place, schema })
    const target = loaded.references.get(placeKey(place))
    if (target !== undefined) open.push(target)
    const all = memberOf(schema, 'allOf')
    if (!Array.isArray(all)) continue
    for (const index of all.keys()) {
      open.push({ file: place.file, pointer: joinPointer(place.pointer, 'allOf', String(index)) })
    }
  }
  return [...found.values()]
}

/** Undefined unless every value can be a name; `null` is none, and is absent in deliveries. */
function constantsOf(schema: JsonObject): readonly string[] | undefined {
  const only = memberOf(schema, 'const')
  const choices = only === undefined ? memberOf(schema, 'enum') : [only]
  if (!Array.isArray(choices)) return undefined
  const stated = choices.filter((value: JsonValue) => value !== null)
  const names = stated.flatMap((value: JsonValue) => nameOf(value) ?? [])
  return names.length > 0 && names.length === stated.length ? [...new Set(names)] : undefined
}

function nameOf(value: JsonValue): string | undefined {
  if (typeof value === 'string') return value
  return typeof value === 'number' && Number.isSafeInteger(value) ? String(value) : undefined
}
