/** The schemas of a document, and the resources that ids divide it into. */
import { joinPointer, valueAt } from '../schema/pointer.js'
import { isObject, type JsonObject, type JsonSchema } from '../schema/types.js'
import { isSchema, subschemas } from '../schema/walk.js'
import { type Document, placeKey } from './types.js'
import { absoluteForms, fileUri, parseReference } from './uri.js'

/** A schema with a base URI: the root of a document, or what an id inside it makes one. */
export interface Resource {
  readonly document: Document
  readonly pointer: string
  /** Absolute; references in the resource are relative to them. The first one identifies it. */
  readonly uris: readonly string[]
  /** True if an id gave it its URIs; otherwise they stand for the place of the file. */
  readonly hasId: boolean
  /** The resource whose validation runs into this one without a reference. */
  readonly holder: Resource | undefined
  /** Plain names for fragments, and the pointers they stand for. */
  readonly anchors: Map<string, string>
  /** Those of the anchors that `$dynamicRef` may be redirected to. */
  readonly dynamicAnchors: Set<string>
}

/** A schema and where it stands. */
export interface SchemaNode {
  readonly document: Document
  readonly pointer: string
  readonly schema: JsonSchema
  readonly resource: Resource
}

/** The name under which a resource keeps its `$recursiveAnchor`; no anchor can be called so. */
export const RECURSIVE = '#'

/** What an OpenAPI document has for an id. */
export const SELF = '$self'

/** Where descriptions keep the schemas that others in them refer to. */
export const SHARED_SCHEMAS = '/components/schemas'

/**
 * Every schema of a document, its root first; none if the root can be no schema. Of a description
 * those that it shares, behind a root that is no schema and stands for the document.
 */
export function nodesOf(document: Document): readonly SchemaNode[] {
  const { value } = document
  if (!isSchema(value)) return []
  const resource = newResource(document, [fileUri(document.file)])
  const start = { document, pointer: '', schema: value, resource }
  if (document.isDescription !== true) return nodesBelow(start)
  const root = { ...start, resource: describedResource(start) }
  const shared = valueAt(value, SHARED_SCHEMAS)
  const schemas = isObject(shared) ? Object.entries(shared) : []
  return [
    root,
    ...schemas.flatMap(([name, schema]) =>
      isSchema(schema)
        ? nodesBelow({ ...root, pointer: joinPointer(SHARED_SCHEMAS, name), schema })
        : [],
    ),
  ]
}

/** OpenAPI 3.2 lets a document say its own URI, which references in it are relative to. */
function describedResource(root: SchemaNode): Resource {
  const self = isObject(root.schema) ? textMember(root.schema, SELF) : undefined
  const { uri } = parseReference(self ?? '')
  return uri === '' ? root.resource : resourceWithId(root, uri)
}

/** A schema and every schema inside it. The walk keeps a stack of its own. */
export function nodesBelow(start: SchemaNode): readonly SchemaNode[] {
  const nodes: SchemaNode[] = []
  const pending = [start]
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const node = enter(next)
    nodes.push(node)
    const { document, resource } = node
    for (const { path, schema } of subschemas(node.schema, document.draft)) {
      pending.push({ document, pointer: joinPointer(node.pointer, ...path), schema, resource })
    }
  }
  return nodes
}

/** The key of a schema's place. */
export function keyOf({ document, pointer }: Pick<SchemaNode, 'document' | 'pointer'>): string {
  return placeKey({ file: document.file, pointer })
}

/** The member of a schema if it is a text. */
export function textMember(schema: JsonObject, name: string): string | undefined {
  const value = Object.hasOwn(schema, name) ? schema[name] : undefined
  return typeof value === 'string' ? value : undefined
}

/** Registers the ids and anchors of a schema; the node may begin a resource of its own. */
function enter(node: SchemaNode): SchemaNode {
  const { schema, document, pointer } = node
  if (!isObject(schema)) return node
  const isModern = document.draft === '2019-09' || document.draft === '2020-12'
  const id = idOf(node, schema, isModern)
  const [uri = '', fragment = ''] = id?.split('#', 2) ?? []
  const resource = uri === '' ? node.resource : resourceWithId(node, uri)

  const anchors = isModern
    ? [textMember(schema, '$anchor'), textMember(schema, '$dynamicAnchor')]
    : [fragment === '' ? undefined : fragment]
  for (const anchor of anchors) {
    if (anchor !== undefined && !resource.anchors.has(anchor)) resource.anchors.set(anchor, pointer)
  }
  const dynamic = textMember(schema, '$dynamicAnchor')
  if (document.draft === '2020-12' && dynamic !== undefined) resource.dynamicAnchors.add(dynamic)
  if (document.draft === '2019-09' && schema['$recursiveAnchor'] === true) {
    resource.dynamicAnchors.add(RECURSIVE)
  }
  return resource === node.resource ? node : { ...node, resource }
}

function idOf(node: SchemaNode, schema: JsonObject, isModern: boolean): string | undefined {
  // Up to draft 07 a `$ref` hides its siblings. At the root of a file an id is heeded all the
  // same: it says what the file is.
  if (!isModern && node.pointer !== '' && Object.hasOwn(schema, '$ref')) return undefined
  return textMember(schema, node.document.draft === '04' ? 'id' : '$id')
}

function resourceWithId(node: SchemaNode, uri: string): Resource {
  const { document, pointer, resource } = node
  const uris = absoluteForms(uri, resource.uris, { onFolder: pointer === '' })
  // A definition is entered by references alone.
  const isDefinition = /(?:^|\/)(?:definitions|\$defs)\/[^/]*$/.test(pointer)
  const holder = pointer === '' || isDefinition ? undefined : resource
  return { ...newResource(document, uris), pointer, hasId: true, holder }
}

function newResource(document: Document, uris: readonly string[]): Resource {
  return {
    document,
    pointer: '',
    uris,
    hasId: false,
    holder: undefined,
    anchors: new Map(),
    dynamicAnchors: new Set(),
  }
}
