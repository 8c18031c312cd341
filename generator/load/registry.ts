/** Finds resources by their URIs: of the event files first, then of all others, then meta-schemas. */

import type { Diagnostics } from '../diagnostics.js'
import { valueAt } from '../schema/pointer.js'
import { isSchema } from '../schema/walk.js'
import type { Library } from './library.js'
import { isMetaSchema } from './meta-schemas.js'
import { realPathBelow } from './paths.js'
import { Reporter } from './reporter.js'
import { nodesOf, type Resource, type SchemaNode, SELF } from './resources.js'
import type { SchemaPlace } from './types.js'

export class Registry {
  readonly library: Library
  readonly #nodes = new Map<string, readonly SchemaNode[]>()
  /** The same by file and pointer, of files that are asked for places. */
  readonly #places = new Map<string, ReadonlyMap<string, SchemaNode>>()
  readonly #events = new Map<string, Resource[]>()
  #others: Promise<Map<string, Resource[]>> | undefined

  constructor(library: Library) {
    this.library = library
  }

  /** Registers an event file. Must be done for all of them before the first `find`. */
  async addEvent(file: string): Promise<void> {
    register(this.#events, await this.nodes(file))
  }

  /** The schemas of a file, its root first; none if it is no readable schema. */
  async nodes(file: string): Promise<readonly SchemaNode[]> {
    const known = this.#nodes.get(file)
    if (known !== undefined) return known
    const document = await this.library.peek(file)
    const nodes = document === undefined ? [] : nodesOf(document)
    this.#nodes.set(file, nodes)
    return nodes
  }

  /** The schema at a place; none where the file cannot be read or has no schema there. */
  async node({ file, pointer }: SchemaPlace): Promise<SchemaNode | undefined> {
    const nodes = await this.nodes(file)
    let index = this.#places.get(file)
    if (index === undefined) {
      index = new Map(nodes.map((node) => [node.pointer, node]))
      this.#places.set(file, index)
    }
    const known = index.get(pointer)
    const [root] = nodes
    if (known !== undefined || root === undefined) return known
    const schema = valueAt(root.document.value, pointer)
    return schema === undefined || !isSchema(schema) ? undefined : { ...root, pointer, schema }
  }

  /**
   * The resources that carry one of the URIs, of which earlier ones win. More than one means that
   * the URI is claimed by several files.
   *
   * The other files are read when an event file does not have it, and not before.
   */
  async find(uris: readonly string[]): Promise<readonly Resource[]> {
    const found = this.#pick(this.#events, uris)
    if (found.length > 0) return found
    this.#others ??= this.#readOthers()
    const others = this.#pick(await this.#others, uris)
    const uri = uris.find(isMetaSchema)
    if (others.length > 0 || uri === undefined) return others
    return (await this.nodes(uri)).slice(0, 1).map(({ resource }) => resource)
  }

  /** Reports the ids that several schemas of the files claim. */
  reportDuplicates(files: Iterable<string>, diagnostics: Diagnostics): void {
    const claims = new Map<string, Resource[]>()
    for (const file of [...files].sort()) {
      for (const resource of resourcesWithId(this.#nodes.get(file) ?? [])) {
        const [uri = ''] = resource.uris
        claims.set(uri, [...(claims.get(uri) ?? []), resource])
      }
    }
    for (const claimants of claims.values()) {
      const [first, ...others] = this.#distinct(claimants)
      for (const other of others) if (first !== undefined) reportClaim(first, other, diagnostics)
    }
  }

  async #readOthers(): Promise<Map<string, Resource[]>> {
    const others = new Map<string, Resource[]>()
    for (const file of this.library.schemaFiles()) register(others, await this.nodes(file))
    return others
  }

  #pick(index: ReadonlyMap<string, Resource[]>, uris: readonly string[]): readonly Resource[] {
    for (const uri of uris) {
      const found = index.get(uri)
      if (found !== undefined) return this.#distinct(found)
    }
    return []
  }

  /** Without those that are another one's file under a second name, by a symbolic link. */
  #distinct(resources: readonly Resource[]): readonly Resource[] {
    if (resources.length < 2) return resources
    const seen = new Set<string>()
    return resources.filter(({ document, pointer }) => {
      const key = `${realPathBelow(this.library.folder.root, document.file)}#${pointer}`
      return !seen.has(key) && seen.add(key)
    })
  }
}

/** The resources among the nodes that have an id, each once. */
export function resourcesWithId(nodes: Iterable<SchemaNode>): Set<Resource> {
  const resources = new Set<Resource>()
  for (const { resource } of nodes) if (resource.hasId) resources.add(resource)
  return resources
}

function register(index: Map<string, Resource[]>, nodes: readonly SchemaNode[]): void {
  for (const resource of resourcesWithId(nodes)) {
    for (const uri of resource.uris) {
      const claimed = index.get(uri)
      if (claimed === undefined) index.set(uri, [resource])
      else claimed.push(resource)
    }
  }
}

function reportClaim(first: Resource, other: Resource, diagnostics: Diagnostics): void {
  const { document, pointer } = other
  const isWhole = document.isDescription === true && pointer === ''
  const keyword = isWhole ? SELF : document.draft === '04' ? 'id' : '$id'
  const value = valueAt(document.value, `${pointer}/${keyword}`)
  const message = `the ${keyword} ${JSON.stringify(value)} of ${document.shown} is that of ${first.document.shown} as well`
  const hint = 'give each schema an id of its own'
  const spot = { pointer: `${pointer}/${keyword}`, hint }
  new Reporter(document, diagnostics).error('ERR_ID_DUPLICATE', message, spot)
}
