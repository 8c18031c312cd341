/** Reads the `discriminator` of a schema: which values of a property stand for which schemas. */
import type { Diagnostics } from '../diagnostics.js'
import { joinPointer, parsePointer, valueAt } from '../schema/pointer.js'
import { isObject, type JsonObject } from '../schema/types.js'
import { extending } from './extending.js'
import { isRefusal, type ReferenceTargets } from './reference-target.js'
import type { Registry } from './registry.js'
import { Reporter } from './reporter.js'
import { keyOf, type SchemaNode, SHARED_SCHEMAS } from './resources.js'
import type { Discriminator, SchemaPlace } from './types.js'

/** A name that is no reference: that of a shared schema. */
const NAME = /^[A-Za-z0-9._-]+$/

/** A discriminator, and the schemas that it leads to. */
export interface FoundDiscriminator {
  readonly discriminator: Discriminator
  readonly targets: readonly SchemaNode[]
}

/** A schema under the name that stands for it where no mapping does. */
type Named = readonly [name: string, schema: SchemaNode]

/** As it stands in the schema: OpenAPI has an object, AsyncAPI the property's name. */
interface Stated {
  readonly property: string
  readonly mapping: readonly (readonly [value: string, to: string])[]
  readonly fallback: string | undefined
}

export class DiscriminatorReader {
  readonly #registry: Registry
  readonly #targets: ReferenceTargets
  readonly #diagnostics: Diagnostics

  constructor(registry: Registry, targets: ReferenceTargets, diagnostics: Diagnostics) {
    this.#registry = registry
    this.#targets = targets
    this.#diagnostics = diagnostics
  }

  /** `undefined` where there is none, or none that chooses anything. */
  async read(node: SchemaNode): Promise<FoundDiscriminator | undefined> {
    const stated = statedIn(node)
    if (stated === undefined) return undefined
    const branches = branchesOf(node)
    const implied =
      branches === undefined ? await this.#inheriting(node) : await this.#branches(node, branches)
    const mapped = new Map<string, SchemaNode>()
    for (const [value, to] of stated.mapping) {
      const target = await this.#find(node, to, implied)
      if (target !== undefined) mapped.set(value, target)
    }
    const chosen = withImplied(mapped, node.document.isDescription === true ? implied : [])
    const fallback = stated.fallback && (await this.#find(node, stated.fallback, implied))
    // A schema that nobody extends is one like others.
    const isUnion = branches !== undefined
    if (!isUnion && [...chosen.values()].every((one) => keyOf(one) === keyOf(node)))
      return undefined
    return {
      discriminator: {
        property: stated.property,
        place: placeOf(node),
        isUnion,
        places: new Map([...chosen].map(([value, target]) => [value, placeOf(target)])),
        fallback: fallback ? placeOf(fallback) : undefined,
      },
      targets: [...chosen.values(), ...(fallback ? [fallback] : [])],
    }
  }

  /** The branches that are references, under the names of their schemas. */
  async #branches(node: SchemaNode, branches: readonly string[]): Promise<readonly Named[]> {
    const found: Named[] = []
    for (const reference of branches) {
      const target = await this.#targets.find(node, '$ref', reference)
      // What is wrong with a branch is reported where the branch is followed.
      if (target === undefined || isRefusal(target)) continue
      found.push([nameOf(target), target])
    }
    return found
  }

  /** The schemas that extend this one, and this one itself, under their names. */
  async #inheriting(node: SchemaNode): Promise<readonly Named[]> {
    const { document, pointer } = node
    const own = pointer.startsWith(`${SHARED_SCHEMAS}/`) ? [nameOf(node)] : []
    const found: Named[] = []
    for (const name of [...extending(document, pointer), ...own]) {
      const place = { file: document.file, pointer: joinPointer(SHARED_SCHEMAS, name) }
      const target = await this.#registry.node(place)
      if (target !== undefined) found.push([name, target])
    }
    return found
  }

  /** Where a mapping leads; in a description one that leads nowhere is reported. */
  async #find(
    node: SchemaNode,
    to: string,
    implied: readonly Named[],
  ): Promise<SchemaNode | undefined> {
    const { document, pointer } = node
    const shared = joinPointer(SHARED_SCHEMAS, to)
    const isShared = NAME.test(to) && valueAt(document.value, shared) !== undefined
    const named = isShared ? undefined : implied.find(([name]) => name === to)
    if (named !== undefined) return named[1]
    const target = await this.#targets.find(node, '$ref', isShared ? `#${shared}` : to)
    if (target === undefined || !isRefusal(target)) return target
    if (document.isDescription !== true) return undefined
    const spot = { pointer: `${pointer}/discriminator`, hint: target.hint }
    const message = `a discriminator leads nowhere: ${target.message}`
    new Reporter(document, this.#diagnostics).warning('WARN_DISCRIMINATOR', message, spot)
    return undefined
  }
}

function statedIn({ schema, document }: SchemaNode): Stated | undefined {
  const discriminator = isObject(schema) ? schema['discriminator'] : undefined
  if (typeof discriminator === 'string' && document.isDescription === true) {
    return { property: discriminator, mapping: [], fallback: undefined }
  }
  if (!isObject(discriminator)) return undefined
  const { propertyName, mapping, defaultMapping } = discriminator
  if (typeof propertyName !== 'string') return undefined
  return {
    property: propertyName,
    mapping: isObject(mapping) ? textsOf(mapping) : [],
    fallback: typeof defaultMapping === 'string' ? defaultMapping : undefined,
  }
}

function textsOf(object: JsonObject): readonly (readonly [string, string])[] {
  return Object.entries(object).flatMap(([name, value]) =>
    typeof value === 'string' ? [[name, value] as const] : [],
  )
}

/** The references among the branches of a choice; `undefined` where there is no choice. */
function branchesOf({ schema }: SchemaNode): readonly string[] | undefined {
  if (!isObject(schema)) return undefined
  const list = schema['oneOf'] ?? schema['anyOf']
  if (!Array.isArray(list)) return undefined
  return list.flatMap((branch) => {
    const reference = isObject(branch) ? branch['$ref'] : undefined
    return typeof reference === 'string' ? [reference] : []
  })
}

/** A schema that no mapping names stands for its own name. */
function withImplied(
  mapped: ReadonlyMap<string, SchemaNode>,
  implied: readonly Named[],
): ReadonlyMap<string, SchemaNode> {
  const named = new Set([...mapped.values()].map(keyOf))
  const found = new Map(mapped)
  for (const [name, target] of implied) {
    if (!named.has(keyOf(target)) && !found.has(name)) found.set(name, target)
  }
  return found
}

/** The last name of the place, or that of the file. */
function nameOf({ document, pointer }: SchemaNode): string {
  const { file } = document
  const whole = file.slice(file.lastIndexOf('/') + 1)
  return parsePointer(pointer)?.at(-1) ?? whole.replace(/(?:\.schema)?\.(?:json|ya?ml)$/i, '')
}

function placeOf({ document, pointer }: SchemaNode): SchemaPlace {
  return { file: document.file, pointer }
}
