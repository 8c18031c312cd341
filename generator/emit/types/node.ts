/** Types before they are text: the few forms of schema that json-schema-to-typescript prints right. */

/** What ends up in the JSDoc comment above a type or a member. */
export interface Documentation {
  readonly description?: string
}

/** TypeScript as it stands: a keyword, the name of a definition, or literals that we printed. */
export interface TextNode extends Documentation {
  readonly tsType: string
}

export interface ObjectNode extends Documentation {
  readonly type: 'object'
  readonly properties: Readonly<Record<string, TypeNode>>
  readonly required: readonly string[]
  /** `true` is an index signature of `unknown`, `false` is none. */
  readonly additionalProperties: boolean | TypeNode
}

export interface ListNode extends Documentation {
  readonly type: 'array'
  readonly items: TypeNode
}

export interface TupleNode extends Documentation {
  readonly type: 'array'
  readonly items: readonly TypeNode[]
  readonly minItems: number
  readonly additionalItems: boolean | TypeNode
}

export interface UnionNode extends Documentation {
  readonly anyOf: readonly TypeNode[]
}

export interface IntersectionNode extends Documentation {
  readonly allOf: readonly TypeNode[]
}

export type TypeNode = TextNode | ObjectNode | ListNode | TupleNode | UnionNode | IntersectionNode

export const UNKNOWN: TextNode = { tsType: 'unknown' }
export const NEVER: TextNode = { tsType: 'never' }
/** Beside an object type: it may have more members than those named. `MORE_DECLARATION` says how. */
export const MORE: TextNode = { tsType: 'More' }

/**
 * An intersection with this union is two types. A literal with members that the first does not name
 * is one of the second; and what only the second has cannot be read, so a misspelt name still fails.
 */
export const MORE_DECLARATION = `/** May have more members than those named: they can be written, but not be read by a slip. */
type ${MORE.tsType} = {} | { [member: string]: unknown }`

/** A type that takes what one of the given takes. */
export function unionOf(nodes: readonly TypeNode[]): TypeNode {
  const [only] = nodes
  if (nodes.length === 1 && only !== undefined && isComposite(only)) return only
  const members = distinct(nodes.flatMap((node) => ('anyOf' in node ? node.anyOf : [node])))
  if (members.some((node) => isText(node, UNKNOWN))) return UNKNOWN
  const possible = members.filter((node) => !isText(node, NEVER))
  return possible.length > 1 ? { anyOf: possible } : (possible[0] ?? NEVER)
}

/** A type that takes what all of the given take. */
export function intersectionOf(nodes: readonly TypeNode[]): TypeNode {
  const [only] = nodes
  if (nodes.length === 1 && only !== undefined && isComposite(only)) return only
  const members = distinct(nodes.flatMap((node) => ('allOf' in node ? node.allOf : [node])))
  if (members.some((node) => isText(node, NEVER))) return NEVER
  const telling = members.filter((node) => !isText(node, UNKNOWN))
  return telling.length > 1 ? { allOf: telling } : (telling[0] ?? UNKNOWN)
}

/** Whether it stays as it is where it is alone. */
function isComposite(node: TypeNode): boolean {
  return 'type' in node
}

function isText(node: TypeNode, text: TextNode): boolean {
  return 'tsType' in node && node.tsType === text.tsType
}

function distinct(nodes: readonly TypeNode[]): readonly TypeNode[] {
  if (nodes.length < 2) return nodes
  // One alone is like no other: its text, which may be long, is not needed.
  const isAlone = nodes.filter((node) => !('tsType' in node)).length === 1
  const keyOf = (node: TypeNode) => (isAlone && !('tsType' in node) ? node : JSON.stringify(node))
  return [...new Map(nodes.map((node) => [keyOf(node), node])).values()]
}
