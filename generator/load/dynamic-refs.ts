/** Follows `$dynamicRef` and `$recursiveRef` along every way by which validation can come to them. */
import { joinPointer } from '../schema/pointer.js'
import { subschemas } from '../schema/walk.js'
import { keyOf, RECURSIVE, type Resource, type SchemaNode } from './resources.js'
import { parseReference } from './uri.js'

/** A reference that has been followed. */
export interface Edge {
  readonly from: SchemaNode
  readonly keyword: string
  readonly reference: string
  readonly to: SchemaNode
}

/** For each dynamic anchor in scope, the outermost resource that has it. */
type Scope = ReadonlyMap<string, Resource>

/** A schema as it is reached in one scope: where its references lead then is settled. */
export interface Visit {
  readonly node: SchemaNode
  /** Says in which scope; the same in every run. */
  readonly scope: string
  /** The visits that its references lead to, by the keys of the schemas that hold these. */
  readonly targets: Map<string, Visit>
  /** Every schema inside, for whoever makes a copy. */
  readonly inside: SchemaNode[]
}

/** More would mean that somebody builds scopes on purpose. */
const MAX_VISITS = 10_000

/** The anchor by which a reference may be redirected; `undefined` if it is one like any other. */
export function dynamicAnchorOf({ keyword, reference, to }: Edge): string | undefined {
  if (keyword === '$ref') return undefined
  const anchor = keyword === '$recursiveRef' ? RECURSIVE : parseReference(reference).fragment
  return to.resource.dynamicAnchors.has(anchor) ? anchor : undefined
}

/**
 * Every visit that begins at the roots, those of the roots first. A dynamic reference leads to the
 * outermost resource, on the way by which validation came, that has the anchor; so a schema is
 * visited once for each difference that the way can make.
 *
 * `undefined` where there are too many.
 */
export function visitAll(
  roots: readonly SchemaNode[],
  edges: ReadonlyMap<string, Edge>,
  nodes: ReadonlyMap<string, SchemaNode>,
): readonly Visit[] | undefined {
  const walk = new Walk(edges, nodes)
  for (const root of roots) walk.arrive(root, new Map())
  return walk.run()
}

class Walk {
  readonly #edges: ReadonlyMap<string, Edge>
  readonly #nodes: ReadonlyMap<string, SchemaNode>
  readonly #visits = new Map<string, Visit>()
  readonly #scopes = new Map<Visit, Scope>()

  constructor(edges: ReadonlyMap<string, Edge>, nodes: ReadonlyMap<string, SchemaNode>) {
    this.#edges = edges
    this.#nodes = nodes
  }

  run(): readonly Visit[] | undefined {
    // The map grows while it is walked, and the walk goes on until it does not.
    for (const visit of this.#visits.values()) {
      if (this.#visits.size > MAX_VISITS) return undefined
      this.#inside(visit)
    }
    return [...this.#visits.values()]
  }

  arrive(node: SchemaNode, from: Scope): Visit {
    const entered = enter(from, node.resource)
    const scope = nameOf(entered)
    const key = `${keyOf(node)} ${scope}`
    const known = this.#visits.get(key)
    if (known !== undefined) return known
    const visit: Visit = { node, scope, targets: new Map(), inside: [] }
    this.#visits.set(key, visit)
    this.#scopes.set(visit, entered)
    return visit
  }

  #inside(visit: Visit): void {
    const open = [{ node: visit.node, scope: this.#scopes.get(visit) ?? new Map() }]
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
      const { node, scope } = next
      visit.inside.push(node)
      const edge = this.#edges.get(keyOf(node))
      if (edge !== undefined) visit.targets.set(keyOf(node), this.#follow(edge, scope))
      for (const { path, schema } of subschemas(node.schema, node.document.draft)) {
        // Definitions are entered by references alone.
        if (path[0] === 'definitions' || path[0] === '$defs') continue
        const pointer = joinPointer(node.pointer, ...path)
        const inner = this.#nodes.get(keyOf({ ...node, pointer })) ?? { ...node, pointer, schema }
        open.push({ node: inner, scope: enter(scope, inner.resource) })
      }
    }
  }

  #follow(edge: Edge, scope: Scope): Visit {
    const anchor = dynamicAnchorOf(edge)
    const outermost = anchor === undefined ? undefined : scope.get(anchor)
    if (anchor === undefined || outermost === undefined) return this.arrive(edge.to, scope)
    const pointer = anchor === RECURSIVE ? outermost.pointer : outermost.anchors.get(anchor)
    const { document } = outermost
    const node = this.#nodes.get(keyOf({ document, pointer: pointer ?? '' }))
    return this.arrive(node ?? edge.to, scope)
  }
}

function enter(scope: Scope, resource: Resource): Scope {
  const added = [...resource.dynamicAnchors].filter((anchor) => !scope.has(anchor))
  if (added.length === 0) return scope
  return new Map([...scope, ...added.map((anchor): [string, Resource] => [anchor, resource])])
}

function nameOf(scope: Scope): string {
  return JSON.stringify(
    [...scope].map(([anchor, resource]) => [anchor, keyOf(resource)]).sort(byText),
  )
}

function byText(a: readonly unknown[], b: readonly unknown[]): number {
  return String(a) < String(b) ? -1 : 1
}
