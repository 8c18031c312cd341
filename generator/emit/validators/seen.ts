/** Works out what `unevaluated*` leaves alone: the members that other keywords have looked at. */
import {
  type Draft,
  isObject,
  type JsonObject,
  type JsonSchema,
  type JsonValue,
} from '../../schema/types.js'
import { isSchema, mapSubschemas } from '../../schema/walk.js'
import { CALL, PLANS, SEEN } from './keywords.js'
import type { Unit } from './types.js'

type Kind = 'properties' | 'items'
type Units = ReadonlyMap<string, Pick<Unit, 'draft' | 'schema'>>

/** Members that are seen, and under which conditions. */
export interface Plan {
  readonly all: boolean
  /** Of objects: their names, and patterns of names. */
  readonly names: readonly string[]
  readonly patterns: readonly string[]
  /** Of lists: how many from the start; and conditions, of which an item that meets one is seen. */
  readonly prefix: number
  readonly contains: readonly number[]
  /** More is seen where a condition holds: a schema of the value, or a member that it has. */
  readonly when: readonly Branch[]
}

export interface Branch {
  /** An index into `$seen`, or a name. */
  readonly condition: number | string
  readonly holds: boolean
  readonly plan: Plan
}

const KEYWORDS = [
  ['unevaluatedProperties', 'properties'],
  ['unevaluatedItems', 'items'],
] as const

const NOTHING: Plan = { all: false, names: [], patterns: [], prefix: 0, contains: [], when: [] }

/** The schema with a plan beside each `unevaluated*`, and the conditions of the plans. */
export function planUnevaluated(unit: Pick<Unit, 'draft' | 'schema'>, units: Units): JsonSchema {
  const visit = (schema: JsonSchema): JsonSchema => {
    const inner = mapSubschemas(schema, unit.draft, visit)
    if (!isObject(schema) || !isObject(inner)) return inner
    const found = KEYWORDS.filter(([keyword]) => schema[keyword] !== undefined)
    if (found.length === 0) return inner
    const conditions: JsonSchema[] = []
    const add = (condition: JsonSchema): number => conditions.push(visit(condition)) - 1
    const plans = found.map(([keyword, kind]) => {
      const { [keyword]: _, ...others } = schema
      return [keyword, new Planner(kind, units, add).of(others, unit.draft)]
    })
    // Sound: a plan is made of nothing but what JSON has.
    return { ...inner, [SEEN]: conditions, [PLANS]: Object.fromEntries(plans) as JsonObject }
  }
  return visit(unit.schema)
}

class Planner {
  readonly #kind: Kind
  readonly #units: Units
  readonly #add: (condition: JsonSchema) => number

  constructor(kind: Kind, units: Units, add: (condition: JsonSchema) => number) {
    this.#kind = kind
    this.#units = units
    this.#add = add
  }

  /** What a schema sees of the value, where it holds. References in circles are refused before. */
  of(schema: JsonValue | undefined, draft: Draft): Plan {
    if (!isObject(schema)) return NOTHING
    const called = this.#units.get(String(schema[CALL]))
    const own = this.#kind === 'properties' ? ownProperties(schema) : this.#ownItems(schema, draft)
    return merge([
      own,
      ...(called === undefined ? [] : [this.of(called.schema, called.draft)]),
      ...list(schema['allOf']).map((one) => this.of(one, draft)),
      ...[...list(schema['anyOf']), ...list(schema['oneOf'])].map((branch) =>
        this.#where(branch, this.of(branch, draft)),
      ),
      this.#conditional(schema, draft),
      ...['dependentSchemas', 'dependencies'].flatMap((keyword) =>
        entries(schema[keyword]).map(([name, one]) => given(name, true, this.of(one, draft))),
      ),
    ])
  }

  #conditional({ if: test, then: yes, else: no }: JsonObject, draft: Draft): Plan {
    if (test === undefined) return NOTHING
    return merge([
      this.#where(test, merge([this.of(test, draft), this.of(yes, draft)])),
      this.#where(test, this.of(no, draft), false),
    ])
  }

  #ownItems(schema: JsonObject, draft: Draft): Plan {
    const { items, prefixItems, additionalItems, contains = null } = schema
    const isTuple = Array.isArray(items)
    const rest = isTuple ? additionalItems : items
    const first = isTuple ? items : list(prefixItems)
    return {
      ...NOTHING,
      all: rest !== undefined || schema['unevaluatedItems'] !== undefined,
      prefix: first.length,
      // Before 2020-12 the keyword was not said to look at what it has found.
      contains: isSchema(contains) && draft === '2020-12' ? [this.#add(contains)] : [],
    }
  }

  #where(condition: JsonValue, plan: Plan, holds = true): Plan {
    if (isEmpty(plan) || !isSchema(condition)) return NOTHING
    return given(this.#add(condition), holds, plan)
  }
}

function ownProperties(schema: JsonObject): Plan {
  const all = ['additionalProperties', 'unevaluatedProperties'].some(
    (keyword) => schema[keyword] !== undefined,
  )
  const names = entries(schema['properties']).map(([name]) => name)
  const patterns = entries(schema['patternProperties']).map(([pattern]) => pattern)
  return { ...NOTHING, all, names, patterns }
}

function given(condition: Branch['condition'], holds: boolean, plan: Plan): Plan {
  return isEmpty(plan) ? NOTHING : { ...NOTHING, when: [{ condition, holds, plan }] }
}

function merge(plans: readonly Plan[]): Plan {
  return {
    all: plans.some(({ all }) => all),
    names: [...new Set(plans.flatMap(({ names }) => names))],
    patterns: [...new Set(plans.flatMap(({ patterns }) => patterns))],
    prefix: Math.max(...plans.map(({ prefix }) => prefix)),
    contains: plans.flatMap(({ contains }) => contains),
    when: plans.flatMap(({ when }) => when),
  }
}

function isEmpty({ all, names, patterns, prefix, contains, when }: Plan): boolean {
  const count = names.length + patterns.length + prefix + contains.length + when.length
  return !all && count === 0
}

function list(value: JsonValue | undefined): readonly JsonValue[] {
  return Array.isArray(value) ? value : []
}

function entries(value: JsonValue | undefined): readonly [string, JsonValue][] {
  return isObject(value) ? Object.entries(value) : []
}
