/** Versions that schemas of one event say by constants: `"version": { "const": "2.0.0" }`. */
import type { LoadedSchemas, SchemaPlace } from '../load/types.js'
import { memberOf } from '../schema/pointer.js'
import { isObject } from '../schema/types.js'
import { conjunctsAlong, demandedValues, type Step } from './demands.js'
import { placesOf, type TypeForm } from './type-form.js'

const CALLED = /^v$|version/i

/** Envelopes have what describes the event near their top. */
const MOST_LEVELS = 3

/**
 * The version of each schema, by the one member in which all of them have a constant and no two
 * the same: rather beside the type than elsewhere. None where there is no such member.
 */
export function versionConstants(
  loaded: LoadedSchemas,
  places: readonly SchemaPlace[],
  form: TypeForm,
): readonly string[] | undefined {
  const [first] = places
  if (first === undefined || places.length < 2) return undefined
  const besides = placesOf(form).map((path) => JSON.stringify(path.slice(0, -1)))
  const isBeside = (path: readonly Step[]): boolean =>
    besides.includes(JSON.stringify(path.slice(0, -1)))
  const paths = [...versionPaths(loaded, first)]
  const ordered = [...paths.filter(isBeside), ...paths.filter((path) => !isBeside(path))]
  for (const path of ordered) {
    const versions = places.flatMap((place) => {
      const values = demandedValues(loaded, place, path) ?? []
      return values.length === 1 ? values : []
    })
    if (new Set(versions).size === places.length) return versions
  }
  return undefined
}

/** The members that are called a version, those nearest to the top first. */
function* versionPaths(loaded: LoadedSchemas, place: SchemaPlace): Generator<readonly Step[]> {
  let open: readonly (readonly Step[])[] = [[]]
  for (let level = 0; level < MOST_LEVELS; level++) {
    const deeper: (readonly Step[])[] = []
    for (const path of open) {
      for (const { schema } of conjunctsAlong(loaded, place, path)) {
        const properties = memberOf(schema, 'properties')
        if (!isObject(properties ?? null)) continue
        for (const name of Object.keys(properties ?? {})) {
          const inner = [...path, name]
          if (CALLED.test(name)) yield inner
          deeper.push(inner)
        }
      }
    }
    open = deeper
  }
}
