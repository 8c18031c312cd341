/** Settles where `$dynamicRef` and `$recursiveRef` lead, as far as that can be known beforehand. */
import type { Diagnostics } from '../diagnostics.js'
import { quoteReference } from './reference-target.js'
import { Reporter } from './reporter.js'
import { RECURSIVE, type Resource, type SchemaNode } from './resources.js'
import { placeKey, type SchemaPlace } from './types.js'
import { parseReference } from './uri.js'

/** A reference that has been followed. */
export interface Edge {
  readonly from: SchemaNode
  readonly keyword: string
  readonly reference: string
  readonly to: SchemaNode
}

/**
 * The references by the place of the schema that holds them.
 *
 * A dynamic one leads to the outermost resource, on the way by which validation came, that has the
 * anchor. Only resources from which the reference can be reached lie on such a way; if one of them
 * alone has the anchor, that is where it leads. Otherwise it depends on the event, and is refused.
 */
export function redirectDynamic(
  edges: readonly Edge[],
  diagnostics: Diagnostics,
): ReadonlyMap<string, SchemaPlace> {
  const references = new Map<string, SchemaPlace>()
  let origins: ReadonlyMap<Resource, ReadonlySet<Resource>> | undefined
  for (const edge of edges) {
    const { from, to } = edge
    const anchor = dynamicAnchorOf(edge)
    let place: SchemaPlace | undefined = { file: to.document.file, pointer: to.pointer }
    if (anchor !== undefined) {
      origins ??= originsOf(edges)
      const candidates = reaching(from.resource, origins).filter(({ dynamicAnchors }) =>
        dynamicAnchors.has(anchor),
      )
      place = settle(edge, anchor, candidates)
      if (place === undefined) reportAmbiguous(edge, candidates, diagnostics)
    }
    const key = placeKey({ file: from.document.file, pointer: from.pointer })
    if (place !== undefined) references.set(key, place)
  }
  return references
}

/** The anchor by which a reference may be redirected; `undefined` if it is one like any other. */
function dynamicAnchorOf({ keyword, reference, to }: Edge): string | undefined {
  if (keyword === '$ref') return undefined
  const anchor = keyword === '$recursiveRef' ? RECURSIVE : parseReference(reference).fragment
  return to.resource.dynamicAnchors.has(anchor) ? anchor : undefined
}

/** The one place that every way leads to, if there is one. */
function settle(
  { from, to }: Edge,
  anchor: string,
  candidates: readonly Resource[],
): SchemaPlace | undefined {
  const [only = to.resource, ...others] = candidates
  // A way that does not pass through the only candidate leads to the reference's own target, so
  // the candidate must be that target, or lie on every way.
  if (others.length > 0 || (only !== to.resource && only !== from.resource)) return undefined
  const pointer = anchor === RECURSIVE ? only.pointer : only.anchors.get(anchor)
  return pointer === undefined ? undefined : { file: only.document.file, pointer }
}

/** For each resource, those that lead straight into it: by a reference, or by holding it. */
function originsOf(edges: readonly Edge[]): ReadonlyMap<Resource, ReadonlySet<Resource>> {
  const origins = new Map<Resource, Set<Resource>>()
  const connect = (from: Resource, to: Resource): void => {
    const known = origins.get(to)
    if (known === undefined) origins.set(to, new Set([from]))
    else known.add(from)
  }
  for (const { from, to } of edges) {
    connect(from.resource, to.resource)
    for (const { resource } of [from, to]) {
      if (resource.holder !== undefined) connect(resource.holder, resource)
    }
  }
  return origins
}

/** The resource and all that lead to it. */
function reaching(
  resource: Resource,
  origins: ReadonlyMap<Resource, ReadonlySet<Resource>>,
): readonly Resource[] {
  const found = new Set([resource])
  for (const next of found) for (const origin of origins.get(next) ?? []) found.add(origin)
  return [...found]
}

function reportAmbiguous(
  { from, to, keyword, reference }: Edge,
  candidates: readonly Resource[],
  diagnostics: Diagnostics,
): void {
  const resources = [...new Set([...candidates, to.resource])]
  const places = resources.map(({ document, pointer }) => `${document.shown}#${pointer}`).sort()
  const message = `${quoteReference(keyword, reference)} is ambiguous: it can lead to ${places.join(' and ')}`
  const located = `${from.pointer}/${keyword}`
  new Reporter(from.document, diagnostics).error('ERR_DYNAMIC_REF', message, {
    pointer: from.pointer,
    located,
    hint: 'say with $ref which of them is meant',
  })
}
