/** Looks through units that do nothing but call another. */
import { GeneratorBug } from '../../errors.js'
import { isObject } from '../../schema/types.js'
import { CALL } from './keywords.js'
import type { Unit } from './types.js'

/** The unit that does the work of the one named. */
export function resolveAlias(name: string, units: ReadonlyMap<string, Unit>): string {
  const seen = new Set<string>()
  for (let current = name; ; ) {
    const schema = units.get(current)?.schema
    const next = isObject(schema) && Object.keys(schema).length === 1 ? schema[CALL] : undefined
    if (typeof next !== 'string') return current
    if (seen.has(current)) throw new GeneratorBug(`${name} refers to nothing but itself`)
    seen.add(current)
    current = next
  }
}
