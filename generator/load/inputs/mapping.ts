/** The `discriminator` of a schema that others extend: which of them each value stands for. */
import { joinPointer, valueAt } from '../../schema/pointer.js'
import { isObject } from '../../schema/types.js'
import { extending } from '../extending.js'
import { SHARED_SCHEMAS } from '../resources.js'
import { type LoadedEvent, type Mapping, placeKey, type SchemaPlace } from '../types.js'
import type { DescriptionReader, Found } from './reader.js'

/** A name that is no reference: that of a shared schema. */
const NAME = /^[A-Za-z0-9._-]+$/

/** The events with the mappings of their schemas; a choice says itself which branches it has. */
export async function withMappings(
  events: readonly LoadedEvent[],
  root: Found,
  reader: DescriptionReader,
): Promise<readonly LoadedEvent[]> {
  const found: LoadedEvent[] = []
  for (const event of events) {
    found.push({ ...event, mapping: await mappingOf(event.place, root, reader) })
  }
  return found
}

async function mappingOf(
  { file, pointer }: SchemaPlace,
  { document }: Found,
  reader: DescriptionReader,
): Promise<Mapping | undefined> {
  const schema = file === document.file ? valueAt(document.value, pointer) : undefined
  const discriminator = isObject(schema) ? schema['discriminator'] : undefined
  if (!isObject(schema) || !isObject(discriminator)) return undefined
  const { propertyName: property, mapping = {} } = discriminator
  if (typeof property !== 'string' || !isObject(mapping)) return undefined
  if (schema['oneOf'] !== undefined || schema['anyOf'] !== undefined) return undefined
  // Any other value may come as well, and is of the schema itself.
  if (discriminator['defaultMapping'] !== undefined) return undefined
  const places = new Map<string, SchemaPlace>()
  for (const [name, to] of Object.entries(mapping)) {
    if (typeof to !== 'string') continue
    const isName =
      NAME.test(to) && valueAt(document.value, joinPointer(SHARED_SCHEMAS, to)) !== undefined
    const $ref = isName ? `#${joinPointer(SHARED_SCHEMAS, to)}` : to
    const at = { document, pointer: `${pointer}/discriminator/mapping` }
    const place = await reader.schema({ ...at, value: { [name]: { $ref } } }, name)
    if (place !== undefined) places.set(name, place)
  }
  const mapped = new Set([...places.values()].map(placeKey))
  // A shared schema that no mapping names stands for its own name, if it extends this one.
  for (const name of extending(document, pointer)) {
    const place = { file, pointer: joinPointer(SHARED_SCHEMAS, name) }
    if (!mapped.has(placeKey(place)) && !places.has(name)) places.set(name, place)
  }
  return places.size === 0 ? undefined : { property, places }
}
