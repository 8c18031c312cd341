/** Events that a field of a form carries as JSON: what a description says of them. */
import { isObject, type JsonValue } from '../../schema/types.js'
import type { SchemaPlace } from '../types.js'
import { type DescriptionReader, type Found, member } from './reader.js'

/** The schema of an event, or the field that is but a text. */
export type FieldSchema =
  | { readonly place: SchemaPlace | undefined }
  | { readonly plainText: Found }

interface Holder {
  readonly holder: Found
  readonly name: string
}

/**
 * The schema of the event: that of the field, or the whole one where the form has no such field,
 * as descriptions often leave the form out.
 */
export async function schemaOfField(
  field: string,
  { holder, name }: Holder,
  reader: DescriptionReader,
): Promise<FieldSchema> {
  const form = await objectIn(holder, name, reader)
  const properties = form && (await propertiesWith(field, form, reader))
  if (properties === undefined) return { place: await reader.schema(holder, name) }
  const value = await objectIn(properties, field, reader)
  if (value === undefined) return { place: await reader.schema(properties, field) }
  if (member(value, 'contentSchema') !== undefined) {
    return { place: await reader.schema(value, 'contentSchema') }
  }
  if (isText(member(value, 'type'))) return { plainText: value }
  return { place: await reader.schema(properties, field) }
}

/** Says of a field that is but a text that nobody knows what it holds. */
export function reportText(field: string, value: Found, reader: DescriptionReader): void {
  const message = `the field ${JSON.stringify(field)} is a text, and nothing says what event it holds`
  const hint = 'describe that by its "contentSchema", or describe the event in its place'
  reader.warning(value, 'WARN_EVENT_SKIPPED', message, hint)
}

/** The properties that have the field: of the form itself, or of one that it is made out of. */
async function propertiesWith(
  field: string,
  form: Found,
  reader: DescriptionReader,
): Promise<Found | undefined> {
  const seen = new Set<Found['value']>()
  const open = [form]
  for (let part = open.shift(); part !== undefined; part = open.shift()) {
    if (seen.has(part.value)) continue
    seen.add(part.value)
    const properties = await objectIn(part, 'properties', reader)
    if (properties !== undefined && member(properties, field) !== undefined) return properties
    for (const keyword of ['allOf', 'oneOf', 'anyOf']) {
      open.push(...(await reader.items(part, keyword)).map(([, one]) => one))
    }
  }
  return undefined
}

/** Also one that may be null. */
function isText(type: JsonValue | undefined): boolean {
  const types = (Array.isArray(type) ? type : [type]).filter((one) => one !== 'null')
  return types.length === 1 && types[0] === 'string'
}

/** A schema may be `true` as well. */
async function objectIn(
  holder: Found,
  name: string,
  reader: DescriptionReader,
): Promise<Found | undefined> {
  return isObject(member(holder, name)) ? reader.object(holder, name) : undefined
}
