/** Plans redaction: for each event the rules that lead to what its schemas mark, and no others. */
import type { Catalog } from '../../catalog/types.js'
import type { JsonSchema } from '../../schema/types.js'
import { type Watcher, WatcherFinder, type Watchers } from './watchers.js'

/** `true` hides a place; numbers are the rules for what is inside. */
export type PlannedPlace = true | readonly number[]

/** As the runtime's rule, in a form that can be compared as text. */
export interface PlannedRule {
  readonly members: readonly (readonly [name: string, place: PlannedPlace])[]
  readonly patterns: readonly (readonly [source: string, place: PlannedPlace])[]
  readonly others: PlannedPlace
  readonly items: readonly PlannedPlace[]
  readonly rest: PlannedPlace
}

export interface PlannedRedaction {
  /** By wire name, in the order of the catalog; only events that have something to hide. */
  readonly events: readonly (readonly [name: string, place: PlannedPlace])[]
  readonly rules: readonly PlannedRule[]
}

/** What one schema says of the places directly inside. */
interface Inside {
  readonly members: ReadonlyMap<string, Watchers>
  readonly patterns: ReadonlyMap<string, Watchers>
  readonly others: Watchers
  readonly items: readonly Watchers[]
  readonly rest: Watchers
}

export function planRedaction({
  definitions,
  events,
}: Pick<Catalog, 'definitions' | 'events'>): PlannedRedaction {
  const finder = new WatcherFinder(definitions)
  const roots = events.map(
    ({ name, definition }) => [name, finder.ofDefinition(definition)] as const,
  )
  const insides = reach(
    finder,
    roots.map(([, watchers]) => watchers),
  )
  const numbers = new Map([...leading(insides)].map((watcher, index) => [watcher, index]))
  const placeOf = (watchers: Watchers): PlannedPlace => {
    if (watchers === 'hidden') return true
    return sorted([...watchers].flatMap((watcher) => numbers.get(watcher) ?? []))
  }
  const rules = [...numbers.keys()].flatMap((watcher) => {
    const inside = insides.get(watcher)
    return inside === undefined ? [] : [planRule(inside, placeOf)]
  })
  return mergeEqual({
    events: roots
      .map(([name, watchers]) => [name, placeOf(watchers)] as const)
      .filter(([, place]) => !isEmpty(place)),
    rules,
  })
}

/** Every watcher that a payload can meet, with what it says of the places inside. */
function reach(finder: WatcherFinder, roots: readonly Watchers[]): ReadonlyMap<Watcher, Inside> {
  const found = new Map<Watcher, Inside>()
  const open = roots.flatMap((watchers) => (watchers === 'hidden' ? [] : [...watchers]))
  for (const watcher of open) {
    if (found.has(watcher)) continue
    const inside = lookInside(finder, watcher)
    found.set(watcher, inside)
    for (const watchers of placesIn(inside)) if (watchers !== 'hidden') open.push(...watchers)
  }
  return found
}

function lookInside(finder: WatcherFinder, { draft, inner }: Watcher): Inside {
  const members = new Map<string, Watchers>()
  const patterns = new Map<string, Watchers>()
  const items: Watchers[] = []
  const of = (schemas: readonly JsonSchema[]) => finder.of(schemas, draft)
  const held = (...keywords: readonly string[]) =>
    inner.flatMap(({ path: [keyword = '', name], schema }) =>
      name === undefined && keywords.includes(keyword) ? [schema] : [],
    )
  // Any element may be the one that `contains` is about.
  const anywhere = held('contains')
  for (const { path, schema } of inner) {
    const [keyword, name] = path
    if (name === undefined) continue
    if (keyword === 'properties') members.set(name, of([schema]))
    if (keyword === 'patternProperties') patterns.set(name, of([schema]))
    if (keyword === 'prefixItems' || keyword === 'items') {
      items[Number(name)] = of([schema, ...anywhere])
    }
  }
  return {
    members,
    patterns,
    // What counts as unevaluated depends on the payload: all that the schema itself does not name.
    others: of(held('additionalProperties', 'unevaluatedProperties')),
    items: Array.from(items, (place) => place ?? of(anywhere)),
    rest: of([...held('items', 'additionalItems', 'unevaluatedItems'), ...anywhere]),
  }
}

function placesIn({ members, patterns, others, items, rest }: Inside): readonly Watchers[] {
  return [...members.values(), ...patterns.values(), others, ...items, rest]
}

/** The watchers from which a hidden place can be reached: against the arrows, from those that hide. */
function leading(insides: ReadonlyMap<Watcher, Inside>): ReadonlySet<Watcher> {
  const above = new Map<Watcher, Watcher[]>()
  const found = new Set<Watcher>()
  const note = (inner: Watcher, outer: Watcher) => {
    const known = above.get(inner)
    if (known === undefined) above.set(inner, [outer])
    else known.push(outer)
  }
  for (const [watcher, inside] of insides) {
    for (const place of placesIn(inside)) {
      if (place === 'hidden') found.add(watcher)
      else for (const inner of place) note(inner, watcher)
    }
  }
  for (const watcher of found) for (const next of above.get(watcher) ?? []) found.add(next)
  // In the order in which they were met, which follows the catalog.
  return new Set([...insides.keys()].filter((watcher) => found.has(watcher)))
}

function planRule(inside: Inside, placeOf: (watchers: Watchers) => PlannedPlace): PlannedRule {
  const others = placeOf(inside.others)
  const rest = placeOf(inside.rest)
  const items = inside.items.map(placeOf)
  // A place with nothing to hide is listed only where it is an exception.
  while (isEmpty(rest) && items.length > 0 && isEmpty(items.at(-1) ?? [])) items.pop()
  const list = (places: ReadonlyMap<string, Watchers>) =>
    [...places]
      .map(([name, watchers]) => [name, placeOf(watchers)] as const)
      .filter(([, place]) => !isEmpty(place) || !isEmpty(others))
  return { members: list(inside.members), patterns: list(inside.patterns), others, items, rest }
}

export function isEmpty(place: PlannedPlace): boolean {
  return place !== true && place.length === 0
}

/** Schemas that were written several times give equal rules, of which one is enough. */
function mergeEqual({ events, rules }: PlannedRedaction): PlannedRedaction {
  const first = new Map<string, number>()
  const kept: PlannedRule[] = []
  const numbers = rules.map((rule) => {
    const text = JSON.stringify(rule)
    const number = first.get(text) ?? kept.push(rule) - 1
    first.set(text, number)
    return number
  })
  if (kept.length === rules.length) return { events, rules }
  const moved = (place: PlannedPlace): PlannedPlace =>
    place === true ? true : sorted(place.flatMap((index) => numbers[index] ?? []))
  const move = <K>([key, place]: readonly [K, PlannedPlace]) => [key, moved(place)] as const
  return mergeEqual({
    events: events.map(move),
    rules: kept.map(({ members, patterns, others, items, rest }) => ({
      members: members.map(move),
      patterns: patterns.map(move),
      others: moved(others),
      items: items.map(moved),
      rest: moved(rest),
    })),
  })
}

/** In one order and once each, so that equal places are equal as text. */
function sorted(indexes: readonly number[]): readonly number[] {
  return [...new Set(indexes)].sort((a, b) => a - b)
}
