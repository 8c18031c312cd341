/** Events of an OpenAPI document: its webhooks, and callbacks where they are asked for. */
import { valueAt } from '../../schema/pointer.js'
import type { LoadedEvent, SchemaPlace } from '../types.js'
import { type AuthProposal, authOfOperation, reportProposals } from './auth-proposal.js'
import { examplesBeside } from './beside.js'
import { reportText, schemaOfField } from './form-field.js'
import { fits, fittingTypes } from './media-types.js'
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
  const items: (readonly [string, Found])[] = []
  for (const key of WEBHOOKS) items.push(...(await reader.members(await reader.object(root, key))))
  items.push(...(await markedPaths(root, reader)))
  const hasWebhooks = items.length > 0 || WEBHOOKS.some((key) => member(root, key) !== undefined)
  if (!hasWebhooks || options.callbacks) items.push(...(await callbacksOf(root, reader)))
  if (items.length === 0 && !hasWebhooks) {
    const message = 'the document describes no webhooks, and no callbacks either'
    const schemas = `${root.document.file}#/components/schemas/*Event`
    const hint = `events stand under "webhooks" ("x-webhooks" in 3.0); where they are component schemas, choose them: "events": { "schemas": [${JSON.stringify(schemas)}] }`
    reader.error(root, 'ERR_NO_EVENTS', message, hint)
  }
  const events: LoadedEvent[] = []
  for (const [name, item] of items) events.push(...(await eventOf(name, item, reader, options)))
  if (options.proposeAuth) reportProposals(await authOf(items, root, reader), reader)
  return events
}

async function authOf(
  items: readonly (readonly [string, Found])[],
  root: Found,
  reader: DescriptionReader,
): Promise<readonly AuthProposal[]> {
  const proposals: AuthProposal[] = []
  for (const [, item] of items) {
    const method = METHODS.find((one) => member(item, one) !== undefined)
    const operation = method === undefined ? undefined : await reader.object(item, method)
    if (operation !== undefined) proposals.push(...(await authOfOperation(operation, root, reader)))
  }
  return proposals
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
  reportMethods(name, item, method, reader)
  const body = await reader.object(operation, 'requestBody')
  const content = body && (await reader.object(body, 'content'))
  if (content === undefined) return skip(operation, 'it has no body')
  const types = Object.keys(content.value)
  const fitting = fittingTypes(types, options)
  if (fitting.length === 0) {
    const isForm = options.format === 'json' && options.field === undefined
    const hint = isForm ? 'forms need "events": { "format": "form" }' : undefined
    return skip(content, `its body is ${types.join(', ') || 'of no media type'}`, hint)
  }
  const described = await describedBody(content, fitting, { reader, options })
  if (described === undefined) return skip(content, 'its body has no schema')
  const { media, isCarried, place } = described
  if (place === undefined) return []
  const holders = [item, operation, media]
  const declared = holders.map((holder) => text(holder, 'x-event-type')).find(Boolean)
  const key = keyOf(name, operation, options)
  // Those of a form show the form, and not what one of its fields carries.
  const examples = isCarried ? [] : examplesBeside(media, 'value')
  return [{ place, at: item.at, key, declared, isBody: true, examples, ...notesOf(operation) }]
}

interface Body {
  readonly media: Found
  /** Whether a field of the body carries the event. */
  readonly isCarried: boolean
  /** None where what is wrong with it has been reported. */
  readonly place: SchemaPlace | undefined
}

/** The first of the media types that says what the event is; nothing where none has a schema. */
async function describedBody(
  content: Found,
  types: readonly string[],
  { reader, options }: { readonly reader: DescriptionReader; readonly options: InputOptions },
): Promise<Body | undefined> {
  const { field } = options
  const texts: (() => Body)[] = []
  for (const type of types) {
    const media = await reader.object(content, type)
    if (media === undefined || member(media, 'schema') === undefined) continue
    if (field === undefined || !fits(type, 'form')) {
      return { media, isCarried: false, place: await reader.schema(media, 'schema') }
    }
    const found = await schemaOfField(field, { holder: media, name: 'schema' }, reader)
    if ('place' in found) return { media, isCarried: true, place: found.place }
    texts.push(() => {
      reportText(field, found.plainText, reader)
      return { media, isCarried: true, place: undefined }
    })
  }
  return texts[0]?.()
}

/** Receivers take POST unless told otherwise, and an event has one schema. */
function reportMethods(name: string, item: Found, method: string, reader: DescriptionReader): void {
  const quoted = JSON.stringify(name)
  const others = METHODS.filter((one) => one !== method && member(item, one) !== undefined)
  if (others.length > 0) {
    const left = others.join(' and ').toUpperCase()
    const message = `${quoted} is read as it is sent by ${method.toUpperCase()}; ${left} is left out`
    reader.warning(item, 'WARN_EVENT_METHOD', message)
  }
  if (method === 'post') return
  const sent = method.toUpperCase()
  const message = `${quoted} is sent by ${sent}, which receivers refuse unless told`
  reader.warning(item, 'WARN_EVENT_METHOD', message, `set "methods": ["POST", "${sent}"]`)
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

/** Paths that are webhooks by Fern's mark, as 3.0 documents have it; the path itself says nothing. */
async function markedPaths(
  root: Found,
  reader: DescriptionReader,
): Promise<readonly (readonly [string, Found])[]> {
  const found: (readonly [string, Found])[] = []
  for (const [path, item] of await reader.members(await reader.object(root, 'paths'))) {
    const operation = await reader.object(item, 'post')
    if (operation === undefined || member(operation, 'x-fern-webhook') !== true) continue
    found.push([text(operation, 'operationId') ?? path, item])
  }
  return found
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
