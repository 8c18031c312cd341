/** Notices files that describe the whole body, where the config says that they describe a part of it. */
import { joinPointer, parsePointer } from '../schema/pointer.js'
import { type Event, isOwn, type Noticing, notice } from './events.js'
import type { Path } from './look.js'

/**
 * Files describe what "payload" leads to. One that has the pointer's own members, and demands the
 * event's name around them, describes the body: every genuine event would break it.
 */
export function noticePayload(all: Noticing): void {
  const { catalog, events } = all
  const { batch, payload, from, type } = catalog.source
  const path = parsePointer(payload) ?? []
  const [only, ...others] = type
  if (path.length === 0 || from !== undefined || !isOwn(all, 'events', 'payload')) return
  if (only?.kind !== 'placeholder' || others.length > 0 || only.filters.length > 0) return
  const outer = only.source === (batch === undefined ? 'json' : 'item') ? only.arg : undefined
  const name = parsePointer(outer ?? '') ?? []
  if (name.length === 0 || `${outer}/`.startsWith(`${payload}/`)) return
  const wrong = events.filter((event) => event.isFile && isBody(event, name, path, all))
  if (wrong.length < events.length) return
  const message = `the schemas have a name at ${outer} and something at ${payload}, so they describe the whole body: "events.payload" says that they describe what stands at ${payload}, and no event would be valid`
  const hint = `leave "payload" out, or let the schemas describe what stands at ${joinPointer('', ...path)}`
  notice(all, ['events', 'payload'], { code: 'PAYLOAD_BODY', isAll: true, message, hint })
}

function isBody({ name, schema }: Event, type: Path, payload: Path, { lookup }: Noticing) {
  const [named, inner] = [lookup.at(schema, type), lookup.at(schema, payload)]
  if (typeof named === 'string' || typeof inner === 'string') return false
  return lookup.values(named)?.includes(name) === true
}
