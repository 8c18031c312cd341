/** Events of an OpenAPI document: its webhooks, and callbacks where they are asked for. */
import { valueAt } from '../../schema/pointer.js'
import type { LoadedEvent } from '../types.js'
import { fittingTypes } from './media-types.js'
import { type DescriptionReader, type Found, member, text } from './reader.js'
import type { InputOptions } from './types.js'

/** `x-webhooks` is what 3.0 writes, which has no webhooks of its own. */
const WEBHOOKS = ['webhooks', 'x-webhooks']

/** How a provider may send an event, the usual one first. */
const METHODS = ['post', 'put', 'patch']

const ALL_METHODS = [...METHODS, 'get', 'delete', 'head', 'options', 'trace', 'query']

export async function openApiEvents(
  root: Found,
  reader: DescriptionReader,
  options: InputOptions,
): Promise<readonly LoadedEvent[]> {
  const events: LoadedEvent[] = []
  const hooks = WEBHOOKS.some((key) => member(root, key) !== undefined)
  for (const key of WEBHOOKS) {
    const items = await reader.members(await reader.object(root, key))
    for (const [name, item] of items) events.push(...(await eventOf(name, item, reader, options)))
  }
  const callbacks = hooks && !options.callbacks ? [] : await callbacksOf(root, reader)
  for (const [name, item] of callbacks) events.push(...(await eventOf(name, item, reader, options)))
  if (!hooks && callbacks.length === 0) {
    const message = 'the document describes no webhooks, and no callbacks either'
    const hint = 'events stand under "webhooks" ("x-webhooks" in OpenAPI 3.0)'
    reader.error(root, 'ERR_NO_EVENTS', message, hint)
  }
  return events
}

/** The event of a path item; none, and a warning that says why, where it cannot be received. */
export async function eventOf(
  name: string,
  item: Found,
  reader: DescriptionReader,
  options: InputOptions,
): Promise<readonly LoadedEvent[]> {
  const skip = (at: Found, why: string, hint?: string): readonly [] => {
    const message = `${JSON.stringify(name)} is no event: ${why}`
    reader.warning(at, 'WARN_EVENT_SKIPPED', message, hint)
    return []
  }
  const method = METHODS.find((one) => member(item, one) !== undefined)
  if (method === undefined) {
    const others = ALL_METHODS.filter((one) => member(item, one) !== undefined)
    if (others.length === 0) return skip(item, 'nothing is said of how it is sent')
    return skip(item, `it is sent by ${others.join(' and ').toUpperCase()}, without a body`)
  }
  const operation = await reader.object(item, method)
  if (operation === undefined) return []
  if (method !== 'post') {
    const sent = method.toUpperCase()
    const message = `${JSON.stringify(name)} is sent by ${sent}, which receivers refuse unless told`
    reader.warning(operation, 'WARN_EVENT_METHOD', message, `set "methods": ["POST", "${sent}"]`)
  }
  const body = await reader.object(operation, 'requestBody')
  const content = body && (await reader.object(body, 'content'))
  if (content === undefined) return skip(operation, 'it has no body')
  const types = Object.keys(content.value)
  const [mediaType] = fittingTypes(types, options.format)
  if (mediaType === undefined) {
    const hint = options.format === 'json' ? 'forms need "events": { "format": "form" }' : undefined
    return skip(content, `its body is ${types.join(', ') || 'of no media type'}`, hint)
  }
  const media = await reader.object(content, mediaType)
  const place = media && (await reader.schema(media, 'schema'))
  if (media === undefined) return []
  if (place === undefined) return skip(media, 'its body has no schema')
  const holders = [item, operation, media]
  const declared = holders.map((holder) => text(holder, 'x-event-type')).find(Boolean)
  return [{ place, key: keyOf(name, operation, options), declared, ...notesOf(operation) }]
}

/** What the document calls the event: its key, or what `events.key` points at. */
export function keyOf(name: string, holder: Found, { key }: InputOptions): string {
  const found = key === undefined ? undefined : valueAt(holder.value, key)
  return typeof found === 'string' ? found : name
}

export function notesOf(holder: Found): Pick<LoadedEvent, 'description' | 'deprecated'> {
  return {
    description: text(holder, 'description') ?? text(holder, 'summary'),
    deprecated: member(holder, 'deprecated') === true,
  }
}

/** The path items of all callbacks, under the names of the callbacks. */
async function callbacksOf(
  root: Found,
  reader: DescriptionReader,
): Promise<readonly (readonly [string, Found])[]> {
  const found: (readonly [string, Found])[] = []
  for (const [, path] of await reader.members(await reader.object(root, 'paths'))) {
    for (const method of ALL_METHODS) {
      const operation = await reader.object(path, method)
      const callbacks = operation && (await reader.object(operation, 'callbacks'))
      for (const [name, callback] of await reader.members(callbacks)) {
        for (const [, item] of await reader.members(callback)) found.push([name, item])
      }
    }
  }
  return found
}
