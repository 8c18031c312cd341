/** Divides schemas of several events into those events, by the constants that tell them apart. */
import { type LoadedEvent, placeKey, type SchemaPlace } from '../load/types.js'
import { joinPointer, memberOf, parsePointer } from '../schema/pointer.js'
import { isObject, type JsonValue } from '../schema/types.js'
import { demandedValues, type Step } from './demands.js'
import { aliased, choose, type Loading, narrow } from './narrow.js'
import { type Known, keyOfPath, placesOf, type TypeForm } from './type-form.js'
import { type Union, unionsOf, type Way } from './unions.js'

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
  const dividing = { loading, paths: placesOf(form), told: new Map() }
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
  readonly paths: readonly (readonly Step[])[]
  /** Of choices that were looked at before: whether each branch says which event it is. */
  readonly told: Map<string, boolean>
}

/** What is known of the places so far: the values that each can have. */
type Values = ReadonlyMap<string, readonly string[]>

/** `mapped` is what a discriminator above says of the places. */
function divide(
  dividing: Dividing,
  place: SchemaPlace,
  mapped: Values,
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
  const open = paths
    .map((path): Way => ({ key: keyOfPath(path), rest: path }))
    .filter(({ key }) => values.get(key)?.length !== 1)
  if (open.length === 0 || level > MOST_LEVELS) return whole
  for (const union of unionsOf(loading.loaded, place, open)) {
    const found = divideUnion(dividing, place, union, { mapped, level })
    if (found !== undefined) return merged(found, place, dividing, union.keyword)
  }
  return whole
}

/** The events of a choice; none if a branch could be any event, which makes it a schema like others. */
function divideUnion(
  dividing: Dividing,
  place: SchemaPlace,
  union: Union,
  { mapped, level }: { readonly mapped: Values; readonly level: number },
): readonly Variant[] | undefined {
  if (!tells(dividing, union)) return undefined
  const { loading } = dividing
  return branchesOf(loading, union).flatMap((index) => {
    const named = discriminated(union, union.branches[index] ?? true)
    const inner = narrow(loading, place, union, index)
    return divide(dividing, inner, new Map([...mapped, ...named]), level + 1)
  })
}

/** Whether each branch says which event it is, itself or by a choice of its own. */
function tells(dividing: Dividing, union: Union): boolean {
  const { loading, told } = dividing
  const { loaded } = loading
  const { place, keyword, branches, ways } = union
  const key = `${placeKey(place)} ${JSON.stringify(ways)}`
  const known = told.get(key)
  if (known !== undefined) return known
  // What comes back to itself says nothing by that.
  told.set(key, false)
  const found = branchesOf(loading, union).every((index) => {
    const pointer = joinPointer(place.pointer, keyword, String(index))
    const branch = { file: place.file, pointer }
    return (
      discriminated(union, branches[index] ?? true).size > 0 ||
      ways.some(({ rest }) => demandedValues(loaded, branch, rest) !== undefined) ||
      unionsOf(loaded, branch, ways).some((inner) => tells(dividing, inner))
    )
  })
  told.set(key, found)
  return found
}

/** The branches that no exclusion of the config leaves out, by themselves or by what they refer to. */
function branchesOf({ loaded }: Loading, { place, keyword, branches }: Union): readonly number[] {
  const { leftOut = [] } = loaded
  const left = new Set(leftOut.map(placeKey))
  const indexes = [...branches.keys()]
  if (left.size === 0) return indexes
  return indexes.filter((index) => {
    const pointer = joinPointer(place.pointer, keyword, String(index))
    const branch = { file: place.file, pointer }
    return !left.has(placeKey(branch)) && !left.has(placeKey(aliased(loaded, branch)))
  })
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

/** What the `discriminator` of OpenAPI says of a branch: the names mapped to it, or its own. */
function discriminated({ schema, ways }: Union, branch: JsonValue): Values {
  const discriminator = memberOf(schema, 'discriminator')
  const property = discriminator && memberOf(discriminator, 'propertyName')
  const reference = isObject(branch) ? branch['$ref'] : undefined
  if (discriminator === undefined || typeof reference !== 'string') return new Map()
  const way = ways.find(({ rest }) => rest.length === 1 && rest[0] === property)
  if (way === undefined) return new Map()
  const own = parsePointer(reference.slice(reference.indexOf('#') + 1))?.at(-1)
  // Any other value may come as well, and is of that branch.
  const fallback = memberOf(discriminator, 'defaultMapping')
  if (fallback !== undefined && (fallback === reference || fallback === own)) return new Map()
  const mapping = memberOf(discriminator, 'mapping')
  const names = isObject(mapping)
    ? Object.entries(mapping).flatMap(([name, to]) => (to === reference || to === own ? name : []))
    : []
  const values = names.length > 0 ? names : own === undefined ? [] : [own]
  return values.length > 0 ? new Map([[way.key, values]]) : new Map()
}
