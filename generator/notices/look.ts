/** Looks up what schemas say at a place of the payload, through references and in every branch. */
import { memberOf } from '../schema/pointer.js'
import { isObject, type JsonObject, type JsonSchema, type JsonValue } from '../schema/types.js'
import { isSchema } from '../schema/walk.js'

export type Path = readonly string[]

/** By the identifiers that references name. */
export type Definitions = ReadonlyMap<string, JsonSchema>

/** What stands at a place: schemas, nothing, or whatever there is, as nothing is said of the members. */
export type Found = readonly JsonSchema[] | 'nothing' | 'unsaid'

interface Parts {
  readonly objects: readonly JsonObject[]
  /** Whether it says what members there are. */
  readonly says: boolean
}

const ALTERNATIVES = ['oneOf', 'anyOf'] as const

/** Chains of references may be of any length; so far in, nothing is said any more. */
const DEEPEST = 100

export class Lookup {
  readonly #definitions: Definitions
  readonly #known = new Map<JsonSchema, Parts>()

  constructor(definitions: Definitions) {
    this.#definitions = definitions
  }

  at(start: JsonSchema, path: Path): Found {
    let schemas: readonly JsonSchema[] = [start]
    for (const step of path) {
      const parts = schemas.map((schema) => this.#parts(schema, 0))
      const found = parts.flatMap(({ objects }) => objects.flatMap((one) => membersOf(one, step)))
      if (found.length === 0) return parts.some(({ says }) => says) ? 'nothing' : 'unsaid'
      schemas = found
    }
    return schemas.every((schema) => schema === false) ? 'nothing' : schemas
  }

  /** Everything that a schema may be, its branches included. */
  objects(schema: JsonSchema): readonly JsonObject[] {
    return this.#parts(schema, 0).objects
  }

  /** The only values that the schemas allow, as texts; undefined where others may come. */
  values(schemas: readonly JsonSchema[]): readonly string[] | undefined {
    const lists = schemas.flatMap((schema) => {
      const values = this.#valuesOf(schema, 0)
      return values === undefined ? [] : [values]
    })
    return lists.length === 0 ? undefined : [...new Set(lists.flat())]
  }

  /** The types that the schemas name, `null` aside; none where any may come. */
  types(schemas: readonly JsonSchema[]): readonly string[] {
    const objects = schemas.flatMap((schema) => this.objects(schema))
    return objects.flatMap((one) => {
      const type = memberOf(one, 'type')
      return (Array.isArray(type) ? type : [type]).flatMap((name) =>
        typeof name === 'string' && name !== 'null' ? [name] : [],
      )
    })
  }

  /** Whether nothing but objects and lists can stand there, which expressions do not read. */
  isStructure(schemas: readonly JsonSchema[]): boolean {
    const types = this.types(schemas)
    return types.length > 0 && types.every((type) => type === 'object' || type === 'array')
  }

  #valuesOf(schema: JsonSchema, level: number): readonly string[] | undefined {
    if (!isObject(schema) || level > DEEPEST) return undefined
    const only = memberOf(schema, 'const')
    const choices = only === undefined ? memberOf(schema, 'enum') : [only]
    if (Array.isArray(choices)) return choices.flatMap((value) => textOf(value) ?? [])
    for (const inner of [...this.#target(schema), ...listOf(schema, 'allOf')]) {
      const values = this.#valuesOf(inner, level + 1)
      if (values !== undefined) return values
    }
    for (const keyword of ALTERNATIVES) {
      const branches = listOf(schema, keyword).map((inner) => this.#valuesOf(inner, level + 1))
      const isClosed = branches.length > 0 && !branches.includes(undefined)
      if (isClosed) return branches.flatMap((values) => values ?? [])
    }
    return undefined
  }

  #target(schema: JsonObject): readonly JsonSchema[] {
    const reference = memberOf(schema, '$ref')
    const name = typeof reference === 'string' ? reference.slice('#/definitions/'.length) : ''
    const target = this.#definitions.get(name)
    return target === undefined ? [] : [target]
  }

  #parts(schema: JsonSchema, level: number): Parts {
    if (!isObject(schema) || level > DEEPEST) return { objects: [], says: schema === false }
    const known = this.#known.get(schema)
    if (known !== undefined) return known
    // What refers to itself says nothing more by that.
    this.#known.set(schema, { objects: [], says: false })
    const all = [...this.#target(schema), ...listOf(schema, 'allOf')].map((one) =>
      this.#parts(one, level + 1),
    )
    const some = ['if', 'then', 'else'].flatMap((keyword) => {
      const inner = memberOf(schema, keyword)
      return inner !== undefined && isSchema(inner) ? [this.#parts(inner, level + 1)] : []
    })
    const choices = ALTERNATIVES.map((keyword) =>
      listOf(schema, keyword).map((inner) => this.#parts(inner, level + 1)),
    )
    const inner = [...all, ...some, ...choices.flat()]
    const parts = {
      objects: [schema, ...inner.flatMap(({ objects }) => objects)],
      says:
        declares(schema) ||
        all.some(({ says }) => says) ||
        choices.some((list) => list.length > 0 && list.every(({ says }) => says)),
    }
    this.#known.set(schema, parts)
    return parts
  }
}

/** A name, as deliveries would have it. */
export function textOf(value: JsonValue | undefined): string | undefined {
  return ['string', 'number', 'boolean'].includes(typeof value) ? String(value) : undefined
}

function membersOf(schema: JsonObject, step: string): readonly JsonSchema[] {
  const properties = memberOf(schema, 'properties')
  const named = properties === undefined ? undefined : memberOf(properties, step)
  if (named !== undefined) return isSchema(named) ? [named] : []
  const patterns = memberOf(schema, 'patternProperties')
  const matching = isObject(patterns)
    ? Object.entries(patterns).flatMap(([pattern, inner]) =>
        isSchema(inner) && matches(pattern, step) ? [inner] : [],
      )
    : []
  if (matching.length > 0) return matching
  if (/^\d+$/.test(step)) return itemsOf(schema, Number(step))
  const others = ['additionalProperties', 'unevaluatedProperties'].flatMap((keyword) => {
    const inner = memberOf(schema, keyword)
    return isObject(inner) && Object.keys(inner).length > 0 ? [inner] : []
  })
  return others
}

function itemsOf(schema: JsonObject, index: number): readonly JsonSchema[] {
  const [items, prefix] = [memberOf(schema, 'items'), memberOf(schema, 'prefixItems')]
  const list = Array.isArray(prefix) ? prefix : items
  const item = Array.isArray(list) ? list[index] : items
  return item !== undefined && isSchema(item) ? [item] : []
}

function matches(pattern: string, name: string): boolean {
  try {
    return new RegExp(pattern, 'u').test(name)
  } catch {
    return false
  }
}

/** Whether a schema says itself what members there are, or that there are none. */
function declares(schema: JsonObject): boolean {
  const type = memberOf(schema, 'type')
  const types = Array.isArray(type) ? type : type === undefined ? [] : [type]
  const isLeaf = types.length > 0 && !types.includes('object') && !types.includes('array')
  const lists = ['properties', 'patternProperties', 'items', 'prefixItems']
  return (
    isLeaf ||
    memberOf(schema, 'additionalProperties') === false ||
    lists.some((keyword) => Object.keys(memberOf(schema, keyword) ?? {}).length > 0)
  )
}

function listOf(schema: JsonObject, keyword: string): readonly JsonSchema[] {
  const list = memberOf(schema, keyword)
  return Array.isArray(list) ? list.filter(isSchema) : []
}
