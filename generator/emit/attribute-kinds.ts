/** Which attributes of CloudEvents are no text, as the schemas of the events say. */
import type { Catalog, EventDef } from '../catalog/types.js'
import { isObject, type JsonObject, type JsonValue } from '../schema/types.js'
import { isSchema } from '../schema/walk.js'
import { conjuncts } from './tolerance/conjuncts.js'
import type { Lookup } from './types/kinds.js'

type Kind = 'integer' | 'number' | 'boolean' | 'string'

/** An attribute's name, as headers can have it. */
const ATTRIBUTE = /^[a-z0-9]+$/
/** Members of the JSON form that are no attributes. */
const DATA: ReadonlySet<string> = new Set(['data', 'data_base64'])

/** By name the kind, or the kinds by wire names where the events do not agree; text is left out. */
export function attributeKinds({
  definitions,
  events,
  source,
}: Catalog): Readonly<Record<string, Kind | Readonly<Record<string, Kind>>>> {
  if (source.payload !== '') return {}
  const known = new Map(definitions.map(({ identifier, schema }) => [identifier, schema]))
  const found = new Map<string, Map<string, Kind>>()
  for (const event of events) {
    for (const [name, kind] of kindsOf(event, (identifier) => known.get(identifier))) {
      found.set(name, (found.get(name) ?? new Map<string, Kind>()).set(event.name, kind))
    }
  }
  const told = [...found].filter(([, kinds]) => [...kinds.values()].some((one) => one !== 'string'))
  return Object.fromEntries(
    told.map(([name, kinds]) => {
      const [first = 'string', ...others] = new Set(kinds.values())
      return [name, others.length === 0 ? first : Object.fromEntries(kinds)]
    }),
  )
}

function kindsOf({ definition }: EventDef, lookup: Lookup): ReadonlyMap<string, Kind> {
  const found = new Map<string, Kind>()
  for (const { properties } of conjuncts(lookup(definition) ?? true, lookup)) {
    for (const [name, schema] of Object.entries(isObject(properties) ? properties : {})) {
      if (!ATTRIBUTE.test(name) || DATA.has(name) || !isSchema(schema)) continue
      const kinds = conjuncts(schema, lookup).flatMap((part) => kindIn(part) ?? [])
      const [kind] = kinds
      if (kind !== undefined) found.set(name, kinds.includes('integer') ? 'integer' : kind)
    }
  }
  return found
}

/** Where text is allowed, a header is text. */
function kindIn(schema: JsonObject): Kind | undefined {
  const { type, const: only, enum: values } = schema
  const listed = only === undefined ? values : [only]
  const names = type === undefined && Array.isArray(listed) ? listed.map(kindOf) : [type].flat()
  const kinds = (['string', 'boolean', 'integer', 'number'] as const).filter((kind) =>
    names.includes(kind),
  )
  const others = kinds.filter((kind) => kind !== 'integer' || !kinds.includes('number'))
  return others.length > 1 ? 'string' : others[0]
}

function kindOf(value: JsonValue): string {
  return Number.isInteger(value) ? 'integer' : typeof value
}
