/** One branch of a choice as a schema of its own, with all that stands around the choice. */
import { type Document, type LoadedSchemas, placeKey, type SchemaPlace } from '../load/types.js'
import { joinPointer } from '../schema/pointer.js'
import { isObject, type JsonObject, type JsonValue } from '../schema/types.js'
import { referencesWithin, schemaAt } from './definitions.js'

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
  }
}

export interface Branch {
  readonly holder: SchemaPlace
  readonly keyword: 'oneOf' | 'anyOf'
  readonly index: number
}

/** Keywords beside a choice that say nothing of the payload. */
const NOTES: ReadonlySet<string> = new Set(
  `$id id $schema $comment $defs definitions title description discriminator examples example default
  deprecated readOnly writeOnly externalDocs xml`.split(/\s+/),
)

export function loadingOf(loaded: LoadedSchemas): Loading {
  const documents = new Map(loaded.documents)
  const references = new Map(loaded.references)
  return { loaded: { ...loaded, documents, references }, around: new Map(), choices: new Map() }
}

/** The place of the branch, or of a schema made for it where others stand beside the choice. */
export function narrow(loading: Loading, { holder, keyword, index }: Branch): SchemaPlace {
  const { loaded } = loading
  const schema = schemaAt(loaded, holder)
  const branch = within(holder, keyword, String(index))
  const inner = schemaAt(loaded, branch)
  const beside = isObject(schema)
    ? Object.keys(schema).filter(
        (key) => key !== keyword && !NOTES.has(key) && !key.startsWith('x-'),
      )
    : []
  if (!isObject(schema) || beside.length === 0) return aliased(loaded, branch)
  const document = loaded.documents.get(holder.file)
  const { [keyword]: _, discriminator: __, ...base } = schema
  const all = Array.isArray(base['allOf']) ? (base['allOf'] as readonly JsonValue[]) : []
  const made: JsonObject = { ...base, ...notesOf(loaded, branch), allOf: [...all, inner] }
  const file = placeKey(branch)
  const place = { file, pointer: '' }
  if (document === undefined) return branch
  const locate = (pointer: string) =>
    document.locate(pointer === '' ? branch.pointer : holder.pointer + pointer)
  loaded.documents.set(file, { ...document, file, value: made, locate, origin: branch })
  // What stands around is the same for each branch, of which there may be thousands.
  const key = `${placeKey(holder)} ${keyword}`
  const around =
    loading.around.get(key) ??
    referencesIn(loaded, holder).filter(([pointer]) => !pointer.startsWith(`/${keyword}/`))
  loading.around.set(key, around)
  setReferences(loaded, place, around)
  setReferences(loaded, within(place, 'allOf', String(all.length)), referencesIn(loaded, branch))
  return place
}

/** What a branch says of itself, which stands for the event and not for the choice. */
function notesOf(loaded: LoadedSchemas, branch: SchemaPlace): JsonObject {
  const schema = schemaAt(loaded, aliased(loaded, branch))
  if (!isObject(schema)) return {}
  const notes = ['title', 'description', 'deprecated']
  return Object.fromEntries(Object.entries(schema).filter(([key]) => notes.includes(key)))
}

/** A schema that is a choice of the places. */
export function choose(
  { loaded }: Loading,
  places: readonly SchemaPlace[],
  keyword: Branch['keyword'],
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
function aliased(loaded: LoadedSchemas, place: SchemaPlace): SchemaPlace {
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

function setReferences(
  loaded: Loading['loaded'],
  { file, pointer }: SchemaPlace,
  references: readonly Reference[],
): void {
  for (const [below, target] of references) {
    loaded.references.set(placeKey({ file, pointer: pointer + below }), target)
  }
}

function within(place: SchemaPlace, ...path: readonly string[]): SchemaPlace {
  return { file: place.file, pointer: joinPointer(place.pointer, ...path) }
}
