/** Makes a unit of each definition. */
import type { Definition } from '../../catalog/types.js'
import { Diagnostics } from '../../diagnostics.js'
import { type Prepared, prepareSchema } from './prepare.js'
import { planUnevaluated } from './seen.js'
import type { Unit } from './types.js'

/** One unit for each definition: first the strict ones in their order, then the tolerant ones. */
export function prepareUnits(
  strict: readonly Definition[],
  tolerant: readonly Definition[],
  diagnostics: Diagnostics,
): readonly Unit[] {
  // What is wrong with a tolerant one was wrong with the strict one that it is made of.
  const silent = new Diagnostics()
  const known: Prepared = new Map()
  const units = [
    ...strict.map((definition) => prepareUnit(definition, diagnostics, known)),
    ...tolerant.map((definition) => prepareUnit(definition, silent, known)),
  ]
  const byName = new Map(units.map((unit) => [unit.name, unit]))
  return units.map((unit) => ({ ...unit, schema: planUnevaluated(unit, byName) }))
}

function prepareUnit(definition: Definition, diagnostics: Diagnostics, known: Prepared): Unit {
  return {
    name: definition.identifier,
    stem: definition.stem,
    draft: definition.draft,
    origin: definition.origin,
    schema: prepareSchema(definition, diagnostics, known),
  }
}
