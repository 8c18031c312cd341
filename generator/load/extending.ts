/** Finds the shared schemas of a description that extend another one, by `allOf`. */
import { joinPointer, valueAt } from '../schema/pointer.js'
import { isObject, type JsonValue } from '../schema/types.js'
import { SHARED_SCHEMAS } from './resources.js'
import type { Document } from './types.js'
import { parseReference } from './uri.js'

/** The names of the shared schemas whose `allOf` leads to the place, directly or through others. */
export function extending(document: Document, pointer: string): readonly string[] {
  const shared = valueAt(document.value, SHARED_SCHEMAS)
  const schemas = isObject(shared) ? Object.entries(shared) : []
  const found = new Set<string>()
  const open = [pointer]
  for (let parent = open.pop(); parent !== undefined; parent = open.pop()) {
    for (const [name, schema] of schemas) {
      const own = joinPointer(SHARED_SCHEMAS, name)
      if (own === pointer || found.has(name) || !isExtending(schema, parent)) continue
      found.add(name)
      open.push(own)
    }
  }
  return [...found]
}

function isExtending(schema: JsonValue, parent: string): boolean {
  const all = isObject(schema) ? schema['allOf'] : undefined
  return (
    Array.isArray(all) &&
    all.some((part: JsonValue) => {
      const reference = isObject(part) ? part['$ref'] : undefined
      if (typeof reference !== 'string') return false
      const { uri, fragment } = parseReference(reference)
      return uri === '' && fragment === parent
    })
  )
}
