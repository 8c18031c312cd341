/** Finds the wire names of events, by the rule of the documentation: four sources, in order. */
import { type LoadedEvent, type LoadedSchemas, placeKey, type SchemaPlace } from '../load/types.js'
import { memberOf } from '../schema/pointer.js'
import { isObject } from '../schema/types.js'
import { type Descent, schemaAlong } from './body.js'
import { schemaAt } from './definitions.js'
import { isRequired } from './demands.js'
import type { ExplicitNames } from './explicit-names.js'
import type { Loading } from './narrow.js'
import { type Renames, rename } from './renames.js'
import { fillType, keyOfPath, placesOf, type TypeForm } from './type-form.js'
import { variantsOf } from './variants.js'

export interface NamingConfig {
  /** By `placeKey`. */
  readonly names: ReadonlyMap<string, ExplicitNames>
  readonly separator: string
  /** The globs as the config gives them. */
  readonly patterns: readonly string[] | undefined
  /** What turns the keys of the input into names, one after another. */
  readonly rename: Renames
  readonly form: TypeForm
  /** How whole bodies lead to events; none where they are the events. */
  readonly descent: Descent | undefined
  /** Whether the highest version of an event stands for all of them. */
  readonly onlyLatest: boolean
}

/** A schema under one of its names. */
export interface NamedEvent {
  readonly event: LoadedEvent
  readonly place: SchemaPlace
  readonly name: string
  /** What the input calls it. */
  readonly key: string
  readonly version: string | undefined
  /** Whether the name is a constant of a member that the schema does not require. */
  readonly isOptional?: boolean
}

/** Every name of a schema; a choice of several events is divided into them. */
export function namedEvents(
  loading: Loading,
  event: LoadedEvent,
  config: NamingConfig,
): readonly NamedEvent[] {
  const { loaded } = loading
  const { place } = event
  const key = rename(inputKey(event, config), config.rename)
  const whole = loading.choices.get(placeKey(place)) ?? place
  const { form, inner } = readingOf(loading, event, whole, config)
  const named = (name: string, at = whole): NamedEvent => {
    return { event, place: inner(at), name, key, version: versionOf(loaded, at) }
  }
  const explicit = keysOf(event)
    .map((one) => config.names.get(one))
    .find(Boolean)
  if (explicit !== undefined) return explicit.names.map((name) => named(name))
  const declared = event.declared ?? textAt(loaded, place, 'x-event-type')
  if (declared !== undefined) return [named(declared)]
  return variantsOf(loading, event, form).map((variant) => {
    const version = versionOf(loaded, variant.place)
    const own = textAt(loaded, variant.place, 'x-event-type')
    const name = own ?? fillType(form, variant.known, { key, version })
    const isOptional =
      own === undefined &&
      placesOf(form).some(
        (path) => variant.known.has(keyOfPath(path)) && !isRequired(loaded, variant.place, path),
      )
    return { ...named(name, variant.place), isOptional }
  })
}

/** Where a schema says its type, and what of it is the payload. */
function readingOf(
  loading: Loading,
  { isBody }: LoadedEvent,
  whole: SchemaPlace,
  { form, descent }: NamingConfig,
): { readonly form: TypeForm; inner(place: SchemaPlace): SchemaPlace } {
  const isDeeper =
    isBody === true &&
    descent !== undefined &&
    schemaAlong(loading, whole, descent.path) !== undefined
  if (!isDeeper) return { form, inner: (place) => place }
  return {
    form: descent.form,
    inner: (place) => schemaAlong(loading, place, descent.path) ?? place,
  }
}

/** What `events.names` may call the event by: its schema, or where a description has it. */
export function keysOf({ place, at }: LoadedEvent): readonly string[] {
  return [placeKey(place), ...(at === undefined ? [] : [placeKey(at)])]
}

function textAt(loaded: LoadedSchemas, place: SchemaPlace, keyword: string): string | undefined {
  const schema = schemaAt(loaded, place)
  const value = isObject(schema) ? memberOf(schema, keyword) : undefined
  return typeof value === 'string' ? value : undefined
}

function versionOf(loaded: LoadedSchemas, place: SchemaPlace): string | undefined {
  const schema = schemaAt(loaded, place)
  const value = isObject(schema) ? memberOf(schema, 'x-event-version') : undefined
  return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined
}

/** What the input calls an event, before it is renamed. */
export function inputKey(
  { key, place }: LoadedEvent,
  config: Pick<NamingConfig, 'patterns' | 'separator'>,
): string {
  return key ?? nameOfPath(place.file, config)
}

function nameOfPath(
  file: string,
  { patterns, separator }: Pick<NamingConfig, 'patterns' | 'separator'>,
): string {
  const prefix = literalPrefixes(patterns).find((candidate) => file.startsWith(candidate)) ?? ''
  return file
    .slice(prefix.length)
    .replace(/\.(?:json|ya?ml)$/i, '')
    .replace(/\.schema$/i, '')
    .split('/')
    .join(separator)
}

/** The folders in front of the first wildcard of each glob, longest first; by default `events/`. */
function literalPrefixes(patterns: readonly string[] | undefined): readonly string[] {
  const prefixes = (patterns ?? ['events/**']).map((pattern) => {
    const steps = pattern.replace(/^(?:\.\/)+|#\/.*$/gs, '').split('/')
    const wild = steps.findIndex((step) => /[*?[\]{}()!+@]/.test(step))
    const fixed = steps.slice(0, wild < 0 ? -1 : wild)
    return fixed.map((step) => `${step}/`).join('')
  })
  return prefixes.sort((a, b) => b.length - a.length)
}
