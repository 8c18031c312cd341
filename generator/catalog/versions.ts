/** Several versions of an event, where deliveries do not say which one they are. */
import type { Diagnostics, Place } from '../diagnostics.js'
import { type LoadedSchemas, placeKey, type SchemaPlace } from '../load/types.js'
import type { TypeForm } from './type-form.js'
import { versionConstants } from './version-constants.js'
import type { NamedEvent } from './wire-names.js'

/** `invoice.paid@2`: the version stands behind the last `@`. */
const VERSIONED = /^(.+)@([^@]+)$/s

/** Of the schemas with one name, leaves the one with the highest version; the others are reported. */
export function latestOf(
  events: readonly NamedEvent[],
  to: {
    readonly loaded: LoadedSchemas
    readonly form: TypeForm
    readonly placeOf: (place: SchemaPlace) => Place
    readonly diagnostics: Diagnostics
  },
): readonly NamedEvent[] {
  const byName = new Map<string, NamedEvent[]>()
  for (const event of events.map(withoutVersion)) {
    byName.set(event.name, [...(byName.get(event.name) ?? []), event])
  }
  const { loaded, form, placeOf, diagnostics } = to
  return [...byName.values()].flatMap((claiming) => {
    const found = withConstants(claiming, loaded, form)
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

/** Several of one name that do not say their versions otherwise may have constants that do. */
function withConstants(
  events: readonly NamedEvent[],
  loaded: LoadedSchemas,
  form: TypeForm,
): readonly NamedEvent[] {
  if (events.every(({ version }) => version !== undefined)) return events
  const places = new Map(events.map(({ place }) => [placeKey(place), place]))
  const versions = versionConstants(loaded, [...places.values()], form)
  if (versions === undefined) return events
  const byPlace = new Map([...places.keys()].map((key, index) => [key, versions[index]]))
  return events.map((event) => {
    return { ...event, version: byPlace.get(placeKey(event.place)) ?? event.version }
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
