/** Finds the wire name of each event, by the rule of the documentation: four sources, in order. */
import { type LoadedSchemas, placeKey, type SchemaPlace } from '../load/types.js'
import { joinPointer, memberOf, parsePointer } from '../schema/pointer.js'
import { isObject, type JsonObject } from '../schema/types.js'
import { schemaAt } from './definitions.js'
import type { ExplicitName } from './explicit-names.js'

export interface NamingConfig {
  /** By `placeKey`. */
  readonly names: ReadonlyMap<string, ExplicitName>
  readonly separator: string
  /** The globs as the config gives them. */
  readonly patterns: readonly string[] | undefined
  /** Where a payload says its type, if it does. */
  readonly typePointer: string | undefined
}

/** The wire name of the event whose schema stands at a place. */
export function wireName(loaded: LoadedSchemas, place: SchemaPlace, config: NamingConfig): string {
  return (
    config.names.get(placeKey(place))?.name ??
    declaredName(loaded, place) ??
    demandedName(loaded, place, config) ??
    nameOfPath(place.file, config)
  )
}

function declaredName(loaded: LoadedSchemas, place: SchemaPlace): string | undefined {
  const schema = schemaAt(loaded, place)
  if (!isObject(schema) || !Object.hasOwn(schema, 'x-event-type')) return undefined
  const name = schema['x-event-type']
  return typeof name === 'string' ? name : undefined
}

/** The constant that the schema demands at the place where a delivery says its type. */
function demandedName(
  loaded: LoadedSchemas,
  place: SchemaPlace,
  { typePointer }: NamingConfig,
): string | undefined {
  const path = typePointer === undefined ? undefined : parsePointer(typePointer)
  if (path === undefined) return undefined
  let schemas = conjuncts(loaded, [place])
  for (const step of path) {
    if (!schemas.some(({ schema }) => listsRequired(schema, step))) return undefined
    schemas = conjuncts(
      loaded,
      schemas.flatMap((holder) => propertyOf(holder, step)),
    )
  }
  const values = schemas.map(({ schema }) => constantOf(schema))
  return values.find((value) => value !== undefined)
}

interface Located {
  readonly place: SchemaPlace
  readonly schema: JsonObject
}

/** Everything that must hold at once: the schemas, what they refer to, and their `allOf`. */
function conjuncts(loaded: LoadedSchemas, places: readonly SchemaPlace[]): readonly Located[] {
  const found = new Map<string, Located>()
  const open = [...places]
  for (let place = open.pop(); place !== undefined; place = open.pop()) {
    const schema = schemaAt(loaded, place)
    if (!isObject(schema) || found.has(placeKey(place))) continue
    found.set(placeKey(place), { place, schema })
    const target = loaded.references.get(placeKey(place))
    if (target !== undefined) open.push(target)
    const all = memberOf(schema, 'allOf')
    if (!Array.isArray(all)) continue
    for (const index of all.keys()) {
      open.push({ file: place.file, pointer: joinPointer(place.pointer, 'allOf', String(index)) })
    }
  }
  return [...found.values()]
}

function listsRequired(schema: JsonObject, name: string): boolean {
  const required = memberOf(schema, 'required')
  return Array.isArray(required) && required.includes(name)
}

function propertyOf({ place, schema }: Located, name: string): readonly SchemaPlace[] {
  const properties = memberOf(schema, 'properties')
  if (properties === undefined || memberOf(properties, name) === undefined) return []
  return [{ file: place.file, pointer: joinPointer(place.pointer, 'properties', name) }]
}

function constantOf(schema: JsonObject): string | undefined {
  const choices = memberOf(schema, 'enum')
  const value =
    memberOf(schema, 'const') ??
    (Array.isArray(choices) && choices.length === 1 ? choices[0] : undefined)
  if (typeof value === 'string') return value
  return typeof value === 'number' && Number.isSafeInteger(value) ? String(value) : undefined
}

function nameOfPath(file: string, { patterns, separator }: NamingConfig): string {
  const prefix = literalPrefixes(patterns).find((candidate) => file.startsWith(candidate)) ?? ''
  return file
    .slice(prefix.length)
    .replace(/\.(?:json|ya?ml)$/i, '')
    .replace(/\.schema$/i, '')
    .split('/')
    .join(separator)
}

/** The folders in front of the first wildcard of each glob, longest first; by default `events/`. */
function literalPrefixes(patterns: readonly string[] | undefined): readonly string[] {
  const prefixes = (patterns ?? ['events/**']).map((pattern) => {
    const steps = pattern.replace(/^(?:\.\/)+/, '').split('/')
    const wild = steps.findIndex((step) => /[*?[\]{}()!+@]/.test(step))
    const fixed = steps.slice(0, wild < 0 ? -1 : wild)
    return fixed.map((step) => `${step}/`).join('')
  })
  return prefixes.sort((a, b) => b.length - a.length)
}
