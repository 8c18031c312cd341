/** Finds the choices that a schema makes: in itself, behind references, in `allOf`, on the way to a place. */
import { type LoadedSchemas, placeKey, type SchemaPlace } from '../load/types.js'
import { joinPointer, memberOf } from '../schema/pointer.js'
import { isObject, type JsonObject, type JsonValue } from '../schema/types.js'
import { pathOfStep, type Step } from './demands.js'
import { draftOf, schemaAt } from './places.js'

/** A step from a schema to one that holds for the same payload, or for a part of it. */
export type Link = 'reference' | readonly string[]

/** A place in the payload, and what is left of the way to it. */
export interface Way {
  /** The whole way, as `keyOfPath` writes it. */
  readonly key: string
  readonly rest: readonly Step[]
}

export interface Union {
  /** How the schema that was asked leads to the choice. */
  readonly links: readonly Link[]
  readonly place: SchemaPlace
  readonly keyword: 'oneOf' | 'anyOf'
  readonly branches: readonly JsonValue[]
  readonly schema: JsonObject
  /** The places that the choice may say something of. */
  readonly ways: readonly Way[]
}

interface Open {
  readonly place: SchemaPlace
  readonly links: readonly Link[]
  readonly ways: readonly Way[]
}

/** More parts of one schema are looked through by nobody. */
const MOST_PARTS = 2_000

/** The choices that may tell what stands at the ends of the ways, the nearest first. */
export function unionsOf(
  loaded: LoadedSchemas,
  start: SchemaPlace,
  ways: readonly Way[],
): readonly Union[] {
  const draft = draftOf(loaded, start)
  const found: Union[] = []
  const seen = new Set<string>()
  const open: Open[] = [{ place: start, links: [], ways }]
  for (const at of open) {
    const key = `${placeKey(at.place)} ${JSON.stringify(at.ways)}`
    const schema = schemaAt(loaded, at.place)
    if (seen.has(key) || seen.size > MOST_PARTS || !isObject(schema)) continue
    seen.add(key)
    // One schema is one text in one draft.
    if (draftOf(loaded, at.place) !== draft) continue
    const union = unionIn(schema, at)
    if (union !== undefined) found.push(union)
    open.push(...partsOf(loaded, schema, at))
  }
  return found
}

/** The choice that a schema itself is; none if it makes two. */
function unionIn(schema: JsonObject, { place, links, ways }: Open): Union | undefined {
  const [keyword, other] = (['oneOf', 'anyOf'] as const).filter((one) => listAt(schema, one))
  if (keyword === undefined || other !== undefined) return undefined
  return { links, place, keyword, branches: listAt(schema, keyword) ?? [], schema, ways }
}

function partsOf(loaded: LoadedSchemas, schema: JsonObject, at: Open): readonly Open[] {
  const { place, links, ways } = at
  const inside = (path: readonly string[], to: readonly Way[]): Open => {
    const pointer = joinPointer(place.pointer, ...path)
    return { place: { file: place.file, pointer }, links: [...links, path], ways: to }
  }
  const target = loaded.references.get(placeKey(place))
  const referred =
    target === undefined ? [] : [{ place: target, links: [...links, 'reference' as const], ways }]
  const all = listAt(schema, 'allOf') ?? []
  const parts = all.map((_, index) => inside(['allOf', String(index)], ways))
  const firsts = new Set(ways.flatMap(({ rest }) => rest.slice(0, 1)))
  const members = [...firsts].flatMap((first) => {
    const path = pathOfStep(schema, first)
    const further = ways.filter(({ rest }) => rest[0] === first)
    const to = further.map(({ key, rest }) => ({ key, rest: rest.slice(1) }))
    return path === undefined ? [] : [inside(path, to)]
  })
  return [...referred, ...parts, ...members]
}

function listAt(schema: JsonObject, keyword: string): readonly JsonValue[] | undefined {
  const list = memberOf(schema, keyword)
  return Array.isArray(list) && list.length > 0 ? list : undefined
}
