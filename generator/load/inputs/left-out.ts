/** What exclusions with a pointer leave out: `!bundle.json#/definitions/other`. */
import { type LoadedEvent, placeKey, type SchemaPlace } from '../types.js'
import { placesAt } from './pointer-pattern.js'
import type { DescriptionReader, Found } from './reader.js'

/** The places that the pointers lead to in one file; one that leads nowhere is pointed out. */
export function placesLeftOut(
  root: Found,
  pointers: readonly string[],
  reader: DescriptionReader,
): readonly SchemaPlace[] {
  const { document } = root
  return pointers.flatMap((pointer) => {
    const places = placesAt(document.value, pointer)
    if (places.length === 0) {
      const quoted = JSON.stringify(`!${document.file}#${pointer}`)
      const message = `${quoted} of "events.schemas" leaves nothing out: there is no such place`
      reader.warning({ document, pointer }, 'WARN_GLOB_IDLE', message)
    }
    return places.map((place) => ({ file: document.file, pointer: place.pointer }))
  })
}

/** The events that stand at none of the places, nor below one. */
export function withoutLeftOut(
  events: readonly LoadedEvent[],
  places: readonly SchemaPlace[],
): readonly LoadedEvent[] {
  if (places.length === 0) return events
  const keys = places.map(placeKey)
  const isLeftOut = (place: SchemaPlace): boolean =>
    keys.some((key) => placeKey(place) === key || placeKey(place).startsWith(`${key}/`))
  return events.filter(({ place, at }) => !isLeftOut(place) && !(at !== undefined && isLeftOut(at)))
}
