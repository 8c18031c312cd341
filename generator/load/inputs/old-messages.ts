/** Messages of AsyncAPI whose payloads are schemas of OpenAPI 3.0, among others that are not. */
import { valueAt } from '../../schema/pointer.js'
import { type Draft, isObject, type JsonObject, type JsonValue } from '../../schema/types.js'
import { mapMembers } from '../../schema/walk.js'
import { parseReference } from '../uri.js'
import { modernise } from './old-openapi.js'
import { schemaFormat } from './schema-format.js'

export function hasOldFormat(document: JsonValue): boolean {
  return payloadsIn(document).length > 0
}

/** The document with these payloads, and what they refer to in it, rewritten in its own draft. */
export function moderniseMessages(document: JsonValue, draft: Draft): JsonValue {
  const old = withReferences(payloadsIn(document), document)
  const visit = (value: JsonValue): JsonValue => {
    if (typeof value !== 'object' || value === null) return value
    if (old.has(value)) return modernise(value, draft)
    return isObject(value) ? mapMembers(value, (_, member) => visit(member)) : value.map(visit)
  }
  return visit(document)
}

function payloadsIn(document: JsonValue): readonly JsonObject[] {
  const found: JsonObject[] = []
  const open: JsonValue[] = [document]
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (typeof next !== 'object' || next === null) continue
    open.push(...Object.values(next))
    if (!isObject(next)) continue
    const { schemaFormat: named, schema, payload } = next
    if (typeof named !== 'string' || schemaFormat(named).isOldOpenApi !== true) continue
    const held = schema ?? payload
    if (held !== undefined && isObject(held)) found.push(held)
  }
  return found
}

/** The schemas, and all that references in them lead to without leaving the document. */
function withReferences(
  schemas: readonly JsonObject[],
  document: JsonValue,
): ReadonlySet<JsonValue> {
  const found = new Set<JsonValue>()
  const take = (value: JsonValue) => {
    // What names a format itself is told by that.
    if (isObject(value) && typeof value['schemaFormat'] === 'string') return
    found.add(value)
    open.push(value)
  }
  const open: JsonValue[] = []
  schemas.forEach(take)
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (typeof next !== 'object' || next === null) continue
    open.push(...Object.values(next))
    const reference = isObject(next) ? next['$ref'] : undefined
    if (typeof reference !== 'string') continue
    const { uri, fragment } = parseReference(reference)
    const target = uri === '' ? valueAt(document, fragment) : undefined
    if (target !== undefined && !found.has(target)) take(target)
  }
  return found
}
