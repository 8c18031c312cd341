/** What the parts of `events` must have of each other, or a delivery would never be read. */
import type { JsonObject } from '../schema/types.js'
import { list, member, object } from './read.js'
import type { Spot } from './spot.js'
import type { EventSource, Expr } from './types.js'
import { placeholders, readsItem } from './uses.js'

interface Given {
  readonly config: JsonObject
  /** Whether the config says what an event is called. */
  readonly isTyped: boolean
}

/** Formats whose events are JSON, and say their type in it unless told otherwise. */
const HOLDING_JSON: readonly EventSource['format'][] = ['json', 'cloudevents']

const READERS = ['type', 'id', 'time', 'account'] as const

export function checkEvents(source: EventSource, { config, isTyped }: Given, spot: Spot): void {
  const place = spot.at('events')
  checkFormat(source, place)
  checkModes(source, object(member(config, 'events')), place)
  const isNameless = !HOLDING_JSON.includes(source.format) && !isTyped
  if (isNameless) {
    const message = `a ${source.format} has no "/type" that would name the event`
    place.at('format').error('ERR_EVENTS', message, 'say in "type" what does: {form:…}, a header')
  }
  for (const key of isNameless ? READERS.slice(1) : READERS) {
    checkReader(source[key] ?? [], source, place.at(key))
    checkGroups(source[key] ?? [], place.at(key))
  }
  if (source.batch === undefined) reportItem(source.from ?? [], place.at('payload', 'from'))
  else if (source.id !== undefined && !readsItem(source.id)) {
    const message =
      'all events of a batch would have the same id, and all but one be taken for repeated'
    place.at('id').error('ERR_EVENTS', message, 'read it from the element: {item:/…}')
  }
  checkCarriers(source, config, spot)
}

/** Content types and methods with which such a body never comes. */
function checkCarriers(source: EventSource, config: JsonObject, spot: Spot): void {
  const types = list(member(config, 'contentTypes')).map(String)
  const kind = bodyKind(source)
  if (source.format === 'form' && types.some((type) => /json$/.test(type))) {
    const message = 'bodies are read as forms, and the content types let JSON in'
    spot.at('contentTypes').error('ERR_EVENTS', message, 'list those of forms alone')
  } else if (kind === 'json' && types.length > 0 && types.every(isFormType)) {
    const message = 'bodies are read as JSON, and the content types let nothing but forms in'
    const hint =
      'list "application/json"; or say how a form is read: "format": "form", or "payload": { "from": "{form:payload}" }'
    spot.at('contentTypes').error('ERR_EVENTS', message, hint)
  }
  const methods = list(member(config, 'methods'))
  const isBodyless = methods.length > 0 && methods.every((method) => method === 'GET')
  if (isBodyless && source.from === undefined && (kind === 'json' || kind === 'form')) {
    const message = `a GET has no body, and events are read from a ${kind} in it`
    const hint =
      'add "POST"; or read the URL: "format": "query". Handshakes have a method of their own'
    spot.at('methods').error('ERR_EVENTS', message, hint)
  }
}

function isFormType(type: string): boolean {
  return type === 'application/x-www-form-urlencoded' || type === 'multipart/form-data'
}

/** CloudEvents say themselves how many there are, and where. */
function checkModes({ format }: EventSource, given: JsonObject, place: Spot): void {
  const isCloudEvents = format === 'cloudevents'
  if (member(given, 'modes') !== undefined && !isCloudEvents) {
    const message = 'only CloudEvents come in modes'
    place.at('modes').error('ERR_EVENTS', message, 'set "format": "cloudevents"')
  }
  if (!isCloudEvents || member(given, 'batch') === undefined) return
  const message = 'CloudEvents say themselves whether they come as a batch'
  place.at('batch').error('ERR_EVENTS', message, 'leave it out, or say "modes": ["batch"]')
}

function checkFormat({ batch, format, from, payload }: EventSource, place: Spot): void {
  const at = place.at('format')
  if (format === 'json' || (format === 'cloudevents' && from === undefined)) return
  if (from !== undefined && format !== 'text') {
    const message = `the event is said to be the ${format} itself, and "payload.from" reads another text`
    at.error('ERR_EVENTS', message, 'leave "format" out where that text is JSON')
  }
  if (batch !== undefined && format !== 'cloudevents') {
    const message = `a ${format} has no array that "batch" could take apart`
    at.error('ERR_EVENTS', message, 'read the text that has one: "payload": { "from": "{form:…}" }')
  }
  if (format === 'text' && payload !== '') {
    at.error('ERR_EVENTS', 'a text has no parts for a pointer in "payload"')
  }
}

/** What an expression would never find. */
function checkReader(expr: Expr, source: EventSource, spot: Spot): void {
  if (source.batch === undefined) reportItem(expr, spot)
  const kind = bodyKind(source)
  const reads = (...sources: readonly string[]) =>
    placeholders(expr).some((part) => sources.includes(part.source))
  if (kind === 'json' && reads('form', 'part')) {
    const hint = 'read it with {json:/…}; or, if a form comes, say "format": "form"'
    spot.error('ERR_EVENTS', 'the body is JSON, and has no fields of a form', hint)
  }
  if (kind === 'json' || !reads('json')) return
  const message = `the body is no JSON, but a ${kind}`
  const hint =
    kind === 'form' ? 'read its fields: {form:field}, {form:field|json:/pointer}' : undefined
  spot.error('ERR_EVENTS', message, hint)
}

/** Of two groups in a row one may be missing: then the other has to show which of the two it is. */
function checkGroups(expr: Expr, spot: Spot): void {
  const beginnings = expr.map((part) => {
    if (part.kind !== 'optional') return undefined
    const [first] = part.parts
    return first?.kind === 'text' ? first.value : ''
  })
  // Nothing but bare groups are several places of one thing, of which a delivery has one.
  if (beginnings.every((text) => text === '')) return
  const isAlike = beginnings.some((text, index) => {
    const next = beginnings[index + 1]
    if (text === undefined || next === undefined) return false
    return text.startsWith(next) || next.startsWith(text)
  })
  if (!isAlike) return
  const message =
    'two optional parts in a row begin alike: where one of them is missing, what is read does not say which, so that two events may look like one'
  const hint = 'begin them with different texts: [[.a-{json:/a}]][[.b-{json:/b}]]'
  spot.warning('WARN_EXPR_GROUPS', message, hint)
}

/** Reports an element that is read where deliveries have none. */
export function reportItem(expr: Expr, spot: Spot): void {
  if (!readsItem(expr)) return
  const message = '{item:…} is read where there is no list'
  spot.error('ERR_ITEM', message, 'say of which list: "batch": "/pointer"')
}

function bodyKind({ format, from }: EventSource): EventSource['format'] {
  if (format === 'cloudevents') return 'json'
  if (from === undefined) return format
  const sources = placeholders(from).map((part) => part.source)
  return sources.some((source) => source === 'form' || source === 'part') ? 'form' : 'json'
}

/** The content types that such deliveries have, where the config does not say. */
export function contentTypesOf(source: EventSource): readonly string[] {
  if (source.modes?.includes('binary') === true) return ['*/*']
  const kind = bodyKind(source)
  if (kind === 'form') return ['application/x-www-form-urlencoded', 'multipart/form-data']
  return kind === 'json' ? ['application/json', '+json', ''] : ['*/*']
}
