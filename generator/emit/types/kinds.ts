/** Which kinds of JSON value a schema can accept: what decides between an object type and others. */
import { isObject, type JsonObject, type JsonSchema, type JsonValue } from '../../schema/types.js'

export type Kind = 'object' | 'array' | 'string' | 'number' | 'boolean' | 'null'
export type Kinds = ReadonlySet<Kind>

export const ALL_KINDS: Kinds = new Set<Kind>([
  'object',
  'array',
  'string',
  'number',
  'boolean',
  'null',
])

const NONE: Kinds = new Set()

const KIND_OF_TYPE: ReadonlyMap<JsonValue, Kind> = new Map<JsonValue, Kind>([
  ...[...ALL_KINDS].map((kind): [JsonValue, Kind] => [kind, kind]),
  ['integer', 'number'],
])

/** The schema of a definition, by its identifier. */
export type Lookup = (identifier: string) => JsonSchema | undefined

export function intersect(a: Kinds, b: Kinds): Kinds {
  if (a === ALL_KINDS || a === b) return b
  if (b === ALL_KINDS) return a
  return new Set([...a].filter((kind) => b.has(kind)))
}

export function kindOf(value: JsonValue): Kind {
  if (value === null) return 'null'
  if (Array.isArray(value)) return 'array'
  // Sound: of JSON's values, `typeof` calls each of these four by its kind.
  return typeof value as 'object' | 'string' | 'number' | 'boolean'
}

/** The kinds that `type` allows; all of them where there is none. */
export function kindsOfType({ type, nullable }: JsonObject): Kinds {
  if (type === undefined) return ALL_KINDS
  const kinds = (Array.isArray(type) ? type : [type]).map((one) => KIND_OF_TYPE.get(one))
  // The validator reads `nullable` beside a type, as OpenAPI 3.0 has it.
  const known = nullable === true ? [...kinds, 'null' as const] : kinds
  return new Set(known.filter((kind) => kind !== undefined))
}

/** `#/definitions/Name` as the catalog writes it. */
export function referenceOf(schema: JsonObject): string | undefined {
  const { $ref } = schema
  return typeof $ref === 'string' ? $ref.slice('#/definitions/'.length) : undefined
}

/** Finds the kinds that a schema as a whole can accept: none that it accepts is missing. */
export class KindFinder {
  readonly #lookup: Lookup
  readonly #open = new Set<string>()
  readonly #known = new Map<JsonObject, Kinds>()

  constructor(lookup: Lookup) {
    this.#lookup = lookup
  }

  of(schema: JsonSchema): Kinds {
    if (!isObject(schema)) return schema ? ALL_KINDS : NONE
    const known = this.#known.get(schema)
    if (known !== undefined) return known
    const kinds = this.#find(schema)
    // Inside a reference the answer may leave out what leads back to it.
    if (this.#open.size === 0) this.#known.set(schema, kinds)
    return kinds
  }

  #find(schema: JsonObject): Kinds {
    const { allOf, anyOf, oneOf } = schema
    const facets = [kindsOfType(schema), kindsOfValues(schema), this.#ofReference(schema)]
    for (const member of schemas(allOf)) facets.push(this.of(member))
    for (const list of [anyOf, oneOf]) if (Array.isArray(list)) facets.push(this.#ofAny(list))
    return facets.reduce(intersect)
  }

  #ofAny(list: JsonValue): Kinds {
    return new Set(schemas(list).flatMap((branch) => [...this.of(branch)]))
  }

  /** A reference that leads back to itself says nothing. */
  #ofReference(schema: JsonObject): Kinds {
    const name = referenceOf(schema)
    const target = name === undefined ? undefined : this.#lookup(name)
    if (name === undefined || target === undefined || this.#open.has(name)) return ALL_KINDS
    this.#open.add(name)
    const kinds = this.of(target)
    this.#open.delete(name)
    return kinds
  }
}

function kindsOfValues(schema: JsonObject): Kinds {
  const { const: value, enum: values } = schema
  if (value !== undefined) return new Set([kindOf(value)])
  return Array.isArray(values) ? new Set(values.map(kindOf)) : ALL_KINDS
}

/** The schemas in a list; a list is all that stands there in a schema that its draft allows. */
export function schemas(list: JsonValue | undefined): readonly JsonSchema[] {
  if (!Array.isArray(list)) return []
  return list.filter((member) => isObject(member) || typeof member === 'boolean')
}
