/** Reads `events.names`: which schema has which wire name, whatever the schema itself says. */
import type { Spot } from '../auth/spot.js'
import { type LoadedSchemas, placeKey, type SchemaPlace } from '../load/types.js'
import { valueAt } from '../schema/pointer.js'
import { isObject, type JsonObject, type JsonValue } from '../schema/types.js'
import { isSchema } from '../schema/walk.js'
import { schemasWithin } from './definitions.js'

export interface ExplicitNames {
  readonly place: SchemaPlace
  /** Several where one schema describes several events. */
  readonly names: readonly string[]
}

/** The names whose schemas there are, by `placeKey`; each of the others is reported at its key. */
export function readNames(
  names: JsonObject,
  loaded: LoadedSchemas,
  spot: Spot,
): ReadonlyMap<string, ExplicitNames> {
  const found = Object.entries(names).flatMap(([key, value]) => {
    const place = placeOfKey(key)
    const problem = problemOf(place, loaded)
    if (problem === undefined) {
      const texts = textsOf(value)
      reportShared(place, texts, { names, loaded, spot: spot.at(key) })
      return [{ place, names: texts }]
    }
    const message = `"events.names" names ${JSON.stringify(key)}, ${problem}`
    const hint = 'a key is the path of an event schema, or a path, "#" and a JSON pointer into it'
    spot.at(key).error('ERR_EVENT_NAMES', message, hint)
    return []
  })
  return new Map(found.map((one) => [placeKey(one.place), one]))
}

/** Warns where several events share a schema, and fewer names stand for all of them. */
function reportShared(
  place: SchemaPlace,
  texts: readonly string[],
  { names, loaded, spot }: { names: JsonObject; loaded: LoadedSchemas; spot: Spot },
): void {
  const named = new Set(Object.keys(names).map((key) => placeKey(placeOfKey(key))))
  const sharing = loaded.events.filter((event) => {
    const isElsewhere = event.at !== undefined && placeKey(event.at) !== placeKey(place)
    return (
      isElsewhere && placeKey(event.place) === placeKey(place) && !named.has(placeKey(event.at))
    )
  })
  if (sharing.length <= texts.length) return
  const keys = sharing.map(({ key = '' }) => JSON.stringify(key))
  const shown = `${keys.slice(0, 5).join(', ')}${keys.length > 5 ? ', …' : ''}`
  const message = `${sharing.length} events share this schema, and "events.names" gives them ${texts.length === 1 ? 'one name' : `${texts.length} names`}: ${shown}`
  const [first] = sharing.flatMap(({ at }) => at ?? [])
  const hint = `name each where it stands, such as ${JSON.stringify(first && placeKey(first))}`
  spot.warning('WARN_EVENT_NAMES_SHARED', message, hint)
}

function textsOf(value: JsonValue): readonly string[] {
  const texts = Array.isArray(value) ? value : [value]
  return texts.flatMap((text) => (typeof text === 'string' ? [text] : []))
}

/** A pointer is empty or begins with a slash, so that a `#` may be part of a file's name. */
function placeOfKey(key: string): SchemaPlace {
  const path = key.replace(/^(?:\.\/)+/, '')
  const at = path.search(/#(?:\/|$)/)
  if (at < 0) return { file: path, pointer: '' }
  return { file: path.slice(0, at), pointer: path.slice(at + 1) }
}

function problemOf(place: SchemaPlace, loaded: LoadedSchemas): string | undefined {
  // A description has events at places that are no schemas.
  const isEvent = loaded.events.some(({ at }) => at && placeKey(at) === placeKey(place))
  if (isEvent) return undefined
  const document = loaded.documents.get(place.file)
  const value = document && valueAt(document.value, place.pointer)
  if (value === undefined || !isSchema(value)) return 'and there is no such schema'
  if (place.pointer === '') {
    const isEvent = loaded.events.some((event) => placeKey(event.place) === placeKey(place))
    return isEvent ? undefined : 'and "events.schemas" does not select that file'
  }
  const isLost = [...schemasWithin(loaded, place)].some(({ pointer, schema }) => {
    const refers = isObject(schema) && typeof schema['$ref'] === 'string'
    return refers && !loaded.references.has(placeKey({ file: place.file, pointer }))
  })
  return isLost ? 'whose references were not followed: move it to "$defs"' : undefined
}
