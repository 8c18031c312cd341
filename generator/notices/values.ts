/** Notices ids and accounts that are the same for every event, by what the schemas allow there. */
import type { Placeholder } from '../auth/types.js'
import { isSame, placeholders } from '../auth/uses.js'
import { typePointer } from '../catalog/type-pointer.js'
import { parsePointer } from '../schema/pointer.js'
import { type Event, isOwn, listed, type Noticing, notice } from './events.js'

export function noticeValues(all: Noticing): void {
  noticeId(all)
  noticeAccount(all)
}

/** With a store, the second event of an id is a copy of the first, and is not handled. */
function noticeId(all: Noticing): void {
  const { catalog, events } = all
  const { id } = catalog.source
  if (id === undefined || !isOwn(all, 'events', 'id')) return
  const parts = placeholders(id)
  const same = events.filter((event) => parts.every((part) => isFixed(part, event, all)))
  if (parts.length === 0 || same.length === 0) return
  const which = same.length === events.length ? 'all events' : `the events ${listed(same)}`
  const message = `"events.id" reads nothing that tells one event from the next: ${which} would have the same id each time, and all but the first be taken for repeated`
  const hint =
    'read what the sender counts or draws for each event; without one, leave "id" out, and copies are told by their bytes'
  const isAll = same.length === events.length
  notice(all, ['events', 'id'], { code: 'EVENT_ID_CONSTANT', isAll, message, hint })
}

/** What is read is the event's name, or one of the few values that its schema has. */
function isFixed(part: Placeholder, event: Event, all: Noticing): boolean {
  const key = ({ filters }: Placeholder) => JSON.stringify(filters)
  const isName = placeholders(all.catalog.source.type).some(
    (other) => isSame(other, part) && key(other) === key(part),
  )
  return isName || valuesAt(part, event, all) !== undefined
}

/** A constant account makes every other account's events break their schema. */
function noticeAccount(all: Noticing): void {
  const { catalog, events, spot } = all
  const { account } = catalog.source
  const [part, ...others] = placeholders(account ?? [])
  if (part === undefined || others.length > 0 || !isOwn(all, 'events', 'account')) return
  const fixed = events.filter((event) => valuesAt(part, event, all)?.length === 1)
  const [first] = fixed
  if (first === undefined) return
  const [value] = valuesAt(part, first, all) ?? []
  const message = `the account that "events.account" reads is always ${JSON.stringify(value)} by the schemas of ${listed(fixed)}: events for any other account break them`
  const hint = 'take "const" out of the schemas, which describe the events of every account'
  spot.at('events', 'account').warning('WARN_ACCOUNT_CONSTANT', message, hint)
}

function valuesAt(part: Placeholder, { schema }: Event, all: Noticing) {
  const { catalog, lookup } = all
  const pointer = typePointer(part, catalog.source)
  const path = pointer === undefined ? undefined : parsePointer(pointer)
  const found = path === undefined || path.length === 0 ? 'unsaid' : lookup.at(schema, path)
  return typeof found === 'string' ? undefined : lookup.values(found)
}
