/** Reads off the schemas which of them look at a place, and what they hide there. */
import type { Definition } from '../../catalog/types.js'
import { IN_PLACE_KEYWORDS } from '../../schema/keywords.js'
import { type Draft, isObject, type JsonObject, type JsonSchema } from '../../schema/types.js'
import { type Subschema, subschemas } from '../../schema/walk.js'

const REFERENCE = '#/definitions/'
const HIDDEN_FORMATS: ReadonlySet<unknown> = new Set(['password', 'email', 'idn-email'])

/** A schema, recognised by being the same object. */
export interface Watcher {
  readonly schema: JsonObject
  readonly draft: Draft
  /** The schemas directly inside. */
  readonly inner: readonly Subschema[]
}

/** The schemas that look at one place; `'hidden'` where one of them marks it. */
export type Watchers = 'hidden' | ReadonlySet<Watcher>

/**
 * Finds schemas through references and through every keyword that looks at the same value, be it
 * `anyOf` or `not`: whether a branch holds depends on the payload, and a broken one is printed too.
 */
export class WatcherFinder {
  readonly #definitions: ReadonlyMap<string, Definition>
  readonly #interned = new Map<JsonObject, Watcher>()
  readonly #found = new Map<Watcher, Watchers>()

  constructor(definitions: readonly Definition[]) {
    this.#definitions = new Map(definitions.map((one) => [one.identifier, one]))
  }

  /** The watchers of the payloads that a definition describes. */
  ofDefinition(identifier: string): Watchers {
    const definition = this.#definitions.get(identifier)
    return definition === undefined ? new Set() : this.of([definition.schema], definition.draft)
  }

  /** The watchers of a place that all of these schemas describe. */
  of(schemas: readonly JsonSchema[], draft: Draft): Watchers {
    const [only] = schemas
    if (schemas.length === 1 && isObject(only)) return this.#from(this.#intern(only, draft))
    const together = new Set<Watcher>()
    for (const schema of schemas) {
      if (!isObject(schema)) continue
      const watchers = this.#from(this.#intern(schema, draft))
      if (watchers === 'hidden') return 'hidden'
      for (const watcher of watchers) together.add(watcher)
    }
    return together
  }

  #from(root: Watcher): Watchers {
    const before = this.#found.get(root)
    if (before !== undefined) return before
    const watchers = this.#follow(root)
    this.#found.set(root, watchers)
    return watchers
  }

  #follow(root: Watcher): Watchers {
    const seen = new Set([root])
    for (const watcher of seen) {
      if (isMarked(watcher.schema) || this.#hidesContent(watcher)) return 'hidden'
      for (const next of this.#inPlace(watcher)) seen.add(next)
    }
    return seen
  }

  *#inPlace({ schema, draft, inner }: Watcher): Generator<Watcher> {
    const target = this.#targetOf(schema)
    if (target !== undefined) yield target
    for (const { path, schema: next } of inner) {
      const [keyword = ''] = path
      // Names are part of the place: an object that has sensitive ones is hidden with them.
      if (!IN_PLACE_KEYWORDS.has(keyword) && keyword !== 'propertyNames') continue
      if (isObject(next)) yield this.#intern(next, draft)
    }
  }

  /** JSON inside a string cannot be hidden in part. */
  #hidesContent({ draft, inner }: Watcher): boolean {
    return inner.some(
      ({ path: [keyword], schema: content }) =>
        keyword === 'contentSchema' &&
        isObject(content) &&
        this.#holdsMark(this.#intern(content, draft)),
    )
  }

  #holdsMark(root: Watcher): boolean {
    const seen = new Set([root])
    for (const { schema, draft, inner } of seen) {
      if (isMarked(schema)) return true
      const target = this.#targetOf(schema)
      if (target !== undefined) seen.add(target)
      for (const { schema: next } of inner) if (isObject(next)) seen.add(this.#intern(next, draft))
    }
    return false
  }

  #targetOf({ $ref }: JsonObject): Watcher | undefined {
    if (typeof $ref !== 'string' || !$ref.startsWith(REFERENCE)) return undefined
    const target = this.#definitions.get($ref.slice(REFERENCE.length))
    if (target === undefined || !isObject(target.schema)) return undefined
    return this.#intern(target.schema, target.draft)
  }

  #intern(schema: JsonObject, draft: Draft): Watcher {
    const known = this.#interned.get(schema)
    if (known !== undefined) return known
    const watcher = { schema, draft, inner: subschemas(schema, draft) }
    this.#interned.set(schema, watcher)
    return watcher
  }
}

/** Whatever `x-sensitive` says besides no counts as yes. */
function isMarked(schema: JsonObject): boolean {
  const sensitive = schema['x-sensitive'] ?? false
  return sensitive !== false || schema['writeOnly'] === true || HIDDEN_FORMATS.has(schema['format'])
}
