/** Which definitions tolerance changes, and what they are then. */
import type { Definition } from '../../catalog/types.js'
import type { JsonSchema } from '../../schema/types.js'
import { loosen } from './loosen.js'
import { findMarks, type Marked } from './marks.js'
import { withoutWriteOnly } from './write-only.js'

const REFERENCE = '#/definitions/'

/** The definitions of a catalog as a tolerant receiver reads them. */
export interface Tolerance {
  /**
   * The definitions that accept more, under identifiers of their own. Where they refer to each other
   * under `not`, `if` or `contains`, they refer to the strict ones.
   */
  readonly definitions: readonly Definition[]
  /** The tolerant form of a definition; itself where there is no difference. */
  readonly identifierOf: (identifier: string) => string
  /** Each definition under its own identifier, in the form that types describe. */
  readonly described: readonly Definition[]
}

/** Several emitters ask for the same catalog's. */
const known = new WeakMap<readonly Definition[], Tolerance>()

export function toleranceOf(catalog: Marked): Tolerance {
  const { definitions } = catalog
  const found = known.get(definitions) ?? findTolerance(catalog)
  known.set(definitions, found)
  return found
}

function findTolerance(catalog: Marked): Tolerance {
  const definitions = withoutWriteOnly(catalog.definitions)
  const marks = findMarks({ ...catalog, definitions })
  const first = definitions.map((definition, index) => {
    const { identifier, draft, schema } = definition
    const isFreed = definition !== catalog.definitions[index]
    const references = new Set<string>()
    const refer = (reference: string) => {
      references.add(reference.slice(REFERENCE.length))
      return reference
    }
    const loosened = loosen(schema, { draft, marks, refer })
    return { identifier, references, ...loosened, changed: loosened.changed || isFreed }
  })
  const changed = spread(first)
  const identifiers = allocate(definitions, changed)
  const identifierOf = (identifier: string) => identifiers.get(identifier) ?? identifier
  const refer = (reference: string) =>
    `${REFERENCE}${identifierOf(reference.slice(REFERENCE.length))}`
  return {
    identifierOf,
    definitions: definitions
      .filter(({ identifier }) => changed.has(identifier))
      .map((definition) => ({
        ...definition,
        identifier: identifierOf(definition.identifier),
        stem: `${definition.stem}.tolerant`,
        schema: loosen(definition.schema, { draft: definition.draft, marks, refer }).schema,
      })),
    described: definitions.map((definition, index) => ({
      ...definition,
      schema: first[index]?.schema ?? definition.schema,
    })),
  }
}

interface Found {
  readonly identifier: string
  readonly references: ReadonlySet<string>
  readonly schema: JsonSchema
  readonly changed: boolean
}

/** Whoever refers to a definition that changes changes as well. */
function spread(found: readonly Found[]): ReadonlySet<string> {
  const users = new Map<string, string[]>()
  for (const { identifier, references } of found) {
    for (const target of references) {
      const list = users.get(target) ?? []
      list.push(identifier)
      users.set(target, list)
    }
  }
  const changed = new Set(found.flatMap((one) => (one.changed ? [one.identifier] : [])))
  for (const identifier of changed) {
    for (const user of users.get(identifier) ?? []) changed.add(user)
  }
  return changed
}

function allocate(
  definitions: readonly Definition[],
  changed: ReadonlySet<string>,
): ReadonlyMap<string, string> {
  const taken = new Set(definitions.map(({ identifier }) => identifier))
  return new Map(
    [...changed].map((identifier): [string, string] => {
      let name = `${identifier}Tolerant`
      while (taken.has(name)) name += '_'
      taken.add(name)
      return [identifier, name]
    }),
  )
}
