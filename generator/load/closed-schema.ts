/** Makes of a schema and all that it refers to one schema that stands by itself. */
import { joinPointer } from '../schema/pointer.js'
import { type Draft, isObject, type JsonObject, type JsonSchema } from '../schema/types.js'
import { mapSubschemas } from '../schema/walk.js'
import { keyOf, type SchemaNode } from './resources.js'
import { placeKey, type SchemaPlace } from './types.js'

/** Schemas and where their references lead, by their places. */
export interface SchemaGraph {
  readonly nodes: ReadonlyMap<string, SchemaNode>
  readonly references: ReadonlyMap<string, SchemaPlace>
}

/** Names of schemas, texts for people, and references that have become plain ones. */
const DROPPED: ReadonlySet<string> = new Set(
  `$anchor $comment $defs $dynamicAnchor $dynamicRef $id $recursiveAnchor $recursiveRef $schema
  $vocabulary default definitions description discriminator example examples id title`.split(/\s+/),
)

/** The schema, with what it refers to as its definitions; nothing where drafts are mixed. */
export function closedSchema(start: SchemaNode, graph: SchemaGraph): JsonSchema | undefined {
  const closing = new Closing(start.document.draft, graph)
  const schema = closing.close(start)
  const definitions: [string, JsonSchema][] = []
  for (const [key, name] of closing.names) {
    const node = graph.nodes.get(key)
    if (node === undefined || node.document.draft !== start.document.draft) return undefined
    definitions.push([name, closing.close(node)])
  }
  if (!isObject(schema) || definitions.length === 0) return schema
  return { ...schema, definitions: Object.fromEntries(definitions) }
}

class Closing {
  /** The definitions asked for so far, by the place of each; more may come while they are closed. */
  readonly names = new Map<string, string>()
  readonly #draft: Draft
  readonly #graph: SchemaGraph

  constructor(draft: Draft, graph: SchemaGraph) {
    this.#draft = draft
    this.#graph = graph
  }

  close(node: SchemaNode): JsonSchema {
    const { schema } = node
    if (!isObject(schema)) return schema
    const target = this.#graph.references.get(keyOf(node))
    const isModern = this.#draft === '2019-09' || this.#draft === '2020-12'
    // Up to draft 07 a reference stands for all of its schema.
    if (target !== undefined && !isModern) return { $ref: this.#refer(target) }
    const closed = mapSubschemas(kept(schema), this.#draft, (inner, path) =>
      this.close({ ...node, schema: inner, pointer: joinPointer(node.pointer, ...path) }),
    )
    return target === undefined || !isObject(closed)
      ? closed
      : { ...closed, $ref: this.#refer(target) }
  }

  #refer(target: SchemaPlace): string {
    const key = placeKey(target)
    const name = this.names.get(key) ?? `schema${this.names.size}`
    this.names.set(key, name)
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
