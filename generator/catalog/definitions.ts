/** Collects the schemas that events reach, names them and rewrites their references. */
import { createHash } from 'node:crypto'
import { type LoadedSchemas, placeKey, type SchemaPlace } from '../load/types.js'
import { isAnnotation } from '../schema/keywords.js'
import { joinPointer, parsePointer } from '../schema/pointer.js'
import type { JsonSchema } from '../schema/types.js'
import { isObject } from '../schema/types.js'
import { mapSubschemas, subschemas } from '../schema/walk.js'
import { markBranches } from './discriminators.js'
import { type Candidate, unite } from './equal-definitions.js'
import { allocateIdentifiers, allocateStems } from './names.js'
import { draftOf, schemaAt } from './places.js'
import { applyRules, REFERENCES } from './rules.js'
import type { Definition } from './types.js'

export { draftOf, schemaAt } from './places.js'

/** The place of an event's schema, and the wire name that its type is called after. */
export interface Root {
  readonly place: SchemaPlace
  readonly name: string
}

/** Every definition that the events and resources reach, by the keys of all places that have it. */
export function buildDefinitions(
  loaded: LoadedSchemas,
  roots: readonly Root[],
  resources: readonly SchemaPlace[] = [],
): ReadonlyMap<string, Definition> {
  const places = reach(loaded, [...roots.map(({ place }) => place), ...resources])
  const events = new Map<string, string | undefined>()
  for (const { place, name } of roots) {
    const key = placeKey(place)
    // A schema of several events is called after none of them.
    events.set(key, events.has(key) ? undefined : name)
  }
  const candidates = [...places].map(([key, { place }]): Candidate => {
    const event = events.get(key)
    return { key, place, text: event ?? nameOf(place), isEvent: event !== undefined }
  })
  const united = unite(candidates, loaded, (place, names) => rewrite(loaded, place, names))
  const standing = new Map([...united.values()].map((one) => [one.key, one]))
  const names = allocateIdentifiers([...standing.values()])
  const stems = allocateStems(
    [...names].map(([key, text]) => ({ key, text: text.toLowerCase(), isEvent: false })),
  )
  const identifiers = new Map(
    [...united].map(([key, one]) => [key, names.get(one.key) ?? ''] as const),
  )
  const reached = reachedBy(places, united)
  const schemas = new Map<string, JsonSchema>()
  for (const [key, { place }] of reached) schemas.set(key, rewrite(loaded, place, identifiers))
  const hashes = hashAll(loaded, reached, schemas)
  const definitions = new Map(
    [...reached].map(([key, { place }]) => [
      key,
      {
        identifier: identifiers.get(key) ?? '',
        stem: stems.get(key) ?? '',
        draft: draftOf(loaded, place),
        schema: schemas.get(key) ?? true,
        origin: loaded.documents.get(place.file)?.origin ?? place,
        hash: hashes.get(key) ?? '',
      },
    ]),
  )
  return new Map(
    [...united].flatMap(([key, one]) => {
      const definition = definitions.get(one.key)
      return definition === undefined ? [] : [[key, definition] as const]
    }),
  )
}

/** What was reached, of equal definitions the one that stands for all. */
function reachedBy(
  places: ReadonlyMap<string, Reached>,
  united: ReadonlyMap<string, Candidate>,
): ReadonlyMap<string, Reached> {
  const standing = (key: string): string => united.get(key)?.key ?? key
  return new Map(
    [...places].flatMap(([key, { place, needs }]) =>
      standing(key) === key
        ? [[key, { place, needs: [...new Set(needs.map(standing))] }] as const]
        : [],
    ),
  )
}

interface Reached {
  readonly place: SchemaPlace
  /** The keys of the places that references inside the schema lead to, each once. */
  readonly needs: readonly string[]
}

/** The roots and, through references, all that they need: in a stable order. */
function reach(loaded: LoadedSchemas, roots: readonly SchemaPlace[]): ReadonlyMap<string, Reached> {
  const found = new Map<string, Reached>()
  const open = [...roots]
  for (const place of open) {
    const key = placeKey(place)
    if (found.has(key)) continue
    const targets = referencesWithin(loaded, place).map(({ target }) => target)
    found.set(key, { place, needs: [...new Set(targets.map(placeKey))] })
    for (const target of targets) open.push(target)
  }
  return found
}

/** The references of a schema and of all schemas inside it: where they stand, and where they lead. */
export function referencesWithin(
  loaded: LoadedSchemas,
  place: SchemaPlace,
): readonly { readonly pointer: string; readonly target: SchemaPlace }[] {
  return [...schemasWithin(loaded, place)].flatMap(({ pointer, schema }) => {
    const direct = targetOf(loaded, schema, { file: place.file, pointer })
    const target = pointer === place.pointer ? endOf(loaded, schema, direct) : direct
    return target === undefined ? [] : [{ pointer, target }]
  })
}

/** Where the reference of a schema leads, if it has one: to look would cost more than to ask. */
function targetOf(
  loaded: LoadedSchemas,
  schema: JsonSchema,
  place: SchemaPlace,
): SchemaPlace | undefined {
  const isReferring = isObject(schema) && REFERENCES.some((name) => Object.hasOwn(schema, name))
  return isReferring ? loaded.references.get(placeKey(place)) : undefined
}

/**
 * Where a definition that does nothing but refer leads in the end. Compilers follow each name of a
 * chain from within the one before, and a generated schema may have thousands of them.
 */
function endOf(
  loaded: LoadedSchemas,
  schema: JsonSchema,
  target: SchemaPlace | undefined,
): SchemaPlace | undefined {
  let end = target
  const seen = new Set<string>()
  for (let from = schema; end !== undefined && doesNothingButRefer(from); ) {
    const key = placeKey(end)
    if (seen.has(key)) return target
    seen.add(key)
    from = schemaAt(loaded, end)
    const next = doesNothingButRefer(from) ? targetOf(loaded, from, end) : undefined
    if (next === undefined) return end
    end = next
  }
  return end
}

function doesNothingButRefer(schema: JsonSchema): boolean {
  const isReferring = isObject(schema) && typeof schema['$ref'] === 'string'
  return isReferring && Object.keys(schema).every((key) => key === '$ref' || isAnnotation(key))
}

/** The schema at a place and all schemas inside it. */
export function* schemasWithin(
  loaded: LoadedSchemas,
  place: SchemaPlace,
): Generator<{ readonly pointer: string; readonly schema: JsonSchema }> {
  const draft = draftOf(loaded, place)
  const open = [{ pointer: place.pointer, schema: schemaAt(loaded, place) }]
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    yield next
    for (const { path, schema } of subschemas(next.schema, draft)) {
      // Definitions inside a schema count where something refers to them, and not before.
      if (path[0] === 'definitions' || path[0] === '$defs') continue
      open.push({ pointer: joinPointer(next.pointer, ...path), schema })
    }
  }
}

function rewrite(
  loaded: LoadedSchemas,
  place: SchemaPlace,
  identifiers: ReadonlyMap<string, string>,
): JsonSchema {
  const draft = draftOf(loaded, place)
  const convert = (schema: JsonSchema, pointer: string): JsonSchema => {
    if (!isObject(schema)) return schema
    const direct = targetOf(loaded, schema, { file: place.file, pointer })
    const target = pointer === place.pointer ? endOf(loaded, schema, direct) : direct
    const name = target === undefined ? undefined : identifiers.get(placeKey(target))
    const ruled = applyRules(schema, { draft, target: name })
    // A copy, as emitters know schemas by identity, and one may stand in several definitions.
    const converted = mapSubschemas({ ...ruled }, draft, (inner, path) =>
      convert(inner, joinPointer(pointer, ...path)),
    )
    return markBranches(loaded, { file: place.file, pointer }, converted)
  }
  return convert(schemaAt(loaded, place), place.pointer)
}

/** A definition's hash covers what it refers to, so that a cache can trust it. */
function hashAll(
  loaded: LoadedSchemas,
  places: ReadonlyMap<string, Reached>,
  schemas: ReadonlyMap<string, JsonSchema>,
): ReadonlyMap<string, string> {
  const own = new Map<string, string>()
  for (const [key, { place }] of places) {
    own.set(key, sha256(JSON.stringify([draftOf(loaded, place), schemas.get(key) ?? null])))
  }
  return new Map([...places.keys()].map((key) => [key, closureHash(key, own, places)]))
}

function closureHash(
  root: string,
  own: ReadonlyMap<string, string>,
  places: ReadonlyMap<string, Reached>,
): string {
  const seen = new Set([root])
  for (const key of seen) for (const need of places.get(key)?.needs ?? []) seen.add(need)
  // The root stands apart: definitions that refer to each other reach the same ones.
  const [first = '', ...others] = [...seen].map((key) => own.get(key) ?? '')
  return sha256([first, ...others.sort()].join(' '))
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}

/** What a referenced schema is called: the last name in its pointer, or its file. */
function nameOf({ file, pointer }: SchemaPlace): string {
  const steps = parsePointer(pointer) ?? []
  const last = steps.at(-1)
  if (last === undefined) return fileName(file)
  if (!isIndex(last)) return last
  // A place in a list is told by what has the list.
  const holder = steps.findLast((step) => !isIndex(step) && !LISTS.has(step))
  return `${holder ?? fileName(file)} ${last}`
}

const LISTS: ReadonlySet<string> = new Set(['allOf', 'anyOf', 'items', 'oneOf', 'prefixItems'])

function isIndex(step: string): boolean {
  return /^\d+$/.test(step)
}

function fileName(file: string): string {
  return file
    .slice(file.lastIndexOf('/') + 1)
    .replace(/\.(?:json|ya?ml)$/i, '')
    .replace(/\.schema$/i, '')
}
