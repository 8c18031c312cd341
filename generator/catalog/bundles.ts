/** Points out files that hold many schemas and became one event, which no delivery may be called. */
import type { Diagnostics } from '../diagnostics.js'
import { type LoadedSchemas, placeKey, type SchemaPlace } from '../load/types.js'
import { HOLDING_KEYWORDS, isKnownKeyword } from '../schema/keyword-names.js'
import { isAnnotation } from '../schema/keywords.js'
import { holdersWithin, looksLikeSchema } from '../schema/shapes.js'
import { isObject, type JsonSchema } from '../schema/types.js'
import { demandedValues } from './demands.js'
import { placeOf } from './events.js'
import { schemaAt } from './places.js'
import { placesOf } from './type-form.js'
import { type Union, unionsOf } from './unions.js'
import type { NamedEvent, NamingConfig } from './wire-names.js'

/** What people call a file of all their events. */
const COLLECTION =
  /^(?:all|bundled?|definitions|events?|index|messages?|notifications?|payloads?|schemas?|types|webhooks?)$/i

interface Context {
  readonly loaded: LoadedSchemas
  readonly config: NamingConfig
  readonly diagnostics: Diagnostics
  /** Whether there is no other event. */
  readonly isOnly: boolean
}

export function reportBundles(
  roots: readonly NamedEvent[],
  { loaded, config }: Pick<Context, 'loaded' | 'config'>,
  diagnostics: Diagnostics,
): void {
  const context = { loaded, config, diagnostics, isOnly: roots.length === 1 }
  const counts = new Map<string, number>()
  for (const { event } of roots) {
    counts.set(placeKey(event.place), (counts.get(placeKey(event.place)) ?? 0) + 1)
  }
  for (const root of roots) {
    const { place } = root.event
    const document = loaded.documents.get(place.file)
    const isNamed = config.names.has(placeKey(place)) || root.event.declared !== undefined
    if (place.pointer !== '' || document?.isDescription === true || isNamed) continue
    const isDivided = root.name !== root.key || (counts.get(placeKey(place)) ?? 0) > 1
    if (!reportHollow(root, context) && !isDivided) reportChoice(root, context)
  }
}

/** A schema that takes everything, in a file that holds schemas. */
function reportHollow({ name, event: { place } }: NamedEvent, context: Context): boolean {
  const { loaded, diagnostics } = context
  const holders = holdersBeside(schemaAt(loaded, place))
  if (holders.length === 0) return false
  const message = `the event ${JSON.stringify(name)} takes every payload: the file holds schemas, and is none itself`
  const lines = holders.map((pointer) => `${place.file}#${pointer}`)
  const hint = `${dividing(place, lines, context)}; what others only refer to begins with "_"`
  diagnostics.warning('WARN_EVENT_BUNDLE', message, placeOf(loaded, place), hint)
  return true
}

/** Where a file that says nothing of a payload has its schemas. */
function holdersBeside(schema: JsonSchema): readonly string[] {
  if (!isObject(schema)) return []
  const names = Object.keys(schema)
  const saysNothing = names.every(
    (name) =>
      isAnnotation(name) || !isKnownKeyword(name) || (name === 'type' && schema[name] === 'object'),
  )
  if (!saysNothing) return []
  const own = names.filter((name) => !isKnownKeyword(name))
  if (own.some((name) => looksLikeSchema(schema[name] ?? null))) return ['/*']
  const inside = names.filter((name) => own.includes(name) || HOLDING_KEYWORDS.has(name))
  return inside.flatMap((name) => holdersWithin(schema[name] ?? null, `/${name}`))
}

/** A choice of schemas with names of their own, none of which says what a delivery is called. */
function reportChoice({ name, event: { place } }: NamedEvent, context: Context): void {
  const { loaded, config, diagnostics, isOnly } = context
  const file = place.file.slice(place.file.lastIndexOf('/') + 1)
  const isCollection = isOnly || COLLECTION.test(file.replace(/(?:\.schema)?\.[A-Za-z]+$/, ''))
  const isFixed = config.form.every(({ kind }) => kind === 'text')
  const isSaid = placesOf(config.form).some((path) => demandedValues(loaded, place, path))
  if (!isCollection || isFixed || isSaid) return
  const union = unionsOf(loaded, place, []).find((one) => isList(one, loaded))
  if (union === undefined) return
  const { keyword, branches } = union
  const at = { file: union.place.file, pointer: `${union.place.pointer}/${keyword}` }
  const message = `the ${branches.length} schemas of this ${JSON.stringify(keyword)} are one event, which a delivery has to call ${JSON.stringify(name)}`
  const hint = dividing(place, [placeKey(at)], context)
  diagnostics.warning('WARN_EVENT_BUNDLE', message, placeOf(loaded, at), hint)
}

/** Whether a choice is what the file is for, and all its branches are schemas that have names. */
function isList({ place, links, keyword, branches }: Union, loaded: LoadedSchemas): boolean {
  if (branches.length < 2 || links.some((link) => link !== 'reference')) return false
  const targets = branches.map((_, index) => {
    const pointer = `${place.pointer}/${keyword}/${index}`
    return loaded.references.get(placeKey({ file: place.file, pointer }))
  })
  const keys = targets.flatMap((target) => (target === undefined ? [] : [placeKey(target)]))
  return new Set(keys).size === branches.length
}

/** The line of the config that makes events of the schemas. */
function dividing({ file }: SchemaPlace, lines: readonly string[], { isOnly }: Context): string {
  const name = file.slice(file.lastIndexOf('/') + 1)
  const folder = file.slice(0, -name.length)
  const others = isOnly ? [] : [`${folder}**/!(${name})`]
  return `divide it: "events": { "schemas": ${JSON.stringify([...others, ...lines])} }`
}
