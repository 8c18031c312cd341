/** Speeds the yes-or-no up: where a property tells the branches of a `oneOf` apart, one is tried. */
import { isObject, type JsonObject, type JsonSchema, type JsonValue } from '../../schema/types.js'
import { mapSubschemas } from '../../schema/walk.js'
import { CALL, SELECT, SELECTOR } from './keywords.js'
import type { Unit } from './types.js'

/** A branch with more values is rather a list of what exists than a mark. */
const MAX_VALUES = 20

/** The unit, with `$select` wherever the verdict stays the same; the unit itself if nowhere. */
export function selectBranches(unit: Unit, units: ReadonlyMap<string, Unit>): Unit {
  if (unit.tracking) return unit
  let changed = false
  const visit = (schema: JsonSchema): JsonSchema => {
    const inner = mapSubschemas(schema, unit.draft, visit)
    const selected = isObject(inner) ? selectIn(inner, units) : undefined
    if (selected === undefined) return inner
    changed = true
    return selected
  }
  const schema = visit(unit.schema)
  return changed ? { ...unit, schema } : unit
}

function selectIn(schema: JsonObject, units: ReadonlyMap<string, Unit>): JsonObject | undefined {
  const { oneOf, ...rest } = schema
  if (!Array.isArray(oneOf) || oneOf.length < 2) return undefined
  const targets = oneOf.map((branch) => resolve(branch, units))
  const first = targets[0]
  if (first === undefined) return undefined
  for (const property of Object.keys(isObject(first['properties']) ? first['properties'] : {})) {
    const values = targets.map((target) => valuesOf(target, property))
    if (!areDisjoint(values)) continue
    const select = { type: 'object', [SELECT]: oneOf, [SELECTOR]: { property, values } }
    return { ...rest, allOf: [...(Array.isArray(rest['allOf']) ? rest['allOf'] : []), select] }
  }
  return undefined
}

/** What a branch comes down to; `undefined` where that is not one schema. */
function resolve(branch: JsonValue, units: ReadonlyMap<string, Unit>): JsonObject | undefined {
  const seen = new Set<string>()
  let current = branch
  while (isObject(current) && typeof current[CALL] === 'string') {
    const name = current[CALL]
    if (Object.keys(current).length > 1 || seen.has(name)) return undefined
    seen.add(name)
    current = units.get(name)?.schema ?? false
  }
  return isObject(current) ? current : undefined
}

/** The values that a branch demands of the property; none where it does not demand any. */
function valuesOf(schema: JsonObject | undefined, property: string): readonly string[] {
  const { type, required, properties } = schema ?? {}
  if (type !== 'object' || !Array.isArray(required) || !required.includes(property)) return []
  if (!isObject(properties) || !Object.hasOwn(properties, property)) return []
  const mark = properties[property]
  if (!isObject(mark)) return []
  const values = mark['const'] === undefined ? mark['enum'] : [mark['const']]
  if (!Array.isArray(values) || values.length > MAX_VALUES) return []
  return values.every((value) => typeof value === 'string') ? values : []
}

function areDisjoint(lists: readonly (readonly string[])[]): boolean {
  const seen = new Set<string>()
  for (const list of lists) {
    if (list.length === 0 || list.some((value) => seen.has(value))) return false
    for (const value of list) seen.add(value)
  }
  return true
}
