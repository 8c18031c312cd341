/** One branch of a choice as a schema of its own, with all that stands around the choice. */
import {
  type Discriminator,
  type Document,
  type LoadedSchemas,
  placeKey,
  type SchemaPlace,
} from '../load/types.js'
import { hidesSiblings } from '../schema/keywords.js'
import { joinPointer } from '../schema/pointer.js'
import { isObject, type JsonObject, type JsonSchema, type JsonValue } from '../schema/types.js'
import { referencesWithin, schemaAt } from './definitions.js'
import { draftOf } from './places.js'
import type { Link, Union } from './unions.js'

type Reference = readonly [pointer: string, target: SchemaPlace]

/** What was loaded, and grows by the schemas that are made here. */
export interface Loading {
  /** What was found of the schemas around choices. */
  readonly around: Map<string, readonly Reference[]>
  /** By the keys of schemas that others extend: what a reference to them stands for. */
  readonly choices: Map<string, SchemaPlace>
  readonly loaded: LoadedSchemas & {
    readonly documents: Map<string, Document>
    readonly references: Map<string, SchemaPlace>
    readonly discriminators: Discriminator[]
  }
}

/** A schema that is put together from others, and where its references lead. */
interface Made {
  readonly value: JsonSchema
  readonly references: readonly Reference[]
  readonly copies: readonly Copy[]
}

/** A part that is a copy, and of what. */
interface Copy {
  readonly pointer: string
  readonly of: SchemaPlace
  /** What of it is not there any more; none where all of it is. */
  readonly without?: string
}

/** Keywords beside a choice that say nothing of the payload. */
const NOTES: ReadonlySet<string> = new Set(
  `$id id $schema $comment $defs definitions title description discriminator examples example default
  deprecated readOnly writeOnly externalDocs xml`.split(/\s+/),
)

export function loadingOf(loaded: LoadedSchemas): Loading {
  const documents = new Map(loaded.documents)
  const references = new Map(loaded.references)
  const discriminators = [...(loaded.discriminators ?? [])]
  return {
    loaded: { ...loaded, documents, references, discriminators },
    around: new Map(),
    choices: new Map(),
  }
}

/** The place of the branch, or of a schema made for it where others stand around the choice. */
export function narrow(
  loading: Loading,
  start: SchemaPlace,
  union: Union,
  index: number,
): SchemaPlace {
  const { loaded } = loading
  const branch = within(union.place, union.keyword, String(index))
  const { place, links } = withoutWrappers(loaded, start, union.links)
  if (links.length === 0 && besides(union.schema, union.keyword).length === 0) {
    return aliased(loaded, branch)
  }
  const document = loaded.documents.get(union.place.file)
  if (document === undefined) return branch
  const { value, references, copies } = partAt(loading, place, links, { union, branch })
  const file = links.length === 0 ? placeKey(branch) : `${placeKey(place)}?${placeKey(branch)}`
  const locate = (pointer: string) =>
    pointer === '' || place.file !== branch.file
      ? document.locate(branch.pointer)
      : document.locate(place.pointer + pointer)
  loaded.documents.set(file, { ...document, file, value, locate, origin: branch })
  for (const [pointer, target] of references) {
    loaded.references.set(placeKey({ file, pointer }), target)
  }
  copyDiscriminators(loaded, file, copies)
  return { file, pointer: '' }
}

/** Past the schemas that do nothing but lead to another one. */
function withoutWrappers(
  loaded: LoadedSchemas,
  start: SchemaPlace,
  links: readonly Link[],
): { readonly place: SchemaPlace; readonly links: readonly Link[] } {
  const [link, ...rest] = links
  const schema = schemaAt(loaded, start)
  if (link === undefined || !isObject(schema)) return { place: start, links }
  if (link === 'reference') {
    const target = loaded.references.get(placeKey(start))
    const isPlain = hidesSiblings(draftOf(loaded, start)) || besides(schema, '$ref').length === 0
    if (target === undefined || !isPlain) return { place: start, links }
    return withoutWrappers(loaded, target, rest)
  }
  const { allOf: all } = schema
  const isOnly = link[0] === 'allOf' && Array.isArray(all) && all.length === 1
  if (!isOnly || besides(schema, 'allOf').length > 0) return { place: start, links }
  return withoutWrappers(loaded, within(start, ...link), rest)
}

interface Chosen {
  readonly union: Union
  readonly branch: SchemaPlace
}

/** The schema at a place, with the branch instead of the choice that the links lead to. */
function partAt(
  loading: Loading,
  place: SchemaPlace,
  links: readonly Link[],
  chosen: Chosen,
): Made {
  const { loaded } = loading
  const [link, ...rest] = links
  const schema = schemaAt(loaded, place)
  if (link === undefined || !isObject(schema)) return holderPart(loading, chosen)
  if (link === 'reference') {
    const target = loaded.references.get(placeKey(place)) ?? place
    const inner = partAt(loading, target, rest, chosen)
    const isPlain = hidesSiblings(draftOf(loaded, place)) || besides(schema, '$ref').length === 0
    if (isPlain) return inner
    const { $ref: _, ...base } = schema
    return withPart(loading, { place, base, without: '' }, inner)
  }
  const inner = partAt(loading, within(place, ...link), rest, chosen)
  const pointer = joinPointer('', ...link)
  const around = referencesAround(loading, place, pointer)
  return {
    value: replaced(schema, link, inner.value),
    references: [...around, ...moved(inner.references, pointer)],
    copies: [{ pointer: '', of: place, without: pointer }, ...copiesBelow(inner, pointer)],
  }
}

/** The schema that makes the choice, with one branch of it. */
function holderPart(loading: Loading, { union, branch }: Chosen): Made {
  const { loaded } = loading
  const { place, keyword, schema } = union
  const own: Made = {
    value: schemaAt(loaded, branch),
    references: referencesIn(loaded, branch),
    copies: [{ pointer: '', of: branch }],
  }
  if (besides(schema, keyword).length === 0) return own
  const { [keyword]: _, discriminator: __, ...base } = schema
  const noted = { ...base, ...notesOf(loaded, branch) }
  return withPart(loading, { place, base: noted, without: `/${keyword}` }, own)
}

/** A schema with one more in its `allOf`; `without` is what is no longer in it. */
function withPart(
  loading: Loading,
  around: { readonly place: SchemaPlace; readonly base: JsonObject; readonly without: string },
  inner: Made,
): Made {
  const { place, base, without } = around
  const all = Array.isArray(base['allOf']) ? (base['allOf'] as readonly JsonValue[]) : []
  const pointer = joinPointer('', 'allOf', String(all.length))
  const references = referencesAround(loading, place, without)
  return {
    value: { ...base, allOf: [...all, inner.value] },
    references: [...references, ...moved(inner.references, pointer)],
    copies: [{ pointer: '', of: place, without }, ...copiesBelow(inner, pointer)],
  }
}

function moved(references: readonly Reference[], pointer: string): readonly Reference[] {
  return references.map(([at, to]) => [pointer + at, to])
}

function copiesBelow({ copies }: Made, above: string): readonly Copy[] {
  return copies.map((copy) => ({ ...copy, pointer: above + copy.pointer }))
}

/** What stands around is the same for each branch, of which there may be thousands. */
function referencesAround(
  loading: Loading,
  place: SchemaPlace,
  without: string,
): readonly Reference[] {
  const key = `${placeKey(place)} ${without}`
  const around =
    loading.around.get(key) ??
    referencesIn(loading.loaded, place).filter(
      ([pointer]) => pointer !== without && (without === '' || !pointer.startsWith(`${without}/`)),
    )
  loading.around.set(key, around)
  return around
}

/** What a discriminator says of a schema it says of a copy as well. */
function copyDiscriminators(loaded: Loading['loaded'], file: string, copies: Made['copies']): void {
  for (const { pointer, of, without } of copies) {
    // A copy of the whole has the discriminator of the schema itself; one without the choice has not.
    const isKept = (below: string): boolean =>
      without === undefined
        ? below === '' || below.startsWith('/')
        : below.startsWith('/') && below !== without && !below.startsWith(`${without}/`)
    for (const one of [...loaded.discriminators]) {
      const { place } = one
      if (place.file !== of.file || !place.pointer.startsWith(of.pointer)) continue
      const below = place.pointer.slice(of.pointer.length)
      if (!isKept(below)) continue
      loaded.discriminators.push({ ...one, place: { file, pointer: pointer + below } })
    }
  }
}

function replaced(schema: JsonValue, path: readonly string[], value: JsonSchema): JsonObject {
  const [name, ...rest] = path
  const copy = (holder: JsonValue, step: string, further: readonly string[]): JsonValue => {
    const [next, ...others] = further
    const put = (member: JsonValue): JsonValue =>
      next === undefined ? value : copy(member, next, others)
    if (Array.isArray(holder)) {
      return holder.map((member: JsonValue, index) =>
        String(index) === step ? put(member) : member,
      )
    }
    const entries = Object.entries(isObject(holder) ? holder : {})
    return Object.fromEntries(
      entries.map(([key, member]) => [key, key === step ? put(member) : member]),
    )
  }
  // Sound: the copy of an object is an object.
  return copy(schema, name ?? '', rest) as JsonObject
}

/** The keywords beside one that say something of the payload. */
function besides(schema: JsonObject, keyword: string): readonly string[] {
  return Object.keys(schema).filter(
    (key) => key !== keyword && !NOTES.has(key) && !key.startsWith('x-'),
  )
}

/** What a branch says of itself, which stands for the event and not for the choice. */
function notesOf(loaded: LoadedSchemas, branch: SchemaPlace): JsonObject {
  const schema = schemaAt(loaded, aliased(loaded, branch))
  if (!isObject(schema)) return {}
  const notes = ['title', 'description', 'deprecated']
  return Object.fromEntries(Object.entries(schema).filter(([key]) => notes.includes(key)))
}

/** A schema that is a choice of the places, or all of them at once. */
export function choose(
  { loaded }: Loading,
  places: readonly SchemaPlace[],
  keyword: Union['keyword'] | 'allOf',
): SchemaPlace {
  const [first = { file: '', pointer: '' }] = places
  const document = loaded.documents.get(first.file)
  if (document === undefined) return first
  const origin = document.origin ?? first
  const file = `${placeKey(origin)}/${keyword}`
  const value = { [keyword]: places.map((place) => ({ $ref: placeKey(place) })) }
  const locate = () => document.locate(first.pointer)
  loaded.documents.set(file, { ...document, file, value, locate, origin })
  for (const [index, place] of places.entries()) {
    loaded.references.set(`${file}#/${keyword}/${index}`, place)
  }
  return { file, pointer: '' }
}

/** What a schema that does nothing but refer leads to. */
export function aliased(loaded: LoadedSchemas, place: SchemaPlace): SchemaPlace {
  const schema = schemaAt(loaded, place)
  const isAlias = isObject(schema) && Object.keys(schema).every((key) => key === '$ref')
  return (isAlias ? loaded.references.get(placeKey(place)) : undefined) ?? place
}

/** The references of a schema: where they stand, below it, and where they lead. */
function referencesIn(loaded: LoadedSchemas, from: SchemaPlace): readonly Reference[] {
  return referencesWithin(loaded, from).map(({ pointer, target }) => [
    pointer.slice(from.pointer.length),
    target,
  ])
}

function within(place: SchemaPlace, ...path: readonly string[]): SchemaPlace {
  return { file: place.file, pointer: joinPointer(place.pointer, ...path) }
}
