/** Lists what payloads are held to: for each event and resource its strictnesses. */
import { toleranceOf } from '../tolerance/tolerance.js'
import type { ValidatorInput } from './emit.js'
import { validatorPath } from './paths.js'

export interface RootDefinition {
  /** Below `src/`, without extension. */
  readonly path: string
  /** The identifier of the definition, strict or tolerant. */
  readonly definition: string
}

/** Where tolerance changes nothing, the strict one serves both. */
export function rootsOf(catalog: ValidatorInput): readonly RootDefinition[] {
  const { events, resources = [] } = catalog
  const { identifierOf } = toleranceOf(catalog)
  const stems = new Map([...events, ...resources].map(({ stem, definition }) => [stem, definition]))
  return [...stems].flatMap(([stem, definition]) => {
    const tolerant = identifierOf(definition)
    const strict = { path: validatorPath(stem, 'strict'), definition }
    if (tolerant === definition) return [strict]
    return [strict, { path: validatorPath(stem, 'tolerant'), definition: tolerant }]
  })
}
