/** Makes a unit of each definition, and finds those that have to keep track. */
import type { Definition } from '../../catalog/types.js'
import { Diagnostics } from '../../diagnostics.js'
import { isObject, type JsonValue } from '../../schema/types.js'
import { CALL } from './keywords.js'
import { prepareSchema } from './prepare.js'
import type { Unit } from './types.js'

/** One unit for each definition: first the strict ones in their order, then the tolerant ones. */
export function prepareUnits(
  strict: readonly Definition[],
  tolerant: readonly Definition[],
  diagnostics: Diagnostics,
): readonly Unit[] {
  // What is wrong with a tolerant one was wrong with the strict one that it is made of.
  const silent = new Diagnostics()
  const units = [
    ...strict.map((definition) => prepareUnit(definition, diagnostics)),
    ...tolerant.map((definition) => prepareUnit(definition, silent)),
  ]
  const tracking = trackingNames(units)
  return units.map((unit) => ({ ...unit, tracking: tracking.has(unit.name) }))
}

function prepareUnit(definition: Definition, diagnostics: Diagnostics): Omit<Unit, 'tracking'> {
  return {
    name: definition.identifier,
    stem: definition.stem,
    draft: definition.draft,
    origin: definition.origin,
    schema: prepareSchema(definition, diagnostics),
  }
}

/**
 * The units that `unevaluated*` concerns: those that use it, and all that they call or are called
 * by, for callers read what the called ones have tracked.
 */
function trackingNames(units: readonly Omit<Unit, 'tracking'>[]): ReadonlySet<string> {
  const neighbours = new Map<string, string[]>(units.map(({ name }) => [name, []]))
  const open: string[] = []
  for (const { name, schema } of units) {
    const { calls, tracks } = survey(schema, { calls: new Set<string>(), tracks: false })
    if (tracks) open.push(name)
    for (const called of calls) {
      neighbours.get(name)?.push(called)
      neighbours.get(called)?.push(name)
    }
  }
  const found = new Set<string>()
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    if (found.has(name)) continue
    found.add(name)
    open.push(...(neighbours.get(name) ?? []))
  }
  return found
}

interface Survey {
  readonly calls: Set<string>
  tracks: boolean
}

/** Reads names in data as well: a unit that tracks without need is slower, and still right. */
function survey(value: JsonValue, found: Survey): Survey {
  if (Array.isArray(value)) for (const item of value) survey(item, found)
  if (!isObject(value)) return found
  for (const [name, member] of Object.entries(value)) {
    if (name === CALL && typeof member === 'string') found.calls.add(member)
    if (name === 'unevaluatedProperties' || name === 'unevaluatedItems') found.tracks = true
    survey(member, found)
  }
  return found
}
