/** Reports examples that do not match the schema that they are examples of. */
import type { Diagnostics } from '../diagnostics.js'
import { joinPointer, valueAt } from '../schema/pointer.js'
import { isObject, type JsonValue } from '../schema/types.js'
import { closedSchema, type SchemaGraph } from './closed-schema.js'
import { ExampleCheckers } from './example-checkers.js'
import { Reporter } from './reporter.js'
import type { SchemaNode } from './resources.js'
import { type Example, type ExamplePlace, type LoadedEvent, placeKey } from './types.js'

/**
 * Checks what `example` and `examples` hold, in schemas and beside those of events.
 *
 * @returns what there is, by the places of the schemas
 */
export async function checkExamples(
  graph: SchemaGraph,
  events: readonly LoadedEvent[],
  diagnostics: Diagnostics,
): Promise<ReadonlyMap<string, readonly Example[]>> {
  const all = new Map<string, readonly Example[]>()
  const checkers = new ExampleCheckers()
  const beside = new Map<string, ExamplePlace[]>()
  for (const { place, examples = [] } of events) {
    const key = placeKey(place)
    beside.set(key, [...(beside.get(key) ?? []), ...examples])
  }
  for (const [key, node] of graph.nodes) {
    const examples = [...examplesIn(node), ...(beside.get(key) ?? []).map(exampleAt)]
    if (examples.length === 0) continue
    all.set(key, examples)
    const schema = closedSchema(node, graph)
    if (schema === undefined) continue
    const check = await checkers.for(schema, node.document.draft)
    for (const { document, pointer, value } of examples) {
      const problem = check(value)
      if (problem === undefined) continue
      const message = `the example does not match its schema: ${problem}`
      const hint = 'a delivery like it is refused; correct the example, or the schema'
      const reporter = new Reporter(document, diagnostics)
      reporter.warning('WARN_EXAMPLE_INVALID', message, { pointer, hint })
    }
  }
  return all
}

function examplesIn({ schema, document, pointer }: SchemaNode): readonly Example[] {
  if (!isObject(schema)) return []
  const { example, examples } = schema
  const below = joinPointer(pointer, 'examples')
  return [
    ...(example === undefined
      ? []
      : [{ document, pointer: joinPointer(pointer, 'example'), value: example }]),
    ...(Array.isArray(examples) ? examples : []).map((value: JsonValue, index) => ({
      document,
      pointer: joinPointer(below, String(index)),
      value,
    })),
  ]
}

function exampleAt({ document, pointer }: ExamplePlace): Example {
  return { document, pointer, value: valueAt(document.value, pointer) ?? null }
}
