/** Reports examples that do not match the schema that they are examples of. */
import type { Diagnostics } from '../diagnostics.js'
import { joinPointer, valueAt } from '../schema/pointer.js'
import { isObject, type JsonValue } from '../schema/types.js'
import { closedSchema, type SchemaGraph } from './closed-schema.js'
import { ExampleCheckers } from './example-checkers.js'
import { Reporter } from './reporter.js'
import type { SchemaNode } from './resources.js'
import { type LoadedEvent, placeKey } from './types.js'

interface Example {
  readonly pointer: string
  readonly value: JsonValue
}

/** Checks what `example` and `examples` hold, in schemas and beside those of events. */
export async function checkExamples(
  graph: SchemaGraph,
  events: readonly LoadedEvent[],
  diagnostics: Diagnostics,
): Promise<void> {
  const checkers = new ExampleCheckers()
  const places = new Set(events.map(({ place }) => placeKey(place)))
  for (const [key, node] of graph.nodes) {
    const examples = [...examplesIn(node), ...(places.has(key) ? examplesBeside(node) : [])]
    if (examples.length === 0) continue
    const schema = closedSchema(node, graph)
    if (schema === undefined) continue
    const check = await checkers.for(schema, node.document.draft)
    const reporter = new Reporter(node.document, diagnostics)
    for (const { pointer, value } of examples) {
      const problem = check(value)
      if (problem === undefined) continue
      const message = `the example does not match its schema: ${problem}`
      const hint = 'a delivery like it is refused; correct the example, or the schema'
      reporter.warning('WARN_EXAMPLE_INVALID', message, { pointer, hint })
    }
  }
}

function examplesIn({ schema, pointer }: SchemaNode): readonly Example[] {
  if (!isObject(schema)) return []
  const { example, examples } = schema
  return [
    ...(example === undefined
      ? []
      : [{ pointer: joinPointer(pointer, 'example'), value: example }]),
    ...listed(examples, joinPointer(pointer, 'examples')),
  ]
}

/** Media types and parameters of OpenAPI have them beside the schema, and so have messages of AsyncAPI. */
function examplesBeside({ document, pointer }: SchemaNode): readonly Example[] {
  const [, holder, member] = /^(.*)\/(schema|payload)$/s.exec(pointer) ?? []
  if (document.isDescription !== true || holder === undefined) return []
  const around = valueAt(document.value, holder)
  if (!isObject(around)) return []
  const { example, examples } = around
  const below = joinPointer(holder, 'examples')
  const inner = member === 'payload' ? 'payload' : 'value'
  const named = isObject(examples) || Array.isArray(examples) ? Object.entries(examples) : []
  return [
    ...(example === undefined ? [] : [{ pointer: joinPointer(holder, 'example'), value: example }]),
    ...named.flatMap(([name, one]) => {
      const value = isObject(one) ? one[inner] : undefined
      return value === undefined ? [] : [{ pointer: joinPointer(below, name, inner), value }]
    }),
  ]
}

function listed(examples: JsonValue | undefined, pointer: string): readonly Example[] {
  if (!Array.isArray(examples)) return []
  return examples.map((value, index) => ({ pointer: joinPointer(pointer, String(index)), value }))
}
