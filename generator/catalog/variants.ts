/** Divides schemas of several events into those events, by the constants that tell them apart. */
import { type LoadedEvent, type LoadedSchemas, placeKey, type SchemaPlace } from '../load/types.js'
import { memberOf, parsePointer } from '../schema/pointer.js'
import { isObject, type JsonObject, type JsonValue } from '../schema/types.js'
import { schemaAt } from './definitions.js'
import { demandedValues } from './demands.js'
import { choose, type Loading, narrow } from './narrow.js'
import { type Known, keyOfPath, placesOf, type TypeForm } from './type-form.js'

/** A schema for one event, and what it says of the type. */
export interface Variant {
  readonly place: SchemaPlace
  readonly known: Known
}

/** Unions inside unions are common, in circles they are a mistake that is reported elsewhere. */
const MOST_LEVELS = 20

/** At least one; several where the schema is a choice, or lists several types. */
export function variantsOf(
  loading: Loading,
  { place, mapping }: Pick<LoadedEvent, 'place' | 'mapping'>,
  form: TypeForm,
): readonly Variant[] {
  const dividing = { loading, paths: placesOf(form) }
  const path = dividing.paths.find((steps) => steps.length === 1 && steps[0] === mapping?.property)
  if (mapping === undefined || path === undefined) {
    return divide(dividing, loading.choices.get(placeKey(place)) ?? place, new Map(), 0)
  }
  return [...mapping.places].flatMap(([name, extending]) =>
    divide(dividing, extending, new Map([[keyOfPath(path), [name]]]), 0),
  )
}

interface Dividing {
  readonly loading: Loading
  readonly paths: readonly (readonly string[])[]
}

/** `mapped` is what a discriminator above says of the places. */
function divide(
  dividing: Dividing,
  place: SchemaPlace,
  mapped: ReadonlyMap<string, readonly string[]>,
  level: number,
): readonly Variant[] {
  const { loading, paths } = dividing
  const values = new Map<string, readonly string[]>()
  for (const path of paths) {
    const key = keyOfPath(path)
    const found = agreed(demandedValues(loading.loaded, place, path), mapped.get(key))
    if (found !== undefined) values.set(key, found)
  }
  const whole = combinations(values).map((known) => ({ place, known }))
  if (values.size === paths.length || level > MOST_LEVELS) return whole
  const union = unionAt(loading.loaded, place)
  if (union === undefined) return whole
  const branches = union.branches.map((branch, index) => {
    const inner = narrow(loading, { holder: union.place, keyword: union.keyword, index })
    const found = divide(dividing, inner, discriminated(union, branch, dividing), level + 1)
    return found.every(({ known }) => known.size > values.size) ? found : undefined
  })
  // One branch that could be any event makes the choice a schema like others.
  if (!branches.every((found) => found !== undefined)) return whole
  return merged(branches.flat(), place, dividing, union.keyword)
}

/** What the schema demands, where it leaves a choice as the discriminator above has it. */
function agreed(
  demanded: readonly string[] | undefined,
  mapped: readonly string[] | undefined,
): readonly string[] | undefined {
  const both = demanded?.filter((value) => mapped?.includes(value)) ?? []
  return both.length > 0 ? both : (demanded ?? mapped)
}

/** Branches of one event are a choice themselves: the whole one, if no branch is of another event. */
function merged(
  variants: readonly Variant[],
  whole: SchemaPlace,
  { loading }: Dividing,
  keyword: Union['keyword'],
): readonly Variant[] {
  const groups = new Map<string, Variant[]>()
  for (const variant of variants) {
    const key = JSON.stringify([...variant.known].sort())
    groups.set(key, [...(groups.get(key) ?? []), variant])
  }
  return [...groups.values()].flatMap((group) => {
    const [{ known } = { known: new Map() }] = group
    if (group.length === 1) return group
    if (groups.size === 1) return [{ place: whole, known }]
    const places = group.map(({ place }) => place)
    return [{ place: choose(loading, places, keyword), known }]
  })
}

/** Each way to choose one value for every place. */
function combinations(values: ReadonlyMap<string, readonly string[]>): readonly Known[] {
  let found: readonly (readonly (readonly [string, string])[])[] = [[]]
  for (const [key, choices] of values) {
    found = found.flatMap((known) =>
      choices.map((choice): (readonly [string, string])[] => [...known, [key, choice]]),
    )
  }
  return found.map((known) => new Map(known))
}

interface Union {
  readonly place: SchemaPlace
  readonly keyword: 'oneOf' | 'anyOf'
  readonly branches: readonly JsonValue[]
  readonly schema: JsonObject
}

/** The choice that a schema is, itself or through references; none if it makes two. */
function unionAt(loaded: LoadedSchemas, start: SchemaPlace): Union | undefined {
  let place = start
  for (let steps = 0; steps < MOST_LEVELS; steps++) {
    const schema = schemaAt(loaded, place)
    if (!isObject(schema)) return undefined
    const [keyword, other] = (['oneOf', 'anyOf'] as const).filter((one) => listAt(schema, one))
    if (keyword !== undefined) {
      const branches = listAt(schema, keyword) ?? []
      return other === undefined ? { place, keyword, branches, schema } : undefined
    }
    const target = loaded.references.get(`${place.file}#${place.pointer}`)
    if (target === undefined || Object.keys(schema).length > 1) return undefined
    place = target
  }
  return undefined
}

function listAt(schema: JsonObject, keyword: string): readonly JsonValue[] | undefined {
  const list = memberOf(schema, keyword)
  return Array.isArray(list) && list.length > 0 ? list : undefined
}

/** What the `discriminator` of OpenAPI says of a branch: the names mapped to it, or its own. */
function discriminated(
  { schema }: Union,
  branch: JsonValue,
  { paths }: Dividing,
): ReadonlyMap<string, readonly string[]> {
  const discriminator = memberOf(schema, 'discriminator')
  const property = discriminator && memberOf(discriminator, 'propertyName')
  const reference = isObject(branch) ? branch['$ref'] : undefined
  if (discriminator === undefined || typeof reference !== 'string') return new Map()
  const path = paths.find((steps) => steps.length === 1 && steps[0] === property)
  if (path === undefined) return new Map()
  const own = parsePointer(reference.slice(reference.indexOf('#') + 1))?.at(-1)
  // Any other value may come as well, and is of that branch.
  const fallback = memberOf(discriminator, 'defaultMapping')
  if (fallback !== undefined && (fallback === reference || fallback === own)) return new Map()
  const mapping = memberOf(discriminator, 'mapping')
  const names = isObject(mapping)
    ? Object.entries(mapping).flatMap(([name, to]) => (to === reference || to === own ? name : []))
    : []
  const values = names.length > 0 ? names : own === undefined ? [] : [own]
  return values.length > 0 ? new Map([[keyOfPath(path), values]]) : new Map()
}
