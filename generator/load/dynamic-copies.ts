/** Gives each reference one target: schemas that lead elsewhere in another scope are copied. */
import { createHash } from 'node:crypto'
import type { Diagnostics } from '../diagnostics.js'
import { dynamicAnchorOf, type Edge, type Visit, visitAll } from './dynamic-refs.js'
import { quoteReference } from './reference-target.js'
import { Reporter } from './reporter.js'
import { keyOf, type SchemaNode } from './resources.js'
import { type Document, placeKey, type SchemaPlace } from './types.js'

export interface Settled {
  /** The place that each reference leads to, by the place of the schema that holds it. */
  readonly references: ReadonlyMap<string, SchemaPlace>
  /** The copies that were made. */
  readonly documents: readonly Document[]
  readonly nodes: readonly SchemaNode[]
}

const NAME_LENGTH = 8

/** Settles all references. Where none is dynamic, each leads where it says. */
export function settleReferences(
  edges: readonly Edge[],
  nodes: ReadonlyMap<string, SchemaNode>,
  roots: readonly SchemaNode[],
  diagnostics: Diagnostics,
): Settled {
  const plain = new Map(edges.map(({ from, to }) => [keyOf(from), placeOf(to)]))
  const dynamic = edges.find((edge) => dynamicAnchorOf(edge) !== undefined)
  if (dynamic === undefined) return { references: plain, documents: [], nodes: [] }
  const byKey = new Map(edges.map((edge) => [keyOf(edge.from), edge]))
  // The schemas of several events may be one.
  const starts = [...new Set(roots)]
  const visits = visitAll(starts, byKey, nodes)
  if (visits === undefined) {
    reportTooMany(dynamic, diagnostics)
    return { references: plain, documents: [], nodes: [] }
  }
  const copies = new Copies(kindsOf(visits))
  for (const [index, visit] of visits.entries()) {
    const isCopy = copies.add(visit)
    if (isCopy && index < starts.length) reportTooMany(dynamic, diagnostics)
  }
  return { ...copies, references: new Map([...plain, ...copies.references()]) }
}

/**
 * A number for each visit: visits have the same one if they are of one schema and nothing that
 * follows is different.
 */
function kindsOf(visits: readonly Visit[]): ReadonlyMap<Visit, number> {
  let kinds = numbered(visits, ({ node }) => keyOf(node))
  for (let count = 0; count !== new Set(kinds.values()).size; ) {
    count = new Set(kinds.values()).size
    const known = kinds
    kinds = numbered(visits, (visit) =>
      JSON.stringify([known.get(visit), [...visit.targets.values()].map((to) => known.get(to))]),
    )
  }
  return kinds
}

function numbered(
  visits: readonly Visit[],
  describe: (visit: Visit) => string,
): ReadonlyMap<Visit, number> {
  const numbers = new Map<string, number>()
  return new Map(
    visits.map((visit) => {
      const text = describe(visit)
      const number = numbers.get(text) ?? numbers.size
      numbers.set(text, number)
      return [visit, number]
    }),
  )
}

/** The first kind of a schema stays where it is, as far as its references can; others are copies. */
class Copies {
  readonly documents: Document[] = []
  readonly nodes: SchemaNode[] = []
  readonly #kinds: ReadonlyMap<Visit, number>
  /** The place of each kind, and a visit of it. */
  readonly #placed = new Map<number, { readonly place: SchemaPlace; readonly visit: Visit }>()
  /** The kind that the reference of a schema which is no copy leads to. */
  readonly #claims = new Map<string, number | undefined>()

  constructor(kinds: ReadonlyMap<Visit, number>) {
    this.#kinds = kinds
  }

  /** True if the schema had to be copied. */
  add(visit: Visit): boolean {
    const kind = this.#kinds.get(visit) ?? -1
    if (this.#placed.has(kind)) return false
    const targets = [...visit.targets].map(([key, to]) => [key, this.#kinds.get(to)] as const)
    const isFree = targets.every(([key, to]) => (this.#claims.get(key) ?? to) === to)
    if (isFree) for (const [key, to] of targets) this.#claims.set(key, to)
    const place = isFree ? placeOf(visit.node) : this.#copy(visit)
    this.#placed.set(kind, { place, visit })
    return !isFree
  }

  references(): ReadonlyMap<string, SchemaPlace> {
    const references = new Map<string, SchemaPlace>()
    for (const { place, visit } of this.#placed.values()) {
      for (const [key, to] of visit.targets) {
        const target = this.#placed.get(this.#kinds.get(to) ?? -1)
        const pointer = key.slice(visit.node.document.file.length + 1)
        if (target !== undefined) references.set(placeKey({ ...place, pointer }), target.place)
      }
    }
    return references
  }

  #copy({ node, scope, inside }: Visit): SchemaPlace {
    const { document, pointer } = node
    const hash = createHash('sha256')
      .update(`${keyOf(node)} ${scope}`)
      .digest('hex')
    const file = `~${hash.slice(0, NAME_LENGTH)}/${document.file}`
    const copy = { ...document, file, origin: document.origin ?? placeOf(node) }
    this.documents.push(copy)
    this.nodes.push(...inside.map((inner) => ({ ...inner, document: copy })))
    return { file, pointer }
  }
}

function placeOf({ document, pointer }: SchemaNode): SchemaPlace {
  return { file: document.file, pointer }
}

function reportTooMany({ from, keyword, reference }: Edge, diagnostics: Diagnostics): void {
  const message = `${quoteReference(keyword, reference)} leads to too many places, by the ways that lead to it`
  new Reporter(from.document, diagnostics).error('ERR_DYNAMIC_REF', message, {
    pointer: from.pointer,
    located: `${from.pointer}/${keyword}`,
    hint: 'say with $ref which of them is meant',
  })
}
