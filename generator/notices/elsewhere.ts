/** Finds where else schemas have a name for each event: a constant at a place that all of them have. */
import { joinPointer, memberOf } from '../schema/pointer.js'
import { isObject, type JsonSchema } from '../schema/types.js'
import type { Event, Noticing } from './events.js'
import type { Lookup, Path } from './look.js'

export interface Elsewhere {
  readonly path: Path
  /** In the order of the events. */
  readonly values: readonly string[]
  /** Whether the place is called as places of names are. */
  readonly isNameLike: boolean
}

const NAME_LIKE = /(?:^|[_-]?)(?:type|event|topic|name|kind|trigger|category)$/i
const DEEPEST = 3

/** The best of the places; none where no place tells all events apart. */
export function elsewhere(events: readonly Event[], { lookup }: Noticing): Elsewhere | undefined {
  const [first] = events
  if (first === undefined) return undefined
  const found = constantsOf(first.schema, lookup).flatMap((path): Elsewhere[] => {
    const values = events.flatMap(({ schema }) => valueAt(schema, path, lookup) ?? [])
    const isNameLike = NAME_LIKE.test(path.at(-1) ?? '')
    const isName = isNameLike || events.every(({ name }, index) => name === values[index])
    const isDistinct = new Set(values).size === events.length
    return values.length === events.length && isDistinct && isName
      ? [{ path, values, isNameLike }]
      : []
  })
  return found.sort((a, b) => a.path.length - b.path.length)[0]
}

/** The place as an expression of the config. */
export function sourcePointer(path: Path, { catalog }: Noticing): string {
  const { batch, payload } = catalog.source
  return `{${batch === undefined ? 'json' : 'item'}:${joinPointer(payload, ...path)}}`
}

function valueAt(schema: JsonSchema, path: Path, lookup: Lookup): string | undefined {
  const found = lookup.at(schema, path)
  const values = typeof found === 'string' ? undefined : lookup.values(found)
  return values?.length === 1 ? values[0] : undefined
}

function constantsOf(schema: JsonSchema, lookup: Lookup): readonly Path[] {
  const found: Path[] = []
  const visit = (path: Path) => {
    const inner = path.length === 0 ? [schema] : lookup.at(schema, path)
    if (typeof inner === 'string') return
    if (path.length > 0 && valueAt(schema, path, lookup) !== undefined) found.push(path)
    if (path.length === DEEPEST) return
    const names = new Set(
      inner.flatMap((one) =>
        lookup.objects(one).flatMap((object) => {
          const properties = memberOf(object, 'properties')
          return isObject(properties) ? Object.keys(properties) : []
        }),
      ),
    )
    // A payload of very many members is not searched to the end.
    for (const name of [...names].slice(0, 100)) visit([...path, name])
  }
  visit([])
  return found
}
