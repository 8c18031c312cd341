/** Finds objects that nothing fulfils, because one part requires what another, closed one does not let in. */
import type { Diagnostics } from '../diagnostics.js'
import { hidesSiblings } from '../schema/keywords.js'
import { joinPointer } from '../schema/pointer.js'
import { isObject, type JsonObject } from '../schema/types.js'
import type { Graph } from './ref-cycles.js'
import { Reporter } from './reporter.js'
import { keyOf, type SchemaNode } from './resources.js'
import { placeKey } from './types.js'

/** Reports the schemas of several parts that have to hold at once and cannot. */
export function reportClosedParts(graph: Graph, diagnostics: Diagnostics): void {
  const found = new Map<string, { readonly name: string; readonly parts: readonly string[] }>()
  for (const [key, node] of graph.nodes) {
    if (!isObject(node.schema) || !hasParts(node.schema)) continue
    const parts = partsOf(node, graph)
    const name = nameShutOut(parts)
    if (name !== undefined) found.set(key, { name, parts: parts.map(keyOf) })
  }
  for (const [key, { name, parts }] of found) {
    const node = graph.nodes.get(key)
    // What is wrong with a part by itself is said there.
    if (node === undefined || parts.some((part) => part !== key && found.has(part))) continue
    const quoted = JSON.stringify(name)
    const message = `nothing fulfils this: one part requires ${quoted}, and another is closed by "additionalProperties" and has no ${quoted}`
    const hint =
      'open the parts, and close the whole by "unevaluatedProperties": false (since draft 2019-09)'
    const spot = { pointer: node.pointer, hint }
    new Reporter(node.document, diagnostics).warning('WARN_SCHEMA_IMPOSSIBLE', message, spot)
  }
}

function hasParts({ $ref, allOf, additionalProperties, required }: JsonObject): boolean {
  const isOwn = additionalProperties === false || Array.isArray(required)
  return Array.isArray(allOf) || (typeof $ref === 'string' && isOwn)
}

/** The schemas that hold for the same object: itself, what it refers to, and its `allOf`. */
function partsOf(start: SchemaNode, { nodes, references }: Graph): readonly SchemaNode[] {
  const found = new Map<string, SchemaNode>()
  const open: (SchemaNode | undefined)[] = [start]
  for (const node of open) {
    if (node === undefined || !isObject(node.schema) || found.has(keyOf(node))) continue
    const key = keyOf(node)
    const target = references.get(key)
    if (target !== undefined) open.push(nodes.get(placeKey(target)))
    // What an old draft does not look at says nothing.
    if (target !== undefined && hidesSiblings(node.document.draft)) continue
    found.set(key, node)
    const { allOf } = node.schema
    if (!Array.isArray(allOf)) continue
    for (const index of allOf.keys()) {
      const pointer = joinPointer(node.pointer, 'allOf', String(index))
      open.push(nodes.get(keyOf({ ...node, pointer })))
    }
  }
  return [...found.values()]
}

/** A name that a part requires and a closed one has no property for. */
function nameShutOut(parts: readonly SchemaNode[]): string | undefined {
  const schemas = parts.flatMap(({ schema }) => (isObject(schema) ? [schema] : []))
  const closed = schemas.filter(({ additionalProperties }) => additionalProperties === false)
  if (closed.length === 0 || !schemas.every(takesObjectsOnly)) return undefined
  const required = schemas.flatMap(({ required: names }) => (Array.isArray(names) ? names : []))
  return required.find((name): name is string => {
    return typeof name === 'string' && closed.some((schema) => !letsIn(schema, name))
  })
}

/** Of other values neither keyword says anything; they are let in where no part speaks of the type. */
function takesObjectsOnly({ type, nullable }: JsonObject): boolean {
  return nullable !== true && (type === undefined || type === 'object')
}

function letsIn({ properties, patternProperties }: JsonObject, name: string): boolean {
  if (isObject(properties) && Object.hasOwn(properties, name)) return true
  return Object.keys(isObject(patternProperties) ? patternProperties : {}).some((pattern) => {
    try {
      return new RegExp(pattern, 'u').test(name)
    } catch {
      return true
    }
  })
}
