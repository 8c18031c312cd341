/** Events that a pointer behind a glob leads to: the members of a map, or the items of a list. */
import { memberOf, parsePointer, valueAt } from '../../schema/pointer.js'
import { isObject, type JsonValue } from '../../schema/types.js'
import { isSchema } from '../../schema/walk.js'
import type { LoadedEvent, SchemaPlace } from '../types.js'
import { messageEvent } from './asyncapi.js'
import { eventOf } from './openapi.js'
import type { DescriptionReader, Found } from './reader.js'
import type { InputOptions } from './types.js'

interface Context {
  readonly reader: DescriptionReader
  readonly options: InputOptions
}

/** `root` is the whole document, `pointers` lead to what holds the events. */
export async function pointedEvents(
  root: Found,
  pointers: readonly string[],
  context: Context,
): Promise<readonly LoadedEvent[]> {
  const events: LoadedEvent[] = []
  for (const pointer of pointers) {
    const value = valueAt(root.document.value, pointer)
    const at = { ...root, pointer }
    if (typeof value !== 'object' || value === null) {
      const message = `"events.schemas" points to "#${pointer}", which is no map and no list of schemas`
      context.reader.error(at, 'ERR_GLOB_POINTER', message)
    } else {
      // A list has its indexes for members, which is what pointers call them.
      const holder = { ...at, value: Object.fromEntries(Object.entries(value)) }
      events.push(...(await eventsIn(root, holder, value, context)))
    }
  }
  return events
}

async function eventsIn(
  root: Found,
  holder: Found,
  value: JsonValue,
  context: Context,
): Promise<readonly LoadedEvent[]> {
  const { reader, options } = context
  const steps = parsePointer(holder.pointer) ?? []
  const isDescription = root.document.isDescription === true
  const events: LoadedEvent[] = []
  for (const name of Object.keys(holder.value)) {
    const one = isDescription ? await reader.object(holder, name) : undefined
    if (one !== undefined && steps.at(-1) === 'messages') {
      events.push(...(await messageEvent(name, one, { root, ...context })))
    } else if (one !== undefined && holdsRequests(steps)) {
      events.push(...(await eventOf(name, one, reader, options)))
    } else {
      events.push(...(await schemaEvent(holder, name, { value, reader })))
    }
  }
  return events
}

function holdsRequests(steps: readonly string[]): boolean {
  const [first = ''] = steps
  return ['webhooks', 'x-webhooks'].includes(first) || steps.at(-2) === 'callbacks'
}

async function schemaEvent(
  holder: Found,
  name: string,
  { value, reader }: { readonly value: JsonValue; readonly reader: DescriptionReader },
): Promise<readonly LoadedEvent[]> {
  const schema = memberOf(value, name)
  if (schema === undefined || !isSchema(schema)) return []
  const place = await reader.schema(holder, name)
  if (place === undefined) return []
  return [{ place, key: isObject(value) ? name : keyOf(place) }]
}

/** An item of a list has no key: what it refers to has one, in its file or as a file. */
function keyOf({ file, pointer }: SchemaPlace): string | undefined {
  const last = parsePointer(pointer)?.at(-1)
  return (
    last ?? file.slice(file.lastIndexOf('/') + 1).replace(/(?:\.schema)?\.(?:json|ya?ml)$/i, '')
  )
}
