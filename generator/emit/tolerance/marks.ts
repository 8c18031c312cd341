/** Finds the lists of values that tell events or branches of a union apart: tolerance leaves them closed. */
import { placesOf, typeForm } from '../../catalog/type-form.js'
import type { Catalog } from '../../catalog/types.js'
import { isObject, type JsonObject, type JsonSchema, type JsonValue } from '../../schema/types.js'
import { isSchema, subschemas } from '../../schema/walk.js'
import { type Lookup, schemas } from '../types/kinds.js'
import { conjuncts } from './conjuncts.js'

/** What one branch demands of a property: the values, and the schema that lists them. */
interface Demand {
  readonly holder: JsonObject
  readonly values: readonly JsonValue[]
}

/** For each property, the demands of the branches that make any. */
type Demands = ReadonlyMap<string, readonly Demand[]>

/** What marks depend on; where events are named is not known of every list of definitions. */
export type Marked = Pick<Catalog, 'definitions'> & Partial<Pick<Catalog, 'events' | 'source'>>

/** The schemas whose `enum` marks an event or a branch, among all of the definitions. */
export function findMarks(catalog: Marked): ReadonlySet<JsonObject> {
  const { definitions } = catalog
  const known = new Map(definitions.map(({ identifier, schema }) => [identifier, schema]))
  const marks = new Set<JsonObject>(typeMarks(catalog, (name) => known.get(name)))
  for (const { schema, draft } of definitions) {
    const open: JsonSchema[] = [schema]
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
      if (!isObject(next)) continue
      for (const holder of marksOf(next, (name) => known.get(name))) marks.add(holder)
      for (const inner of subschemas(next, draft)) open.push(inner.schema)
    }
  }
  return marks
}

/** Where the types of events are read from, their schemas list the names. */
function typeMarks({ events = [], source }: Marked, lookup: Lookup): readonly JsonObject[] {
  const paths = source === undefined ? [] : placesOf(typeForm(source))
  return events.flatMap(({ definition }) =>
    paths.flatMap((path) => {
      let parts = conjuncts(lookup(definition) ?? true, lookup)
      for (const name of path) {
        parts = parts.flatMap((part) => propertyOf(part, String(name), lookup))
      }
      return parts
    }),
  )
}

function propertyOf(
  { properties }: JsonObject,
  name: string,
  lookup: Lookup,
): readonly JsonObject[] {
  if (!isObject(properties) || !Object.hasOwn(properties, name)) return []
  const value = properties[name]
  return value !== undefined && isSchema(value) ? conjuncts(value, lookup) : []
}

function marksOf(schema: JsonObject, lookup: Lookup): readonly JsonObject[] {
  const named = discriminatorOf(schema)
  return [schema['oneOf'], schema['anyOf']].flatMap((list) => {
    const branches = schemas(list)
    if (branches.length < 2) return []
    const demands = demandsOf(branches, lookup)
    const property = named ?? tellingProperty(demands, branches.length)
    return (demands.get(property ?? '') ?? []).map(({ holder }) => holder)
  })
}

/** As OpenAPI names it. */
function discriminatorOf({ discriminator }: JsonObject): string | undefined {
  const name = isObject(discriminator) ? discriminator['propertyName'] : undefined
  return typeof name === 'string' ? name : undefined
}

function demandsOf(branches: readonly JsonSchema[], lookup: Lookup): Demands {
  const demands = new Map<string, Demand[]>()
  for (const branch of branches) {
    const own = new Map<string, Demand>()
    for (const part of conjuncts(branch, lookup)) {
      const { properties } = part
      for (const [name, value] of Object.entries(isObject(properties) ? properties : {})) {
        const demand = isSchema(value) ? demandIn(value, lookup) : undefined
        if (demand !== undefined && !own.has(name)) own.set(name, demand)
      }
    }
    for (const [name, demand] of own) demands.set(name, [...(demands.get(name) ?? []), demand])
  }
  return demands
}

function demandIn(schema: JsonSchema, lookup: Lookup): Demand | undefined {
  for (const holder of conjuncts(schema, lookup)) {
    const { const: only, enum: listed } = holder
    const values = only === undefined ? listed : [only]
    if (Array.isArray(values)) return { holder, values }
  }
  return undefined
}

/** The property that tells all branches apart, else most of them; one by a single value each first. */
function tellingProperty(demands: Demands, branches: number): string | undefined {
  const telling = [...demands].filter(([, own]) => own.length > 1 && areDisjoint(own))
  const ranked = telling.map(([name, own]) => {
    const isSingle = own.every(({ values }) => values.length === 1)
    return { name, rank: (own.length === branches ? 2 : 0) + (isSingle ? 1 : 0) }
  })
  return ranked.sort((a, b) => b.rank - a.rank)[0]?.name
}

function areDisjoint(demands: readonly Demand[]): boolean {
  const all = demands.flatMap(({ values }) => values.map((value) => JSON.stringify(value)))
  return new Set(all).size === all.length
}
