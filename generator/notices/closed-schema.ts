/** Makes of a schema and all that it refers to one schema that stands by itself, as validators of an SDK read it. */
import { markBranches } from '../catalog/discriminators.js'
import { draftOf, schemaAt } from '../catalog/places.js'
import { withoutWriteOnly } from '../emit/tolerance/write-only.js'
import { type LoadedSchemas, placeKey, type SchemaPlace } from '../load/types.js'
import { hidesSiblings } from '../schema/keywords.js'
import { joinPointer } from '../schema/pointer.js'
import { type Draft, isObject, type JsonObject, type JsonSchema } from '../schema/types.js'
import { mapSubschemas } from '../schema/walk.js'

/** Names of schemas, texts for people, and references that have become plain ones. */
const DROPPED: ReadonlySet<string> = new Set(
  `$anchor $comment $defs $dynamicAnchor $dynamicRef $id $recursiveAnchor $recursiveRef $schema
  $vocabulary default definitions description discriminator example examples id title`.split(/\s+/),
)

interface Closed {
  readonly identifier: string
  readonly draft: Draft
  readonly schema: JsonSchema
}

/**
 * The schema, with what it refers to as its definitions; nothing where drafts are mixed.
 *
 * @param isStrict whether properties that are only written are required all the same
 */
export function closedSchema(
  start: SchemaPlace,
  loaded: LoadedSchemas,
  isStrict: boolean,
): JsonSchema | undefined {
  const draft = draftOf(loaded, start)
  const closing = new Closing(draft, loaded)
  const parts: Closed[] = [{ identifier: '', draft, schema: closing.close(start) }]
  for (const [identifier, place] of closing.targets) {
    if (draftOf(loaded, place) !== draft) return undefined
    parts.push({ identifier, draft, schema: closing.close(place) })
  }
  const [whole, ...others] = isStrict ? parts : withoutWriteOnly(parts)
  if (whole === undefined || !isObject(whole.schema) || others.length === 0) return whole?.schema
  const definitions = others.map(({ identifier, schema }) => [identifier, schema] as const)
  return { ...whole.schema, definitions: Object.fromEntries(definitions) }
}

class Closing {
  /** The definitions asked for so far, by their names; more may come while they are closed. */
  readonly targets = new Map<string, SchemaPlace>()
  readonly #names = new Map<string, string>()
  readonly #draft: Draft
  readonly #loaded: LoadedSchemas

  constructor(draft: Draft, loaded: LoadedSchemas) {
    this.#draft = draft
    this.#loaded = loaded
  }

  close(place: SchemaPlace): JsonSchema {
    return this.#close(schemaAt(this.#loaded, place), place)
  }

  #close(schema: JsonSchema, place: SchemaPlace): JsonSchema {
    if (!isObject(schema)) return schema
    const target = this.#loaded.references.get(placeKey(place))
    // Up to draft 07 a reference stands for all of its schema.
    if (target !== undefined && hidesSiblings(this.#draft)) return { $ref: this.#refer(target) }
    const closed = mapSubschemas(kept(schema), this.#draft, (inner, path) =>
      this.#close(inner, { ...place, pointer: joinPointer(place.pointer, ...path) }),
    )
    const marked = markBranches(this.#loaded, place, closed)
    return target === undefined || !isObject(marked)
      ? marked
      : { ...marked, $ref: this.#refer(target) }
  }

  #refer(target: SchemaPlace): string {
    const key = placeKey(target)
    const name = this.#names.get(key) ?? `schema${this.#names.size}`
    this.#names.set(key, name)
    this.targets.set(name, target)
    return `#/definitions/${name}`
  }
}

/** What asserts something; `nullable` does so beside a type. */
function kept(schema: JsonObject): JsonObject {
  const isIdle = schema['type'] === undefined
  return Object.fromEntries(
    Object.entries(schema).filter(
      ([keyword]) =>
        !DROPPED.has(keyword) && keyword !== '$ref' && !(keyword === 'nullable' && isIdle),
    ),
  )
}
