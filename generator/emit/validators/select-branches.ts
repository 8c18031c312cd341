/** Where a property tells the branches of a union apart, only the branch that it names is tried. */
import { isObject, type JsonObject, type JsonSchema, type JsonValue } from '../../schema/types.js'
import { isSchema, mapSubschemas } from '../../schema/walk.js'
import { CALL, SELECT, SELECTOR } from './keywords.js'
import type { Mode, Unit } from './types.js'

/** A branch with more values is rather a list of what exists than a mark. */
const MAX_VALUES = 20

type Units = ReadonlyMap<string, Unit>

/**
 * The unit, with `$select` wherever the verdict stays the same; the unit itself if nowhere. A check
 * becomes faster by it, and an explanation speaks of one branch and not of all.
 */
export function selectBranches(unit: Unit, units: Units, mode: Mode): Unit {
  let changed = false
  const visit = (schema: JsonSchema): JsonSchema => {
    const inner = mapSubschemas(schema, unit.draft, visit)
    if (!isObject(inner)) return inner
    const selected = selectIn(selectIn(inner, 'oneOf', units, mode), 'anyOf', units, mode)
    changed ||= selected !== inner
    return selected
  }
  const schema = visit(unit.schema)
  return changed ? { ...unit, schema } : unit
}

function selectIn(
  schema: JsonObject,
  keyword: 'anyOf' | 'oneOf',
  units: Units,
  mode: Mode,
): JsonObject {
  const { [keyword]: list, ...rest } = schema
  if (!Array.isArray(list) || list.length < 2) return schema
  const branches = list.map((branch) => conjuncts(branch, units))
  const isTyped = schema['type'] === 'object'
  if (!isTyped && !branches.every((parts) => parts.some(({ type }) => type === 'object'))) {
    return schema
  }
  for (const property of (branches[0] ?? []).flatMap(propertyNames)) {
    const values = branches.map((parts) => valuesOf(parts, property, units))
    if (!areDisjoint(values)) continue
    const select = {
      ...(isTyped ? {} : { type: 'object' }),
      ...(mode === 'explain' ? naming(property, values) : {}),
      [SELECT]: list,
      [SELECTOR]: { property, values, isNamed: mode === 'explain' },
    }
    return { ...rest, allOf: [...(Array.isArray(rest['allOf']) ? rest['allOf'] : []), select] }
  }
  return schema
}

/** Says in terms of the property that no branch is named. */
function naming(property: string, values: readonly (readonly string[])[]): JsonObject {
  return { required: [property], properties: { [property]: { enum: values.flat() } } }
}

/** What a schema comes down to: what it calls, and its `allOf`. All of it must hold. */
function conjuncts(schema: JsonValue, units: Units): readonly JsonObject[] {
  const found = new Set<JsonObject>()
  const open: JsonValue[] = [schema]
  for (let next = open.shift(); next !== undefined; next = open.shift()) {
    if (!isObject(next) || found.has(next)) continue
    found.add(next)
    const { allOf, [CALL]: called } = next
    if (typeof called === 'string') open.push(units.get(called)?.schema ?? true)
    if (Array.isArray(allOf)) open.push(...allOf)
  }
  return [...found]
}

function propertyNames({ properties }: JsonObject): readonly string[] {
  return isObject(properties) ? Object.keys(properties) : []
}

/** The values that a branch demands of the property; none where it does not demand any. */
function valuesOf(parts: readonly JsonObject[], property: string, units: Units): readonly string[] {
  const isRequired = parts.some(
    ({ required }) => Array.isArray(required) && required.includes(property),
  )
  if (!isRequired) return []
  for (const { properties } of parts) {
    if (!isObject(properties) || !Object.hasOwn(properties, property)) continue
    const mark = properties[property]
    if (mark === undefined || !isSchema(mark)) continue
    for (const { const: only, enum: listed } of conjuncts(mark, units)) {
      const values = only === undefined ? listed : [only]
      if (!Array.isArray(values) || values.length > MAX_VALUES) continue
      if (values.every((value) => typeof value === 'string')) return values
    }
  }
  return []
}

function areDisjoint(lists: readonly (readonly string[])[]): boolean {
  const seen = new Set<string>()
  for (const list of lists) {
    if (list.length === 0 || list.some((value) => seen.has(value))) return false
    for (const value of list) seen.add(value)
  }
  return true
}
