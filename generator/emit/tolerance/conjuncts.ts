/** What a schema comes down to. */
import { isObject, type JsonObject, type JsonSchema } from '../../schema/types.js'
import { type Lookup, referenceOf, schemas } from '../types/kinds.js'

/** The schema and all that must hold with it: what it refers to, and its `allOf`. */
export function conjuncts(schema: JsonSchema, lookup: Lookup): readonly JsonObject[] {
  const found = new Set<JsonObject>()
  const open: JsonSchema[] = [schema]
  for (let next = open.shift(); next !== undefined; next = open.shift()) {
    if (!isObject(next) || found.has(next)) continue
    found.add(next)
    const target = lookup(referenceOf(next) ?? '')
    if (target !== undefined) open.push(target)
    open.push(...schemas(next['allOf']))
  }
  return [...found]
}
