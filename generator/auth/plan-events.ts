/** Turns the checked `events` of a config into a plan of how deliveries are read. */
import { isObject, type JsonObject } from '../schema/types.js'
import { checkEvents } from './event-rules.js'
import { parseExpr } from './expr.js'
import { parseFilter } from './filters.js'
import { member, object, string } from './read.js'
import type { Spot } from './spot.js'
import type { EventSource, Expr } from './types.js'
import { readsItem } from './uses.js'

const DEFAULT_TYPE = '/type'

/** Mistakes are reported where they stand. */
export function planEvents(config: JsonObject, spot: Spot): EventSource {
  const events = object(member(config, 'events'))
  const place = spot.at('events')
  const given = (node: JsonObject, key: string, at: Spot): Expr | undefined => {
    const text = string(member(node, key))
    return text === undefined ? undefined : parseExpr(text, at.at(key), 'event')
  }
  const expr = (key: string) => given(events, key, place)
  const payload = member(events, 'payload')
  const carrier = isObject(payload) ? payload : { pointer: payload ?? '' }
  const from = given(carrier, 'from', place.at('payload'))
  const batch = string(member(events, 'batch'))
  const type = expr('type')
  const source: EventSource = {
    type: type ?? defaultType(from, batch),
    id: expr('id'),
    time: expr('time'),
    account: expr('account'),
    payload: string(member(carrier, 'pointer')) ?? '',
    format: formatOf(string(member(events, 'format'))),
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
  return given === 'form' || given === 'query' || given === 'text' ? given : 'json'
}
