/** Events of an AsyncAPI document: the messages that its application sends. */
import { parsePointer } from '../../schema/pointer.js'
import { isObject, type JsonObject } from '../../schema/types.js'
import type { LoadedEvent } from '../types.js'
import { parseReference } from '../uri.js'
import { asyncApiAuth } from './asyncapi-auth.js'
import { reportProposals } from './auth-proposal.js'
import { examplesBeside } from './beside.js'
import { reportText, schemaOfField } from './form-field.js'
import { fits, fittingTypes } from './media-types.js'
import { keyOf, notesOf } from './openapi.js'
import { type DescriptionReader, type Found, member, text } from './reader.js'
import { schemaFormat } from './schema-format.js'
import type { InputOptions } from './types.js'

/** A message and what it is called, unless it says that itself. */
type Named = readonly [name: string, message: Found]

/** Messages, and the operations that send or receive them. */
interface Sent {
  readonly messages: readonly Named[]
  readonly operations: readonly Found[]
}

export async function asyncApiEvents(
  root: Found,
  reader: DescriptionReader,
  options: InputOptions,
): Promise<readonly LoadedEvent[]> {
  const version = String(member(root, 'asyncapi'))
  const sent = await (version.startsWith('2') ? messagesOf2 : messagesOf3)(root, reader)
  const { messages, operations } = sent
  const components = await reader.object(root, 'components')
  const shared = components && (await reader.object(components, 'messages'))
  // A document that only collects messages means all of them.
  const found = messages.length > 0 ? messages : await reader.members(shared)
  if (found.length === 0) {
    const hint = 'events are the messages of channels, operations or components'
    reader.error(root, 'ERR_NO_EVENTS', 'the document describes no messages', hint)
  }
  const events: LoadedEvent[] = []
  for (const [name, message] of found) {
    events.push(...(await messageEvent(name, message, { root, reader, options })))
  }
  if (options.proposeAuth) reportProposals(await asyncApiAuth(operations, root, reader), reader)
  return events
}

export interface MessageContext {
  readonly root: Found
  readonly reader: DescriptionReader
  readonly options: InputOptions
}

/** The event of a message; none, and a warning that says why, where it cannot be received. */
export async function messageEvent(
  name: string,
  message: Found,
  { root, reader, options }: MessageContext,
): Promise<readonly LoadedEvent[]> {
  const traits = await reader.items(message, 'traits')
  const holders = [message, ...traits.map(([, trait]) => trait)]
  const said = (member: string) => holders.map((one) => text(one, member)).find(Boolean)
  const key = keyOf(said('name') ?? name, message, options)
  const skip = (why: string, hint?: string): readonly [] => {
    const text = `${JSON.stringify(key)} is no event: ${why}`
    reader.warning(message, 'WARN_EVENT_SKIPPED', text, hint)
    return []
  }
  const contentType = said('contentType') ?? text(root, 'defaultContentType')
  if (contentType !== undefined && fittingTypes([contentType], options).length === 0) {
    return skip(`its payload is ${contentType}`)
  }
  const stated = member(message, 'payload')
  if (stated === undefined) return skip('it has no payload')
  // A schema may be `true` as well.
  const payload = isObject(stated) ? await reader.object(message, 'payload') : undefined
  const holder = payload !== undefined && isMultiFormat(payload) ? payload : message
  const named = text(holder, 'schemaFormat')
  const { title, draft, isOldOpenApi } = schemaFormat(named)
  if (draft === undefined) {
    const hint = 'describe the payload in JSON Schema to receive it'
    return skip(`its payload is described in ${title}`, hint)
  }
  const stands = { holder, name: holder === message ? 'payload' : 'schema' }
  const isCarried = options.field !== undefined && fits(contentType ?? '', 'form')
  const found = isCarried
    ? await schemaOfField(options.field, stands, reader)
    : { place: await reader.schema(holder, stands.name) }
  if ('plainText' in found) reportText(options.field ?? '', found.plainText, reader)
  const place = 'place' in found ? found.place : undefined
  if (place === undefined) return []
  const own = message.document.draft
  const isRead = isOldOpenApi === true || isAlike(draft, own)
  if (place.file === message.document.file && !isRead) {
    const hint = 'move the schema into a file of its own, with a $schema, and refer to it'
    const problem = `the payload is ${title}, in a document that is read as draft ${own}`
    reader.error(holder, 'ERR_SCHEMA_FORMAT', problem, hint)
    return []
  }
  const declared = said('x-event-type')
  const examples = isCarried ? [] : holders.flatMap((one) => examplesBeside(one, 'payload'))
  return [{ place, at: message.at, key, declared, isBody: true, examples, ...notesOf(message) }]
}

/** AsyncAPI 3 may write `{ schemaFormat, schema }` where a schema stands. */
function isMultiFormat(payload: Found): boolean {
  return text(payload, 'schemaFormat') !== undefined && member(payload, 'schema') !== undefined
}

/** AsyncAPI's own schemas are draft 07, which 06 is a part of. */
function isAlike(one: string, other: string): boolean {
  return one === other || (['06', '07'].includes(one) && ['06', '07'].includes(other))
}

/** AsyncAPI 2: to `subscribe` is what others do with the messages that the application sends. */
async function messagesOf2(root: Found, reader: DescriptionReader): Promise<Sent> {
  const channels = await reader.members(await reader.object(root, 'channels'))
  for (const action of ['subscribe', 'publish']) {
    const messages: Named[] = []
    const operations: Found[] = []
    for (const [channel, item] of channels) {
      const operation = await reader.object(item, action)
      const message = operation && (await reader.object(operation, 'message'))
      if (operation === undefined || message === undefined) continue
      operations.push(operation)
      const choices = await reader.items(message, 'oneOf')
      const sentOnes = choices.length > 0 ? choices.map(([, one]) => one) : [message]
      for (const one of sentOnes) {
        messages.push([text(one, 'messageId') ?? componentName(one) ?? channel, one])
      }
    }
    if (messages.length > 0) return { messages, operations }
  }
  return { messages: [], operations: [] }
}

/** AsyncAPI 3: the messages of `send` operations, or without any of those that receive. */
async function messagesOf3(root: Found, reader: DescriptionReader): Promise<Sent> {
  const all = await reader.members(await reader.object(root, 'operations'))
  for (const action of ['send', 'receive']) {
    const operations = all.flatMap(([, one]) => (text(one, 'action') === action ? one : []))
    const messages: Named[] = []
    for (const operation of operations) {
      const own = await reader.items(operation, 'messages')
      messages.push(...own.map(([entry, message]): Named => [nameOf(entry, message), message]))
      if (own.length > 0) continue
      const channel = await reader.object(operation, 'channel')
      messages.push(...(channel === undefined ? [] : await channelMessages(channel, reader)))
    }
    if (messages.length > 0) return { messages, operations }
  }
  const channels = await reader.members(await reader.object(root, 'channels'))
  const lists = await Promise.all(channels.map(([, channel]) => channelMessages(channel, reader)))
  return { messages: lists.flat(), operations: [] }
}

async function channelMessages(
  channel: Found,
  reader: DescriptionReader,
): Promise<readonly Named[]> {
  return reader.members(await reader.object(channel, 'messages'))
}

/** The key by which an operation refers to a message of its channel. */
function nameOf(entry: JsonObject, message: Found): string {
  const reference = entry['$ref']
  const { fragment } = parseReference(typeof reference === 'string' ? reference : '')
  return parsePointer(fragment)?.at(-1) ?? componentName(message) ?? ''
}

function componentName({ pointer }: Found): string | undefined {
  const steps = parsePointer(pointer) ?? []
  return steps.at(-2) === 'messages' ? steps.at(-1) : undefined
}
