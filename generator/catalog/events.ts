/** Turns event files into named events, and reports names that cannot be or should not be. */
import type { Diagnostics, Place } from '../diagnostics.js'
import { type LoadedEvent, type LoadedSchemas, placeKey, type SchemaPlace } from '../load/types.js'
import { hasInvisible } from '../print/invisible.js'
import { isObject, type JsonSchema } from '../schema/types.js'
import { schemaAt } from './definitions.js'
import { allocateStems } from './names.js'
import type { Loading } from './narrow.js'
import type { Definition, EventDef, GroupDef } from './types.js'
import { latestOf } from './versions.js'
import { keysOf, type NamedEvent, type NamingConfig, namedEvents } from './wire-names.js'

/** Every event with its wire name, sorted by it. */
export function nameEvents(
  loading: Loading,
  config: NamingConfig,
  diagnostics: Diagnostics,
): readonly NamedEvent[] {
  const { loaded } = loading
  const all = inputEvents(loaded, config).flatMap((event) => namedEvents(loading, event, config))
  const latest = config.onlyLatest
    ? latestOf(all, {
        loaded,
        form: config.form,
        placeOf: (place) => placeOf(loaded, place),
        diagnostics,
      })
    : all
  const roots = withoutDoubt(latest, loaded, diagnostics)
  const byName = new Map<string, SchemaPlace>()
  for (const { name, place } of roots) {
    const at = placeOf(loaded, place)
    if (name.trim() === '') {
      diagnostics.error('ERR_EVENT_NAME_EMPTY', 'the wire name of this event is empty', at)
    }
    reportSuspicious(name, at, diagnostics)
    const other = byName.get(name)
    if (other === undefined) byName.set(name, place)
    else if (placeKey(other) !== placeKey(place)) {
      diagnostics.error(
        'ERR_EVENT_DUPLICATE',
        `two schemas claim the event ${JSON.stringify(name)}: ${shown(loaded, other)} and ${shown(loaded, place)}`,
        at,
        'name one of them in "events.names"; for versions of one event see "events.versions"',
      )
    }
  }
  return withoutDoubles(roots).sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0))
}

/**
 * A constant that a schema does not require names it as long as it is the only one of that name:
 * documents of providers have copies in which nobody changed it. Those are called by their keys.
 */
function withoutDoubt(
  events: readonly NamedEvent[],
  loaded: LoadedSchemas,
  diagnostics: Diagnostics,
): readonly NamedEvent[] {
  const claims = new Map<string, Set<string>>()
  for (const { name, place } of events) {
    claims.set(name, (claims.get(name) ?? new Set()).add(placeKey(place)))
  }
  return events.map((event) => {
    const { name, key, place, isOptional } = event
    if (isOptional !== true || (claims.get(name)?.size ?? 0) < 2 || key === name) return event
    const message = `several schemas say ${JSON.stringify(name)} where the type is read, and this one does not require it: it is called ${JSON.stringify(key)}`
    const hint = 'name it in "events.names"'
    diagnostics.warning('WARN_EVENT_NAME', message, placeOf(loaded, place), hint)
    return { ...event, name: key }
  })
}

/** One name for one schema, however many ways lead to it. */
function withoutDoubles(events: readonly NamedEvent[]): NamedEvent[] {
  const seen = new Set<string>()
  return events.filter(({ name, place }) => {
    const key = JSON.stringify([name, placeKey(place)])
    return !seen.has(key) && seen.add(key)
  })
}

/** The events of the input; a file of which `events.names` names parts stands for those parts alone. */
function inputEvents({ events }: LoadedSchemas, { names }: NamingConfig): readonly LoadedEvent[] {
  const known = new Set(events.flatMap(keysOf))
  const named = [...names.values()].map(({ place }) => place)
  const whole = new Set(named.filter(isWhole).map(({ file }) => file))
  const parts = named.filter((place) => !isWhole(place) && !known.has(placeKey(place)))
  const inParts = new Set(parts.map(({ file }) => file))
  return [
    ...events.filter(
      ({ place }) => !isWhole(place) || whole.has(place.file) || !inParts.has(place.file),
    ),
    ...parts.map((place) => ({ place })),
  ]
}

function isWhole({ pointer }: SchemaPlace): boolean {
  return pointer === ''
}

/** Names that look like others are kept exactly, and pointed out. */
function reportSuspicious(name: string, at: Partial<Place>, diagnostics: Diagnostics): void {
  if (hasInvisible(name)) {
    const message = `the event name ${escaped(name)} holds characters that cannot be seen`
    diagnostics.warning('WARN_NAME_INVISIBLE', message, at)
  }
  if (name !== name.normalize('NFC')) {
    const message = `the event name ${escaped(name)} is not in Unicode normal form C`
    diagnostics.warning('WARN_NAME_NOT_NORMAL', message, at)
  }
  if (/\p{Script=Latin}/u.test(name) && /[\p{Script=Cyrillic}\p{Script=Greek}]/u.test(name)) {
    const message = `the event name ${escaped(name)} mixes alphabets whose letters look alike`
    diagnostics.warning('WARN_NAME_CONFUSABLE', message, at)
  }
}

function escaped(name: string): string {
  return JSON.stringify(name).replace(
    /[^\x20-\x7e]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}

export function placeOf(loaded: LoadedSchemas, { file, pointer }: SchemaPlace): Place {
  const document = loaded.documents.get(file)
  const shownPointer = document?.origin?.pointer ?? pointer
  const at = document?.locate(pointer)
  return { file: document?.shown ?? file, pointer: `#${shownPointer}`, ...at }
}

function shown(loaded: LoadedSchemas, place: SchemaPlace): string {
  const document = loaded.documents.get(place.file)
  const { pointer } = document?.origin ?? place
  return `${document?.shown ?? place.file}${pointer && `#${pointer}`}`
}

export function buildEvents(
  loaded: LoadedSchemas,
  roots: readonly NamedEvent[],
  definitions: ReadonlyMap<string, Definition>,
): readonly EventDef[] {
  const stems = allocateStems(roots.map(({ name }) => ({ key: name, text: name, isEvent: true })))
  return roots.map(({ name, place, event }) => {
    const schema = schemaAt(loaded, place)
    return {
      name,
      definition: definitions.get(placeKey(place))?.identifier ?? '',
      stem: stems.get(name) ?? '',
      description:
        event.description ?? describe(schema, 'description') ?? describe(schema, 'title'),
      deprecated: event.deprecated === true || (isObject(schema) && schema['deprecated'] === true),
      origin: loaded.documents.get(place.file)?.origin ?? place,
    }
  })
}

function describe(schema: JsonSchema, keyword: string): string | undefined {
  if (!isObject(schema) || !Object.hasOwn(schema, keyword)) return undefined
  const text = schema[keyword]
  return typeof text === 'string' && text.trim() !== '' ? text : undefined
}

/** `a.b.c` is in the groups `a.*` and `a.b.*`. A group that is also an event's name is no group. */
export function buildGroups(names: readonly string[], separator: string): readonly GroupDef[] {
  const groups = new Map<string, string[]>()
  for (const name of names) {
    const steps = name.split(separator)
    for (let length = 1; length < steps.length; length++) {
      const group = [...steps.slice(0, length), '*'].join(separator)
      const members = groups.get(group) ?? []
      members.push(name)
      groups.set(group, members)
    }
  }
  const literal = new Set(names)
  return [...groups]
    .filter(([name]) => !literal.has(name))
    .map(([name, events]) => ({ name, events }))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
}
