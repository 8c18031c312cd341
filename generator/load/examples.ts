/** Collects the examples that the input gives, in schemas and beside those of events. */
import { joinPointer, valueAt } from '../schema/pointer.js'
import { isObject, type JsonValue } from '../schema/types.js'
import type { SchemaNode } from './resources.js'
import {
  type Example,
  type ExamplePlace,
  type LoadedEvent,
  placeKey,
  type SchemaPlace,
} from './types.js'

/** What `example` and `examples` hold, by the places of the schemas. */
export function collectExamples(
  nodes: ReadonlyMap<string, SchemaNode>,
  events: readonly LoadedEvent[],
): ReadonlyMap<string, readonly Example[]> {
  const all = new Map<string, readonly Example[]>()
  const beside = new Map<string, ExamplePlace[]>()
  for (const { place, examples = [] } of events) {
    const key = placeKey(place)
    beside.set(key, [...(beside.get(key) ?? []), ...examples])
  }
  for (const [key, node] of nodes) {
    const of = { file: node.document.file, pointer: node.pointer }
    const found = [...placesIn(node), ...(beside.get(key) ?? [])]
    const examples = found.map((place) => exampleAt(place, of))
    if (examples.length > 0) all.set(key, examples)
  }
  return all
}

function placesIn({ schema, document, pointer }: SchemaNode): readonly ExamplePlace[] {
  if (!isObject(schema)) return []
  const { example, examples } = schema
  const below = joinPointer(pointer, 'examples')
  const list = Array.isArray(examples) ? examples : []
  return [
    ...(example === undefined ? [] : [{ document, pointer: joinPointer(pointer, 'example') }]),
    ...list.map((_: JsonValue, index) => ({
      document,
      pointer: joinPointer(below, String(index)),
    })),
  ]
}

function exampleAt({ document, pointer }: ExamplePlace, of: SchemaPlace): Example {
  return { document, pointer, of, value: valueAt(document.value, pointer) ?? null }
}
