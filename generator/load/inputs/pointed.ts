/** Events that a pointer behind a glob leads to: single ones, the members of a map, or the items of a list. */
import { memberOf, parsePointer, valueAt } from '../../schema/pointer.js'
import { canBeSchema, hasNoKeyword, holdersWithin, looksLikeSchema } from '../../schema/shapes.js'
import { isObject, type JsonObject, type JsonValue } from '../../schema/types.js'
import { isSchema } from '../../schema/walk.js'
import { SHARED_SCHEMAS } from '../resources.js'
import { suggestPointer } from '../suggest.js'
import type { LoadedEvent, SchemaPlace } from '../types.js'
import { messageEvent } from './asyncapi.js'
import { eventOf } from './openapi.js'
import { endsInPattern, type PointedPlace, placesAt } from './pointer-pattern.js'
import { type DescriptionReader, type Found, placeBelow } from './reader.js'
import type { InputOptions } from './types.js'

interface Context {
  readonly reader: DescriptionReader
  readonly options: InputOptions
}

/** What holds events, as a pointer leads there. */
interface Holder extends Found {
  readonly steps: readonly string[]
  readonly isList: boolean
}

/** More names than these tell nobody more. */
const MOST_NAMES = 5

/** `root` is the whole document, `pointers` lead to events or to what holds them. */
export async function pointedEvents(
  root: Found,
  pointers: readonly string[],
  context: Context,
): Promise<readonly LoadedEvent[]> {
  const whole = root.document.value
  const events: LoadedEvent[] = []
  for (const pointer of pointers) {
    const places = placesAt(whole, pointer)
    const isChoice = endsInPattern(whole, pointer)
    // Of several files, not each has what a pattern asks for: whoever knows all of them tells.
    if (places.length === 0 && !isChoice) reportNowhere(root, pointer, context.reader)
    for (const place of places) {
      const isOne = isEvent(root, place) || (isChoice && !holdsMore(place.value))
      if (isOne) events.push(...(await singleEvent(root, place, context)))
      else events.push(...(await eventsIn(root, place, context)))
    }
  }
  return events
}

/** Says of a pointer that it leads nowhere, and where it may have been meant to lead. */
export function reportNowhere(root: Found, pointer: string, reader: DescriptionReader): void {
  const { document } = root
  const message = `"events.schemas" points to "#${pointer}", and nothing is there`
  const above = pointer.slice(0, pointer.lastIndexOf('/'))
  const names = Object.keys(membersOf(valueAt(document.value, above)))
  const some = [...names.slice(0, MOST_NAMES), ...(names.length > MOST_NAMES ? ['…'] : [])]
  const there = names.length > 0 ? `"#${above}" has ${some.join(', ')}` : undefined
  const isChoice = endsInPattern(document.value, pointer)
  const hint = isChoice ? there : (suggestPointer(document.value, pointer) ?? there)
  reader.error({ document, pointer }, 'ERR_GLOB_POINTER', message, hint)
}

/** Whether the value is an event and nothing that holds some, by where it stands or what it says. */
function isEvent({ document }: Found, { pointer, value }: PointedPlace): boolean {
  const steps = parsePointer(pointer) ?? []
  const above = steps.slice(0, -1)
  const isDescribed =
    document.isDescription === true &&
    (holdsRequests(above) || above.at(-1) === 'messages' || isShared(above))
  return steps.length > 0 && (isDescribed || looksLikeSchema(value))
}

function isShared(steps: readonly string[]): boolean {
  return `/${steps.join('/')}` === SHARED_SCHEMAS
}

function holdsMore(value: JsonValue): boolean {
  return hasNoKeyword(value) && holdersWithin(value).length > 0
}

async function singleEvent(
  root: Found,
  { pointer, value, matched }: PointedPlace,
  context: Context,
): Promise<readonly LoadedEvent[]> {
  const above = pointer.slice(0, pointer.lastIndexOf('/'))
  const holder = holderAt(root, above, valueAt(root.document.value, above))
  const name = parsePointer(pointer)?.at(-1) ?? ''
  return isSchema(value) ? eventOfMember(root, holder, { name, matched }, context) : []
}

async function eventsIn(
  root: Found,
  { pointer, value }: PointedPlace,
  context: Context,
): Promise<readonly LoadedEvent[]> {
  const { reader } = context
  const holder = holderAt(root, pointer, value)
  const holdsOthers = holdsRequests(holder.steps) || holder.steps.at(-1) === 'messages'
  if (!holdsOthers && !Object.values(holder.value).some(canBeSchema)) {
    const message = `"events.schemas" points to "#${pointer}", which is no schema, and no map and no list of schemas`
    const [inner] = holdersWithin(value, pointer)
    const hint = inner === undefined ? undefined : `there are schemas at "#${inner}"`
    reader.error({ ...root, pointer }, 'ERR_GLOB_POINTER', message, hint)
    return []
  }
  const events: LoadedEvent[] = []
  for (const name of Object.keys(holder.value)) {
    events.push(...(await eventOfMember(root, holder, { name, matched: undefined }, context)))
  }
  return events
}

async function eventOfMember(
  root: Found,
  holder: Holder,
  called: { readonly name: string; readonly matched: string | undefined },
  context: Context,
): Promise<readonly LoadedEvent[]> {
  const { name } = called
  const { reader, options } = context
  const isDescription = root.document.isDescription === true
  const object = isDescription ? await reader.object(holder, name) : undefined
  const one = object && { ...object, at: placeBelow(holder, name) }
  if (one !== undefined && holder.steps.at(-1) === 'messages') {
    return messageEvent(name, one, { root, ...context })
  }
  if (one !== undefined && holdsRequests(holder.steps)) {
    return eventOf(name, one, reader, options)
  }
  return schemaEvent(holder, called, reader)
}

function holdsRequests(steps: readonly string[]): boolean {
  const [first = ''] = steps
  const isWebhooks = steps.length === 1 && ['webhooks', 'x-webhooks'].includes(first)
  return isWebhooks || steps.at(-2) === 'callbacks'
}

async function schemaEvent(
  holder: Holder,
  { name, matched }: { readonly name: string; readonly matched: string | undefined },
  reader: DescriptionReader,
): Promise<readonly LoadedEvent[]> {
  const schema = memberOf(holder.value, name)
  if (schema === undefined || !canBeSchema(schema)) {
    // A map may have notes beside its schemas.
    if (holder.isList || isObject(schema ?? null)) {
      const { file, pointer } = placeBelow(holder, name)
      const message = `${file}#${pointer} is no event: it is no schema`
      reader.warning({ ...holder, pointer }, 'WARN_EVENT_SKIPPED', message)
    }
    return []
  }
  const place = await reader.schema(holder, name)
  if (place === undefined) return []
  const own = holder.isList ? keyOf(place) : name
  return [{ place, at: placeBelow(holder, name), key: matched ?? own }]
}

/** An item of a list has no key: what it refers to has one, in its file or as a file. */
function keyOf({ file, pointer }: SchemaPlace): string | undefined {
  const last = parsePointer(pointer)?.at(-1)
  return (
    last ?? file.slice(file.lastIndexOf('/') + 1).replace(/(?:\.schema)?\.(?:json|ya?ml)$/i, '')
  )
}

function holderAt(root: Found, pointer: string, value: JsonValue | undefined): Holder {
  const steps = parsePointer(pointer) ?? []
  return { ...root, pointer, steps, value: membersOf(value), isList: Array.isArray(value) }
}

/** A list has its indexes for members, which is what pointers call them. */
function membersOf(value: JsonValue | undefined): JsonObject {
  return typeof value === 'object' && value !== null
    ? Object.fromEntries(Object.entries(value))
    : {}
}
