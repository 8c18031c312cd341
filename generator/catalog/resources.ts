/** Finds the resources that events are about: the schema of each, for the events that have one. */
import type { HydratePlan } from '../auth/hydrate.js'
import type { Spot } from '../auth/spot.js'
import { type LoadedSchemas, placeKey } from '../load/types.js'
import { didYouMean } from '../schema/nearest.js'
import type { Definition, ResourceDef } from './types.js'

/** A resource before it is defined: the event's wire name, and the file of the schema. */
export interface ResourceRoot {
  readonly event: string
  readonly file: string
}

/** Sorted as the events are; files that are not there and events that nobody knows are reported. */
export function findResources(
  plan: HydratePlan | undefined,
  events: readonly string[],
  loaded: LoadedSchemas,
  spot: Spot,
): readonly ResourceRoot[] {
  if (plan === undefined) return []
  const { schema } = plan
  const place = spot.at('hydrate', 'schema')
  if (typeof schema === 'string') {
    reportMissing(schema, loaded, place)
    return events.map((event) => ({ event, file: schema }))
  }
  for (const [event, file] of schema) {
    if (events.includes(event)) reportMissing(file, loaded, place.at(event))
    else {
      const message = `there is no event ${JSON.stringify(event)}`
      place.at(event).error('ERR_HYDRATE_EVENT', message, didYouMean(event, events))
    }
  }
  return events.flatMap((event) => {
    const file = schema.get(event)
    return file === undefined ? [] : [{ event, file }]
  })
}

function reportMissing(file: string, loaded: LoadedSchemas, spot: Spot): void {
  if (loaded.documents.has(file)) return
  const message = `there is no schema ${JSON.stringify(file)} in the provider's folder`
  spot.error('ERR_HYDRATE_SCHEMA', message, 'the path is relative to the folder of this config')
}

export function buildResources(
  roots: readonly ResourceRoot[],
  definitions: ReadonlyMap<string, Definition>,
): readonly ResourceDef[] {
  return roots.flatMap(({ event, file }) => {
    const definition = definitions.get(placeKey({ file, pointer: '' }))
    if (definition === undefined) return []
    // No event has such a stem: theirs begin with a letter or a digit.
    return [{ event, definition: definition.identifier, stem: `_${definition.stem}` }]
  })
}
