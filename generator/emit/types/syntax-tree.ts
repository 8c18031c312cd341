/** Types in the form in which json-schema-to-typescript prints them. */
import type { generate } from 'json-schema-to-typescript/dist/src/generator.js'
import type { MemberNames } from './member-names.js'
import type { ObjectNode, TypeNode } from './node.js'

/** The library's own syntax tree, behind its parser. */
export type SyntaxTree = Parameters<typeof generate>[0]

interface Printing {
  readonly names: MemberNames
  /** The type as text: by it members that are printed alike are found. */
  readonly print: (tree: SyntaxTree) => string
}

const INDEX = '[k: string]'

/**
 * The tree of a type. The library comes to the same one from a schema, by some twenty passes over
 * it: it has to reckon with much that a type node cannot say.
 */
export function toSyntaxTree(node: TypeNode, printing: Printing): SyntaxTree {
  return { ...withoutComment(node, printing), ...commentOf(node) }
}

function withoutComment(node: TypeNode, printing: Printing): SyntaxTree {
  const inner = (one: TypeNode): SyntaxTree => toSyntaxTree(one, printing)
  if ('tsType' in node) return { type: 'CUSTOM_TYPE', params: node.tsType }
  if ('anyOf' in node) {
    return { type: 'UNION', params: distinct(node.anyOf.map(inner), printing) }
  }
  if ('allOf' in node) {
    return { type: 'INTERSECTION', params: distinct(node.allOf.map(inner), printing) }
  }
  if (node.type === 'object') return interfaceOf(node, printing)
  if (!('minItems' in node)) return { type: 'ARRAY', params: inner(node.items) }
  const { items, minItems, additionalItems: rest } = node
  const spread = typeof rest === 'boolean' ? rest && UNKNOWN : inner(rest)
  const tuple = { type: 'TUPLE', params: items.map(inner), minItems } as const
  return spread ? { ...tuple, spreadParam: spread } : tuple
}

const UNKNOWN: SyntaxTree = { type: 'UNKNOWN' }

function interfaceOf(node: ObjectNode, printing: Printing): SyntaxTree {
  const { properties, additionalProperties: rest } = node
  const required = new Set(node.required)
  const plain = { isPatternProperty: false, isUnreachableDefinition: false }
  const params = Object.entries(properties)
    // Whoever writes it in a literal sets the prototype.
    .filter(([name]) => name !== '__proto__')
    .map(([name, member]) => ({
      ...plain,
      ast: toSyntaxTree(member, printing),
      keyName: printing.names.standInFor(name),
      isRequired: required.has(name),
      isIndexSignature: false,
    }))
  const index = typeof rest === 'boolean' ? rest && UNKNOWN : toSyntaxTree(rest, printing)
  if (index) {
    const signature = { ast: index, keyName: INDEX, isRequired: true, isIndexSignature: true }
    params.push({ ...plain, ...signature })
  }
  return { type: 'INTERFACE', params, superTypes: [] }
}

function distinct(trees: readonly SyntaxTree[], { print }: Printing): SyntaxTree[] {
  const seen = new Map<string, SyntaxTree>()
  for (const tree of trees) {
    const text = print(tree)
    if (!seen.has(text)) seen.set(text, tree)
  }
  return [...seen.values()]
}

function commentOf(node: TypeNode): { comment?: string } {
  const { description } = node
  if (!('minItems' in node)) return description === undefined ? {} : { comment: description }
  const bound = `@minItems ${node.minItems}`
  return { comment: description === undefined ? bound : `${description}\n\n${bound}` }
}
