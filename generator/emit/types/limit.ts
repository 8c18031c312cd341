/** Keeps intersections of unions from growing beyond what a compiler multiplies out. */
import { intersectionOf, type TypeNode } from './node.js'

/** TypeScript gives up at 100,000 combinations, and is slow long before. */
export const MAX_COMBINATIONS = 1000

/** The type of a definition, by its identifier. */
export type Types = ReadonlyMap<string, TypeNode>

/**
 * The types with every intersection cut to its first facets whose unions multiply to no more than
 * the limit. The type is looser without the others, and still accepts all it must.
 */
export function limitCombinations(types: Types): Types {
  const limiter = new Limiter(types)
  return new Map([...types].map(([name, node]) => [name, limiter.limit(node)]))
}

class Limiter {
  readonly #types: Types
  readonly #sizes = new Map<string, number>()

  constructor(types: Types) {
    this.#types = types
  }

  limit(node: TypeNode): TypeNode {
    const { description } = node
    const limited = this.#inside(node)
    return description === undefined ? limited : { ...limited, description }
  }

  #inside(node: TypeNode): TypeNode {
    if ('tsType' in node) return node
    if ('anyOf' in node) return { anyOf: node.anyOf.map((member) => this.limit(member)) }
    if ('allOf' in node) return this.#cut(node.allOf.map((member) => this.limit(member)))
    if (node.type === 'object') {
      const entries = Object.entries(node.properties)
      const properties = Object.fromEntries(entries.map(([name, one]) => [name, this.limit(one)]))
      return { ...node, properties }
    }
    if (!('minItems' in node)) return { ...node, items: this.limit(node.items) }
    return { ...node, items: node.items.map((item) => this.limit(item)) }
  }

  #cut(facets: readonly TypeNode[]): TypeNode {
    const kept: TypeNode[] = []
    let combinations = 1
    for (const facet of facets) {
      const size = this.#sizeOf(facet)
      if (size > 1 && combinations * size > MAX_COMBINATIONS) continue
      combinations *= size
      kept.push(facet)
    }
    return intersectionOf(kept)
  }

  /** How many members the type has once it is one flat union. */
  #sizeOf(node: TypeNode): number {
    if ('anyOf' in node) return sum(node.anyOf.map((member) => this.#sizeOf(member)))
    if ('allOf' in node) return product(node.allOf.map((member) => this.#sizeOf(member)))
    if (!('tsType' in node)) return 1
    const target = this.#types.get(node.tsType)
    return target === undefined ? node.tsType.split(' | ').length : this.#named(node.tsType, target)
  }

  #named(name: string, target: TypeNode): number {
    const known = this.#sizes.get(name)
    if (known !== undefined) return known
    // While it is open the type refers to itself, which a union cannot do in place.
    this.#sizes.set(name, 1)
    const size = Math.min(this.#sizeOf(target), MAX_COMBINATIONS)
    this.#sizes.set(name, size)
    return size
  }
}

function sum(sizes: readonly number[]): number {
  return sizes.reduce((total, size) => total + size, 0)
}

function product(sizes: readonly number[]): number {
  return sizes.reduce((total, size) => total * size, 1)
}
