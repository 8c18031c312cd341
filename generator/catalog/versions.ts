/** Several versions of an event, where deliveries do not say which one they are. */
import type { Diagnostics, Place } from '../diagnostics.js'
import type { SchemaPlace } from '../load/types.js'
import type { NamedEvent } from './wire-names.js'

/** `invoice.paid@2`: the version stands behind the last `@`. */
const VERSIONED = /^(.+)@([^@]+)$/s

/** Of the schemas with one name, leaves the one with the highest version; the others are reported. */
export function latestOf(
  events: readonly NamedEvent[],
  placeOf: (place: SchemaPlace) => Place,
  diagnostics: Diagnostics,
): readonly NamedEvent[] {
  const byName = new Map<string, NamedEvent[]>()
  for (const event of events.map(withoutVersion)) {
    byName.set(event.name, [...(byName.get(event.name) ?? []), event])
  }
  return [...byName.values()].flatMap((found) => {
    const highest = found.reduce((a, b) => (compare(a.version, b.version) < 0 ? b : a))
    // Two that cannot be told apart are a mistake, which whoever takes them reports.
    const kept = found.filter(({ version }) => compare(version, highest.version) === 0)
    for (const { name, version, place } of found) {
      if (compare(version, highest.version) === 0) continue
      const message = `${JSON.stringify(name)} is read in version ${highest.version}; version ${version ?? 'without a number'} is left out`
      const hint = 'set "events": { "versions": "distinct" } where deliveries say their version'
      diagnostics.notice('NOTICE_EVENT_VERSION', message, placeOf(place), hint)
    }
    return kept
  })
}

function withoutVersion(event: NamedEvent): NamedEvent {
  const [, name, inName] = VERSIONED.exec(event.name) ?? []
  const [, , inKey] = VERSIONED.exec(event.key) ?? []
  return { ...event, name: name ?? event.name, version: event.version ?? inName ?? inKey }
}

/** Numbers in versions count as numbers, so that 10 comes behind 9; no version comes first. */
function compare(a: string | undefined, b: string | undefined): number {
  if (a === undefined || b === undefined) return Number(a !== undefined) - Number(b !== undefined)
  return a.localeCompare(b, 'en', { numeric: true })
}
