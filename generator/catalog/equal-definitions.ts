/** Finds the definitions that are one, though several places have them: files repeat what they share. */
import { type LoadedSchemas, placeKey, type SchemaPlace } from '../load/types.js'
import { isAnnotation } from '../schema/keywords.js'
import { isObject, type JsonSchema } from '../schema/types.js'
import { identifierOf, type Wanted } from './names.js'
import { draftOf } from './places.js'

/** A definition that wants a name. */
export interface Candidate extends Wanted {
  readonly place: SchemaPlace
}

/** The schema at a place, its references named by what the map has for their targets. */
export type Rewrite = (place: SchemaPlace, names: ReadonlyMap<string, string>) => JsonSchema

/** For each candidate, by key, the one that stands for it: itself where there is no equal one. */
export function unite(
  candidates: readonly Candidate[],
  loaded: LoadedSchemas,
  rewrite: Rewrite,
): ReadonlyMap<string, Candidate> {
  const groups = new Map<string, Candidate[]>()
  for (const candidate of candidates) {
    const name = identifierOf(candidate.text)
    groups.set(name, [...(groups.get(name) ?? []), candidate])
  }
  const shared = [...groups.values()].filter((group) => group.length > 1)
  const united = new Map(candidates.map((one) => [one.key, one]))
  if (shared.length === 0) return united
  const wrapped = wrappersOf(shared, loaded, rewrite)
  const classes = classesOf(candidates, shared, { loaded, rewrite, wrapped })
  const members = new Map<string, Candidate[]>()
  for (const one of candidates) {
    const key = classes.get(one.key) ?? one.key
    members.set(key, [...(members.get(key) ?? []), one])
  }
  for (const group of members.values()) {
    if (group.length < 2) continue
    const standing = representative(group, wrapped)
    for (const { key } of group) united.set(key, standing)
  }
  return united
}

/** The roots that do nothing but refer to a definition of their own name: by key, that of the target. */
function wrappersOf(
  shared: readonly (readonly Candidate[])[],
  loaded: LoadedSchemas,
  rewrite: Rewrite,
): ReadonlyMap<string, string> {
  const found = new Map<string, string>()
  for (const group of shared) {
    const others = new Map(group.filter(({ isEvent }) => !isEvent).map((one) => [one.key, one]))
    for (const { key, place, isEvent } of group) {
      const target = loaded.references.get(placeKey(place))
      if (!isEvent || target === undefined || !others.has(placeKey(target))) continue
      const schema = rewrite(place, new Map([[placeKey(target), 'target']]))
      const isPlain =
        isObject(schema) &&
        Object.keys(schema).every((keyword) => keyword === '$ref' || isAnnotation(keyword))
      if (isPlain) found.set(key, placeKey(target))
    }
  }
  return found
}

/**
 * Divides the candidates of one name until what is left together cannot be told apart, neither by
 * itself nor by what it refers to. Schemas that refer to each other in circles so stay together.
 */
function classesOf(
  candidates: readonly Candidate[],
  shared: readonly (readonly Candidate[])[],
  {
    loaded,
    rewrite,
    wrapped,
  }: {
    readonly loaded: LoadedSchemas
    readonly rewrite: Rewrite
    readonly wrapped: ReadonlyMap<string, string>
  },
): ReadonlyMap<string, string> {
  const open = shared.flatMap((group) => {
    // Two events are two, however alike they are.
    const isOnlyEvent = group.filter(({ isEvent }) => isEvent).length < 2
    return group.filter(({ key, isEvent }) => !wrapped.has(key) && (!isEvent || isOnlyEvent))
  })
  let classes = new Map(candidates.map(({ key }) => [key, key]))
  for (const { key, text } of open) classes.set(key, identifierOf(text))
  for (const [key, target] of wrapped) classes.set(key, classes.get(target) ?? target)
  for (let before = 0; ; ) {
    const next = new Map(classes)
    const firsts = new Map<string, string>()
    for (const { key, place } of open) {
      const schema = rewrite(place, classes)
      const text = JSON.stringify([classes.get(key), draftOf(loaded, place), schema], inOrder)
      const first = firsts.get(text) ?? key
      firsts.set(text, first)
      next.set(key, first)
    }
    for (const [key, target] of wrapped) next.set(key, next.get(target) ?? target)
    classes = next
    if (firsts.size === before) return classes
    before = firsts.size
  }
}

/** The order of members says nothing. */
function inOrder(_name: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
}

/** The place with a schema of its own, under the name of the event where there is one. */
function representative(
  group: readonly Candidate[],
  wrapped: ReadonlyMap<string, string>,
): Candidate {
  const [first, ...others] = [...group].sort((a, b) => (a.key < b.key ? -1 : 1))
  const event = group.find(({ isEvent }) => isEvent)
  const standing =
    event !== undefined && !wrapped.has(event.key)
      ? event
      : ([first, ...others].find((one) => one !== undefined && !wrapped.has(one.key)) ?? first)
  // Sound: no group is empty.
  const { key, place } = standing as Candidate
  return {
    key,
    place,
    text: event?.text ?? (standing as Candidate).text,
    isEvent: event !== undefined,
  }
}
