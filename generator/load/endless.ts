/** Finds schemas that only an endless value fits, because each level requires one more. */
import type { Diagnostics } from '../diagnostics.js'
import { joinPointer } from '../schema/pointer.js'
import { isObject, type JsonObject, type JsonValue } from '../schema/types.js'
import { findCycles, type Graph } from './ref-cycles.js'
import { Reporter } from './reporter.js'
import { keyOf } from './resources.js'
import { placeKey } from './types.js'

/** Reports each cycle of schemas in which every value has to hold another. */
export function reportEndless(graph: Graph, diagnostics: Diagnostics): void {
  for (const cycle of findCycles(graph, (key) => required(key, graph))) {
    const [first = ''] = cycle.filter((key) => graph.references.has(key)).sort()
    const node = graph.nodes.get(first)
    if (node === undefined) continue
    const message = 'no finite value fits: what the schema requires is the schema again'
    const hint = 'take it out of "required", or let it be null'
    const spot = { pointer: node.pointer, hint }
    new Reporter(node.document, diagnostics).warning('WARN_SCHEMA_ENDLESS', message, spot)
  }
}

/** The schemas that have to hold, for the same value or for one inside it, if this one holds. */
function required(key: string, { nodes, references }: Graph): string[] {
  const target = references.get(key)
  const found = target === undefined ? [] : [placeKey(target)]
  const node = nodes.get(key)
  if (node === undefined || !isObject(node.schema)) return found
  const isModern = node.document.draft === '2019-09' || node.document.draft === '2020-12'
  if (target !== undefined && !isModern) return found
  const inner = requiredPaths(node.schema)
  return [
    ...found,
    ...inner.map((path) => keyOf({ ...node, pointer: joinPointer(node.pointer, ...path) })),
  ]
}

function requiredPaths(schema: JsonObject): readonly (readonly string[])[] {
  const { allOf, items, minItems, nullable, properties, required: names, type } = schema
  const paths = Array.isArray(allOf) ? allOf.map((_, index) => ['allOf', String(index)]) : []
  if (nullable === true) return paths
  if (isOnly(type, 'object') && isObject(properties) && Array.isArray(names)) {
    for (const name of names) {
      if (typeof name !== 'string' || !Object.hasOwn(properties, name)) continue
      paths.push(['properties', name])
    }
  }
  const isFilled = typeof minItems === 'number' && minItems >= 1
  if (isOnly(type, 'array') && isFilled && isObject(items)) paths.push(['items'])
  return paths
}

function isOnly(type: JsonValue | undefined, one: string): boolean {
  return Array.isArray(type) ? type.length === 1 && type[0] === one : type === one
}
