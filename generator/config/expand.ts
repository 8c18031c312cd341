/** Puts a preset under a config: what the config says itself wins. */
import type { Diagnostics } from '../diagnostics.js'
import { type Preset, readPreset } from '../presets/presets.js'
import { joinPointer, valueAt } from '../schema/pointer.js'
import { isObject, type JsonObject, type JsonValue } from '../schema/types.js'
import { nameMeant } from './preset-hint.js'
import type { ProviderConfig } from './types.js'

const WHERE = '/auth/preset'

/** Objects whose members are taken one by one; of everything else the config's own replaces all. */
const MERGED = ['events', 'secrets', 'sender', 'respond']

/** Members that say something by being null, with a preset or without. */
const MEANT: readonly string[] = ['/events/account']

/** A config less what it says only to have nothing of its preset there. */
export interface Stated {
  readonly value: JsonValue
  /** JSON pointers into the preset's config. */
  readonly unset: ReadonlySet<string>
}

/** Takes the keys out that are null where the preset has a value: the preset's goes with them. */
export function statedIn(value: JsonValue): Stated {
  const name = valueAt(value, WHERE)
  const preset = typeof name === 'string' ? readPreset(name) : undefined
  if (preset === undefined || !isObject(value)) return { value, unset: new Set() }
  const theirs: JsonObject = brought(preset)
  const unset = new Set<string>()
  const keep = (own: JsonObject, below: JsonObject, pointer: string): JsonObject =>
    Object.fromEntries(
      Object.entries(own).filter(([key, member]) => {
        const place = joinPointer(pointer, key)
        const isUnset = member === null && Object.hasOwn(below, key) && !MEANT.includes(place)
        if (isUnset) unset.add(place)
        return !isUnset
      }),
    )
  const outer = keep(value, theirs, '')
  const inner = MERGED.flatMap((key) => {
    const [own, below] = [outer[key], theirs[key]]
    return isObject(own) && isObject(below)
      ? [[key, keep(own, below, joinPointer('', key))] as const]
      : []
  })
  return { value: { ...outer, ...Object.fromEntries(inner) }, unset }
}

/** The config with its preset written out; undefined, and reported, where there is no such preset. */
export function expandPreset(
  config: ProviderConfig,
  unset: Stated['unset'],
  diagnostics: Diagnostics,
): ProviderConfig | undefined {
  const { file, value, locate } = config
  const name = valueAt(value, WHERE)
  if (typeof name !== 'string') return config
  const preset = readPreset(name)
  if (preset === undefined) {
    const message = `there is no preset ${JSON.stringify(name)}`
    const meant = nameMeant(name)
    const hint = meant === undefined ? 'hookwright presets lists them' : `did you mean "${meant}"?`
    diagnostics.error('ERR_PRESET', message, { file, pointer: `#${WHERE}`, ...locate(WHERE) }, hint)
    return undefined
  }
  const theirs = without(brought(preset), unset)
  return {
    file,
    own: value,
    preset: name,
    presetType: presetTypeOf(theirs['events']),
    value: merged(theirs, value),
    // What came with the preset stands nowhere in the file: the preset's name stands for it.
    locate: (pointer) => locate(valueAt(value, pointer) === undefined ? WHERE : pointer),
  }
}

function brought(preset: Preset): JsonObject {
  // Whose schemas these are: somebody else's, of which the folder has a copy.
  return { title: preset.title, validation: 'report', ...preset.config }
}

function without(config: JsonObject, unset: Stated['unset'], pointer = ''): JsonObject {
  const left = Object.entries(config).flatMap(([key, member]) => {
    const place = joinPointer(pointer, key)
    if (unset.has(place)) return []
    const isMerged = pointer === '' && isObject(member) && MERGED.includes(key)
    return [[key, isMerged ? without(member, unset, place) : member] as const]
  })
  return Object.fromEntries(left)
}

/** CloudEvents say their type themselves. */
function presetTypeOf(events: JsonValue | undefined): string | undefined {
  const { type, format } = isObject(events) ? events : {}
  if (typeof type === 'string') return type
  return format === 'cloudevents' ? '{item:/type}' : undefined
}

function merged(preset: JsonObject, own: JsonObject): JsonObject {
  const { auth } = preset
  const parts = MERGED.flatMap((key) => {
    const [theirs, ours] = [preset[key], own[key]]
    return isObject(theirs) && isObject(ours) ? [[key, { ...theirs, ...ours }] as const] : []
  })
  return { ...preset, ...own, ...Object.fromEntries(parts), ...(auth !== undefined && { auth }) }
}
