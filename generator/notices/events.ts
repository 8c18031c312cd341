/** What the notices look at: each event with its schema, its name and the examples of it. */
import { member, object } from '../auth/read.js'
import { Spot } from '../auth/spot.js'
import type { Expr } from '../auth/types.js'
import { typePointer } from '../catalog/type-pointer.js'
import type { Catalog } from '../catalog/types.js'
import type { ProviderConfig } from '../config/types.js'
import type { Diagnostics } from '../diagnostics.js'
import { joinPointer, parsePointer, valueAt } from '../schema/pointer.js'
import { isObject, type JsonSchema } from '../schema/types.js'
import { Lookup, type Path } from './look.js'

export interface Event {
  readonly name: string
  readonly schema: JsonSchema
  /** Whether the config or the schema say outright what it is called. */
  readonly isNamed: boolean
  /** Whether it is called after its file. */
  readonly isFile: boolean
}

export interface Noticing {
  readonly catalog: Catalog
  readonly config: ProviderConfig
  readonly events: readonly Event[]
  readonly lookup: Lookup
  readonly spot: Spot
  readonly diagnostics: Diagnostics
}

export function noticing(
  catalog: Catalog,
  config: ProviderConfig,
  diagnostics: Diagnostics,
): Noticing {
  const schemas = new Map(catalog.definitions.map((one) => [one.identifier, one.schema]))
  const names = object(member(object(member(config.value, 'events')), 'names'))
  const named = new Set(Object.values(names).flat())
  const events = catalog.events.map(({ name, definition, origin }) => {
    const schema = schemas.get(definition) ?? true
    const isDeclared = isObject(schema) && member(schema, 'x-event-type') !== undefined
    return { name, schema, isNamed: named.has(name) || isDeclared, isFile: origin.pointer === '' }
  })
  const spot = new Spot(diagnostics, config.file, config.locate)
  return { catalog, config, events, lookup: new Lookup(schemas), spot, diagnostics }
}

/** Whether the config says it itself, and no preset for it. */
export function isOwn({ config }: Noticing, ...path: readonly string[]): boolean {
  return valueAt(config.own ?? config.value, joinPointer('', ...path)) !== undefined
}

/** The places of the payload that an expression reads. */
export interface Reads {
  /** Without each of them there is nothing. */
  readonly must: readonly Path[]
  /** Of an expression of nothing but optional parts: one of them is enough. */
  readonly may: readonly Path[]
}

export function readsOf(expr: Expr, { catalog }: Noticing): Reads {
  const placesIn = (parts: Expr): readonly Path[] =>
    parts.flatMap((part) => {
      if (part.kind === 'optional') return placesIn(part.parts)
      if (part.kind !== 'placeholder') return []
      const plain = catalog.source.from === undefined ? { ...part, filters: [] } : part
      const path = parsePointer(typePointer(plain, catalog.source) ?? '-')
      return path === undefined || path.length === 0 ? [] : [path]
    })
  const isOptional = expr.every(({ kind }) => kind === 'optional')
  const firm = expr.filter(({ kind }) => kind !== 'optional')
  return { must: placesIn(firm), may: isOptional ? placesIn(expr) : [] }
}

export type Verdict = 'says' | 'silent' | 'open'

/** What a schema says of the places: something, nothing, or not even which members there are. */
export function verdictOf({ schema }: Event, { must, may }: Reads, lookup: Lookup): Verdict {
  const found = (paths: readonly Path[]) => paths.map((path) => lookup.at(schema, path))
  const firm = found(must)
  if (firm.includes('nothing')) return 'silent'
  const loose = found(may)
  const isFound = (one: unknown) => typeof one !== 'string'
  if (firm.some(isFound) || loose.some(isFound)) return 'says'
  return firm.includes('unsaid') || loose.includes('unsaid') ? 'open' : 'silent'
}

export function shown(paths: readonly Path[]): string {
  return paths.map((path) => `/${path.join('/')}`).join(' or ')
}

export function counted(count: number, of: number): string {
  const all = count === of
  if (all) return count === 1 ? 'the event schema says' : `${count} event schemas say`
  return `${count} of ${of} event schemas ${count === 1 ? 'says' : 'say'}`
}

export function listed(events: readonly Event[]): string {
  const names = events.slice(0, 3).map(({ name }) => JSON.stringify(name))
  return `${names.join(', ')}${events.length > 3 ? ` and ${events.length - 3} more` : ''}`
}

interface Notice {
  /** Without its first word. */
  readonly code: string
  /** Whether it is so of every event. */
  readonly isAll: boolean
  readonly message: string
  readonly hint: string
}

/**
 * An error where no event can ever work; a warning where some can, or where events come to their
 * handlers even though a schema, perhaps a wrong copy, says otherwise.
 */
export function notice(
  { catalog, spot }: Noticing,
  path: readonly string[],
  { code, isAll, message, hint }: Notice,
): void {
  const isHandedOver = catalog.validation === 'report' || catalog.validation === 'off'
  const place = spot.at(...path)
  if (isAll && !isHandedOver) place.error(`ERR_${code}`, message, hint)
  else place.warning(`WARN_${code}`, message, hint)
}
