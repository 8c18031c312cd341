/** Emits `src/events.ts`: the wire names, and which payload each one carries. */
import type { Catalog, EventDef } from '../catalog/types.js'
import { BANNER } from '../print/banner.js'
import { comment, json } from '../print/literals.js'
import type { OutputFile } from './types.js'

export function emitEventMap(catalog: Catalog): readonly OutputFile[] {
  const { events, groups } = catalog
  const content = `${BANNER}
/** Every event that the provider sends. */
import type { EventOf } from './runtime/events.js'
import type * as payloads from './types.js'

/** Wire name to payload. */
export type Events = {
${events.map(printMember).join('\n')}
}

export type EventName = keyof Events

/** One event as \`unwrap\` and \`onAny\` give it; the union narrows by \`name\`. */
export type Event<N extends EventName = EventName> = EventOf<Events, N>

/** Group to the wire names in it. */
export type EventGroups = {
${groups.map(({ name, events: names }) => `  ${json(name)}: ${names.map(json).join(' | ')}`).join('\n')}
}

export const eventNames = [
${events.map(({ name }) => `  ${json(name)},`).join('\n')}
] as const
`
  return [{ path: 'src/events.ts', content }]
}

function printMember({ name, definition, description, deprecated }: EventDef): string {
  const text = (description ?? '').trim().split(/\r\n|\r|\n/)
  const lines = text.filter((line) => line !== '').map(comment)
  if (deprecated) lines.push('@deprecated')
  const doc = lines.length === 0 ? '' : `  /** ${lines.join('\n   * ')} */\n`
  return `${doc}  ${json(name)}: payloads.${definition}`
}
