/** Turns the checked `events` of a config into a plan of how deliveries are read. */
import { isObject, type JsonObject, type JsonValue } from '../schema/types.js'
import { checkEvents } from './event-rules.js'
import { parseExpr } from './expr.js'
import { parseFilter } from './filters.js'
import { list, member, object, string } from './read.js'
import { type Habit, readingExpr, reportDollar } from './reading.js'
import type { Spot } from './spot.js'
import { CLOUD_EVENT_MODES, type CloudEventMode, type EventSource, type Expr } from './types.js'
import { readsItem } from './uses.js'

const DEFAULT_TYPE = '/type'

/** The id of a CloudEvent is unique among those of its source. */
const CLOUD_EVENT_ID = '{item:/source} {item:/id}'

const FORMATS = ['form', 'query', 'text', 'cloudevents'] as const

/** Mistakes are reported where they stand. */
export function planEvents(config: JsonObject, spot: Spot): EventSource {
  const events = object(member(config, 'events'))
  const place = spot.at('events')
  const payload = member(events, 'payload')
  const carrier = isObject(payload) ? payload : { pointer: payload ?? '' }
  const format = formatOf(string(member(events, 'format')))
  const isCloudEvents = format === 'cloudevents'
  // Whatever mode it comes in, each CloudEvent is an element: of a list of one, or of a batch.
  const batch = isCloudEvents ? '' : string(member(events, 'batch'))
  const habit: Habit = batch === undefined ? 'json' : 'item'
  const given = (node: JsonObject, key: string, at: Spot): Expr | undefined => {
    const text = string(member(node, key))
    return text === undefined ? undefined : readingExpr(text, at.at(key), 'event', habit)
  }
  const expr = (key: string) => given(events, key, place)
  const from = given(carrier, 'from', place.at('payload'))
  const named = string(member(events, 'type'))
  // A plain text names every delivery: whether it can be meant is seen when the events have names.
  const type = named === undefined ? undefined : parseExpr(named, place.at('type'), 'event')
  if (named !== undefined && type !== undefined) reportDollar(named, type, place.at('type'))
  const source: EventSource = {
    type: type ?? defaultType(from, batch),
    id:
      expr('id') ??
      (isCloudEvents ? parseExpr(CLOUD_EVENT_ID, place.at('id'), 'event') : undefined),
    time: expr('time') ?? (isCloudEvents ? parseExpr('{item:/time}', place, 'event') : undefined),
    account: expr('account'),
    payload: string(member(carrier, 'pointer')) ?? '',
    format,
    modes: isCloudEvents ? modesOf(member(events, 'modes')) : undefined,
    from,
    batch,
  }
  checkEvents(source, { config, isTyped: type !== undefined }, spot)
  return source
}

/** Where the event itself lies: in the body, in what it carries, or in the element of a batch. */
function defaultType(from: Expr | undefined, batch: string | undefined): Expr {
  const [only] = from ?? []
  if (only?.kind === 'placeholder' && (batch === undefined || readsItem(from ?? []))) {
    return [{ ...only, filters: [...only.filters, parseFilter(['json', DEFAULT_TYPE])] }]
  }
  const source = batch === undefined ? 'json' : 'item'
  return [{ kind: 'placeholder', source, arg: DEFAULT_TYPE, filters: [] }]
}

function formatOf(given: string | undefined): EventSource['format'] {
  return FORMATS.find((format) => format === given) ?? 'json'
}

function modesOf(given: JsonValue | undefined): readonly CloudEventMode[] {
  return CLOUD_EVENT_MODES.filter((mode) => given === undefined || list(given).includes(mode))
}
