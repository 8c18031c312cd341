/** Finds references that come back to where they began without ever looking at another value. */
import type { Diagnostics } from '../diagnostics.js'
import { IN_PLACE_KEYWORDS } from '../schema/keywords.js'
import { joinPointer } from '../schema/pointer.js'
import { isObject } from '../schema/types.js'
import { subschemas } from '../schema/walk.js'
import { Reporter } from './reporter.js'
import { keyOf, type SchemaNode } from './resources.js'
import { placeKey, type SchemaPlace } from './types.js'

export interface Graph {
  readonly nodes: ReadonlyMap<string, SchemaNode>
  readonly references: ReadonlyMap<string, SchemaPlace>
}

/** The places that lead on from a place. */
export type Successors = (key: string) => string[]

/** Reports each cycle in which a value would have to be decided before it can be decided. */
export function reportCycles(graph: Graph, diagnostics: Diagnostics): void {
  const cycles = findCycles(graph, (key) => successors(key, graph))
  for (const cycle of cycles) report(cycle, graph, diagnostics)
}

/** The ways that come back to where they began. */
export function findCycles({ references }: Graph, next: Successors): readonly string[][] {
  const finished = new Set<string>()
  // A cycle has a reference in it, so those are the places to begin.
  return [...references.keys()].sort().flatMap((start) => cyclesFrom(start, next, finished))
}

/** Searches depth first, with a stack of its own; `finished` are the places seen to the end. */
function cyclesFrom(
  start: string,
  successors: Successors,
  finished: Set<string>,
): readonly string[][] {
  const cycles: string[][] = []
  if (finished.has(start)) return cycles
  const path: string[] = [start]
  const onPath = new Set(path)
  const pending = [successors(start)]
  while (path.length > 0) {
    const next = pending.at(-1)?.pop()
    if (next === undefined) {
      pending.pop()
      const left = path.pop()
      if (left === undefined) break
      onPath.delete(left)
      finished.add(left)
    } else if (onPath.has(next)) {
      cycles.push(path.slice(path.indexOf(next)))
    } else if (!finished.has(next)) {
      path.push(next)
      onPath.add(next)
      pending.push(successors(next))
    }
  }
  return cycles
}

/** The schemas that look at the same value as the one at a place. */
function successors(key: string, { nodes, references }: Graph): string[] {
  const node = nodes.get(key)
  const target = references.get(key)
  const found = target === undefined ? [] : [placeKey(target)]
  if (node === undefined || !isObject(node.schema)) return found
  // Most schemas have none, and walking them for nothing would take longer than the search.
  if (!Object.keys(node.schema).some((keyword) => IN_PLACE_KEYWORDS.has(keyword))) return found
  for (const { path } of subschemas(node.schema, node.document.draft)) {
    const [keyword = ''] = path
    if (!IN_PLACE_KEYWORDS.has(keyword)) continue
    found.push(keyOf({ ...node, pointer: joinPointer(node.pointer, ...path) }))
  }
  return found
}

function report(cycle: readonly string[], { nodes, references }: Graph, to: Diagnostics): void {
  // Two searches may meet a cycle at different places; it always begins at the first by name.
  const first = [...cycle].sort()[0] ?? ''
  const turn = cycle.indexOf(first)
  const turned = [...cycle.slice(turn), ...cycle.slice(0, turn)]
  const closed = [...turned, first].flatMap((key) => nodes.get(key) ?? [])
  const isOneFile = closed.every(({ document }) => document === closed[0]?.document)
  const steps = closed.map(
    ({ document, pointer }) => `${isOneFile ? '' : document.shown}#${pointer}`,
  )
  const holder = nodes.get(turned.find((key) => references.has(key)) ?? '')
  if (holder === undefined) return
  new Reporter(holder.document, to).error(
    'ERR_REF_CYCLE',
    `the reference leads back to itself and can never be decided: ${steps.join(' -> ')}`,
    { pointer: holder.pointer, hint: 'put a level between them, such as properties or items' },
  )
}
