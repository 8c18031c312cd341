/** Events that a field of a form carries as JSON: what a description says of them. */
import { isObject } from '../../schema/types.js'
import type { SchemaPlace } from '../types.js'
import { type DescriptionReader, type Found, member } from './reader.js'

/**
 * The schema of the event: that of the field, or the whole one where the form has no such field,
 * as descriptions often leave the form out. None, and a warning, where the field is but a text.
 */
export async function schemaOfField(
  field: string,
  { holder, name }: { readonly holder: Found; readonly name: string },
  reader: DescriptionReader,
): Promise<SchemaPlace | undefined> {
  const form = await objectIn(holder, name, reader)
  const properties = form && (await objectIn(form, 'properties', reader))
  if (properties === undefined || member(properties, field) === undefined) {
    return reader.schema(holder, name)
  }
  const value = await objectIn(properties, field, reader)
  if (value === undefined) return reader.schema(properties, field)
  if (member(value, 'contentSchema') !== undefined) return reader.schema(value, 'contentSchema')
  if (member(value, 'type') !== 'string') return reader.schema(properties, field)
  const message = `the field ${JSON.stringify(field)} is a text, and nothing says what event it holds`
  const hint = 'describe that by its "contentSchema", or describe the event in its place'
  reader.warning(value, 'WARN_EVENT_SKIPPED', message, hint)
  return undefined
}

/** A schema may be `true` as well. */
async function objectIn(
  holder: Found,
  name: string,
  reader: DescriptionReader,
): Promise<Found | undefined> {
  return isObject(member(holder, name)) ? reader.object(holder, name) : undefined
}
