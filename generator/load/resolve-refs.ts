/** Resolves every reference of the event files, and of all that they lead to. */
import type { Diagnostics } from '../diagnostics.js'
import { type Draft, isObject, type JsonObject } from '../schema/types.js'
import { checkSchema } from './check-schema.js'
import { DiscriminatorReader } from './discriminators.js'
import { settleReferences } from './dynamic-copies.js'
import type { Edge } from './dynamic-refs.js'
import { isRefusal, ReferenceTargets } from './reference-target.js'
import type { Registry } from './registry.js'
import { Reporter } from './reporter.js'
import { keyOf, nodesBelow, type SchemaNode, textMember } from './resources.js'
import type { Discriminator, Document, SchemaPlace } from './types.js'

/** All that the events need, by `placeKey`. */
export interface Resolved {
  readonly documents: ReadonlyMap<string, Document>
  readonly nodes: ReadonlyMap<string, SchemaNode>
  readonly references: ReadonlyMap<string, SchemaPlace>
  readonly discriminators: readonly Discriminator[]
}

/**
 * Follows the references of the schemas at the places. Each document and each schema met on the
 * way is checked against its meta-schema.
 */
export async function resolveReferences(
  registry: Registry,
  places: readonly SchemaPlace[],
  diagnostics: Diagnostics,
): Promise<Resolved> {
  const resolver = new Resolver(registry, places, diagnostics)
  await resolver.run(places)
  const { discriminators, edges, nodes, documents, roots } = resolver
  const settled = settleReferences(edges, nodes, roots, diagnostics)
  return {
    documents: new Map([...documents, ...settled.documents.map((one) => [one.file, one] as const)]),
    nodes: new Map([...nodes, ...settled.nodes.map((node) => [keyOf(node), node] as const)]),
    references: settled.references,
    discriminators,
  }
}

class Resolver {
  readonly documents = new Map<string, Document>()
  readonly nodes = new Map<string, SchemaNode>()
  readonly edges: Edge[] = []
  readonly roots: SchemaNode[] = []
  readonly discriminators: Discriminator[] = []
  readonly #diagnostics: Diagnostics
  readonly #registry: Registry
  readonly #targets: ReferenceTargets
  readonly #discriminatorReader: DiscriminatorReader
  readonly #pending: SchemaNode[] = []
  /** Files that hold events and are none: what stands around the events need be no schema. */
  readonly #holders: ReadonlySet<string>

  constructor(registry: Registry, places: readonly SchemaPlace[], diagnostics: Diagnostics) {
    this.#diagnostics = diagnostics
    this.#registry = registry
    this.#targets = new ReferenceTargets(registry, diagnostics)
    this.#discriminatorReader = new DiscriminatorReader(registry, this.#targets, diagnostics)
    const whole = new Set(places.filter(({ pointer }) => pointer === '').map(({ file }) => file))
    const files = places.map(({ file }) => file)
    this.#holders = new Set(files.filter((file) => !whole.has(file)))
  }

  async run(places: readonly SchemaPlace[]): Promise<void> {
    for (const place of places) {
      const node = await this.#registry.node(place)
      if (node !== undefined) this.roots.push(await this.#arrive(node))
    }
    for (let next = this.#pending.pop(); next !== undefined; next = this.#pending.pop()) {
      const keywords = keywordsOf(next)
      if (keywords.length > 0) await this.#follow(next, keywords)
      await this.#discriminate(next)
    }
    this.#registry.reportDuplicates(this.documents.keys(), this.#diagnostics)
  }

  /** Takes in a document: once, however many references lead to it. */
  async #enter(document: Document): Promise<void> {
    if (this.documents.has(document.file)) return
    this.documents.set(document.file, document)
    if (document.isDescription === true || this.#holders.has(document.file)) return
    await this.#take(await this.#registry.nodes(document.file))
  }

  /** Takes in schemas, of which the first holds the others. */
  async #take(nodes: readonly SchemaNode[]): Promise<void> {
    for (const node of nodes) {
      const key = keyOf(node)
      if (this.nodes.has(key)) continue
      this.nodes.set(key, node)
      this.#pending.push(node)
    }
    await checkSchema(nodes, this.#diagnostics)
  }

  async #follow(node: SchemaNode, keywords: readonly string[]): Promise<void> {
    const reporter = new Reporter(node.document, this.#diagnostics)
    if (keywords.length > 1) {
      const message = `${keywords.join(' and ')} in one schema are not supported; split them with allOf`
      reporter.error('ERR_DYNAMIC_REF', message, { pointer: node.pointer })
    }
    for (const keyword of keywords) await this.#followKeyword(node, keyword, reporter)
  }

  /** The schemas that a discriminator stands for need no reference to be reached. */
  async #discriminate(node: SchemaNode): Promise<void> {
    const found = await this.#discriminatorReader.read(node)
    if (found === undefined) return
    for (const target of found.targets) await this.#arrive(target)
    this.discriminators.push(found.discriminator)
  }

  async #followKeyword(node: SchemaNode, keyword: string, reporter: Reporter): Promise<void> {
    // Sound: keywordsOf has looked at the schema, which is an object with a text of that name.
    const reference = (node.schema as JsonObject)[keyword] as string
    const found = await this.#targets.find(node, keyword, reference)
    if (found === undefined) return
    const spot = { pointer: node.pointer, located: `${node.pointer}/${keyword}` }
    if (isRefusal(found)) {
      reporter.error(found.code, found.message, { ...spot, hint: found.hint })
      return
    }
    const to = await this.#arrive(found)
    this.edges.push({ from: node, keyword, reference, to })
  }

  /** The node of the place, taken in if it stands where no keyword of the draft holds schemas. */
  async #arrive(target: SchemaNode): Promise<SchemaNode> {
    await this.#registry.library.use(target.document.file, this.#diagnostics)
    await this.#enter(target.document)
    const key = keyOf(target)
    if (!this.nodes.has(key)) await this.#take(nodesBelow(target))
    return this.nodes.get(key) ?? target
  }
}

/** The keywords of the schema that refer to others. What is no text is the meta-schema's affair. */
function keywordsOf({ schema, document }: SchemaNode): readonly string[] {
  if (!isObject(schema)) return []
  return REFERRING[document.draft].filter((keyword) => textMember(schema, keyword) !== undefined)
}

const REFERRING: Readonly<Record<Draft, readonly string[]>> = {
  '04': ['$ref'],
  '06': ['$ref'],
  '07': ['$ref'],
  '2019-09': ['$ref', '$recursiveRef'],
  '2020-12': ['$ref', '$dynamicRef'],
}
