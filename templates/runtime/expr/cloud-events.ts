/** Reads CloudEvents over HTTP: whichever mode a delivery is in, each event becomes its JSON form. */
import { decodeBase64, encodeBase64 } from '../bytes.js'
import type { Delivery, Item } from '../delivery.js'
import { PayloadMalformed } from '../errors.js'
import { decodeText, parsePayload } from '../payload.js'
import { bodyElements } from './batch.js'
import { valueAt } from './json.js'

export type CloudEventMode = 'structured' | 'batch' | 'binary'

/** What an attribute is that headers can only say as text. */
export type AttributeKind = 'integer' | 'number' | 'boolean' | 'string'

/** The kinds of attributes by their names; by the types of events where these do not agree. */
export type AttributeKinds = Readonly<
  Record<string, AttributeKind | Readonly<Record<string, AttributeKind>>>
>

const STRUCTURED = 'application/cloudevents+json'
const BATCH = 'application/cloudevents-batch+json'
const PREFIX = 'ce-'

/** Attributes that no header of the prefix may set: the body and its content type say them. */
const NOT_ATTRIBUTES = ['data', 'data_base64', 'datacontenttype']

/**
 * The events of a delivery, in the modes that the provider uses.
 *
 * @throws {PayloadMalformed} `ERR_PAYLOAD_MALFORMED`
 */
export function cloudEvents(
  delivery: Delivery,
  modes: readonly CloudEventMode[],
  kinds: AttributeKinds = {},
): readonly Item[] {
  const mode = modeOf(delivery)
  if (!modes.includes(mode)) {
    throw new PayloadMalformed(`a CloudEvent in ${mode} mode is not taken here`)
  }
  const items = mode === 'batch' ? bodyElements(delivery, '') : [one(delivery, mode, kinds)]
  for (const { value } of items) checkContext(value)
  return items
}

/**
 * A part of the data of the event on trial; data that is bytes is taken for JSON where it says so.
 *
 * @throws {PayloadMalformed} `ERR_PAYLOAD_MALFORMED`
 */
export function cloudEventData({ item }: Delivery, pointer: string): unknown {
  const event = membersOf(item?.value)
  const { data, data_base64: text, datacontenttype: type } = event
  if (Object.hasOwn(event, 'data')) return valueAt(data, pointer)
  if (typeof text !== 'string' || !isJson(essence(type))) return undefined
  const bytes = decodeBase64(text)
  if (bytes === undefined) throw new PayloadMalformed('the data of the CloudEvent is not base64')
  return valueAt(parsePayload(bytes), pointer)
}

function modeOf({ headers }: Delivery): CloudEventMode {
  const type = essence(headers.get('content-type'))
  if (type === BATCH) return 'batch'
  if (type === STRUCTURED) return 'structured'
  if (type.startsWith('application/cloudevents')) {
    throw new PayloadMalformed('the CloudEvent is in a format other than JSON')
  }
  // Senders forget the content type more often than they leave out what makes an event one.
  return headers.values(`${PREFIX}specversion`).length > 0 ? 'binary' : 'structured'
}

function one(delivery: Delivery, mode: CloudEventMode, kinds: AttributeKinds): Item {
  if (mode === 'structured') {
    return { value: delivery.json(), source: () => decodeText(delivery.text) }
  }
  const attributes = typed(Object.fromEntries(attributesOf(delivery)), kinds)
  const data = dataOf(delivery)
  if (data === undefined) return { value: attributes, source: () => JSON.stringify(attributes) }
  const { member, value, text } = data
  return {
    value: { ...attributes, [member]: value },
    // The data keeps the digits of its numbers.
    source: () => {
      const whole = JSON.stringify({ ...attributes, [member]: null })
      return `${whole.slice(0, -'null}'.length)}${text}}`
    },
  }
}

function attributesOf({ headers }: Delivery): readonly (readonly [string, string])[] {
  const found: (readonly [string, string])[] = []
  for (const [header, value] of headers.entries()) {
    const name = header.slice(PREFIX.length)
    if (!header.startsWith(PREFIX) || !/^[a-z0-9]+$/.test(name)) continue
    if (NOT_ATTRIBUTES.includes(name)) continue
    if (headers.values(header).length > 1) {
      throw new PayloadMalformed('an attribute of the CloudEvent comes more than once')
    }
    found.push([name, decodeAttribute(value)])
  }
  const type = headers.get('content-type')
  return type === undefined ? found : [...found, ['datacontenttype', type]]
}

/** The attributes as the schemas have them; text that is not of its kind stays what it is. */
function typed(
  attributes: Readonly<Record<string, string>>,
  kinds: AttributeKinds,
): Readonly<Record<string, unknown>> {
  const { type = '' } = attributes
  const entries = Object.entries(attributes).map(([name, text]) => {
    const rule = Object.hasOwn(kinds, name) ? kinds[name] : undefined
    const byType = typeof rule === 'object' && Object.hasOwn(rule, type) ? rule[type] : undefined
    return [name, ofKind(text, typeof rule === 'string' ? rule : byType)]
  })
  return Object.fromEntries(entries)
}

const INTEGER = /^-?(?:0|[1-9]\d{0,15})$/
const NUMBER = /^-?(?:0|[1-9]\d{0,15})(?:\.\d{1,16})?$/

function ofKind(text: string, kind: AttributeKind | undefined): unknown {
  if (kind === 'boolean' && (text === 'true' || text === 'false')) return text === 'true'
  if (kind === 'number' && NUMBER.test(text)) return Number(text)
  if (kind !== 'integer' || !INTEGER.test(text)) return text
  const value = Number(text)
  return Number.isSafeInteger(value) ? value : text
}

/** Header values hold what is beyond ASCII as percent escapes of its UTF-8. */
function decodeAttribute(value: string): string {
  try {
    return value.replace(/(?:%[0-9A-Fa-f]{2})+/g, decodeURIComponent)
  } catch {
    throw new PayloadMalformed('an attribute of the CloudEvent is not valid UTF-8')
  }
}

interface Data {
  readonly member: 'data' | 'data_base64'
  readonly value: unknown
  /** The value as JSON. */
  readonly text: string
}

function dataOf(delivery: Delivery): Data | undefined {
  const { headers, text } = delivery
  if (text.length === 0) return undefined
  const type = essence(headers.get('content-type'))
  if (isJson(type)) return { member: 'data', value: delivery.json(), text: decodeText(text) }
  const isText = type.startsWith('text/') || type.endsWith('xml')
  const value = isText ? decodeText(text) : encodeBase64(text)
  return { member: isText ? 'data' : 'data_base64', value, text: JSON.stringify(value) }
}

function checkContext(value: unknown): void {
  const event = membersOf(value)
  const isText = (name: string) => typeof event[name] === 'string' && event[name] !== ''
  const version = String(event['specversion'])
  if (!['id', 'source', 'type'].every(isText) || !/^(?:0\.3|1\.\d+)$/.test(version)) {
    throw new PayloadMalformed('a CloudEvent needs specversion (1.0), id, source and type')
  }
}

/** JSON is what data without a content type is. */
function isJson(type: string): boolean {
  return type === '' || type === 'application/json' || type.endsWith('+json')
}

function essence(type: unknown): string {
  return typeof type === 'string' ? (type.split(';')[0] ?? '').trim().toLowerCase() : ''
}

function membersOf(value: unknown): Readonly<Record<string, unknown>> {
  return Object(value)
}
