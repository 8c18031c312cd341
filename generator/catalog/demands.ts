/** What a schema demands of the payload at a place: the constants that can stand there. */
import { type LoadedSchemas, placeKey, type SchemaPlace } from '../load/types.js'
import { joinPointer, memberOf } from '../schema/pointer.js'
import { isObject, type JsonObject, type JsonValue } from '../schema/types.js'
import { schemaAt } from './places.js'

interface Located {
  readonly place: SchemaPlace
  readonly schema: JsonObject
}

/** The only values that a required member may have, through `$ref` and `allOf`; none if it is open. */
export function demandedValues(
  loaded: LoadedSchemas,
  place: SchemaPlace,
  path: readonly string[],
): readonly string[] | undefined {
  let schemas = conjuncts(loaded, [place])
  for (const step of path) {
    if (!schemas.some(({ schema }) => listsRequired(schema, step))) return undefined
    schemas = conjuncts(
      loaded,
      schemas.flatMap((holder) => propertyOf(holder, step)),
    )
  }
  const lists = schemas.flatMap(({ schema }) => {
    const values = constantsOf(schema)
    return values === undefined ? [] : [values]
  })
  const [first, ...others] = lists.sort((a, b) => a.length - b.length)
  const common = first?.filter((value) => others.every((list) => list.includes(value)))
  // Parts that contradict each other leave nothing; the narrowest of them is what was meant.
  return common === undefined || common.length > 0 ? common : first
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

function listsRequired(schema: JsonObject, name: string): boolean {
  const required = memberOf(schema, 'required')
  return Array.isArray(required) && required.includes(name)
}

function propertyOf({ place, schema }: Located, name: string): readonly SchemaPlace[] {
  const properties = memberOf(schema, 'properties')
  if (properties === undefined || memberOf(properties, name) === undefined) return []
  return [{ file: place.file, pointer: joinPointer(place.pointer, 'properties', name) }]
}

/** Undefined unless every value can be a name. */
function constantsOf(schema: JsonObject): readonly string[] | undefined {
  const only = memberOf(schema, 'const')
  const choices = only === undefined ? memberOf(schema, 'enum') : [only]
  if (!Array.isArray(choices) || choices.length === 0) return undefined
  const names = choices.flatMap((value: JsonValue) => nameOf(value) ?? [])
  return names.length === choices.length ? [...new Set(names)] : undefined
}

function nameOf(value: JsonValue): string | undefined {
  if (typeof value === 'string') return value
  return typeof value === 'number' && Number.isSafeInteger(value) ? String(value) : undefined
}
