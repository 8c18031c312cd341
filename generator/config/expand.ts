/** Puts a preset under a config: what the config says itself wins. */
import type { Diagnostics } from '../diagnostics.js'
import { presetNames, readPreset } from '../presets/presets.js'
import { didYouMean } from '../schema/nearest.js'
import { valueAt } from '../schema/pointer.js'
import { isObject, type JsonObject } from '../schema/types.js'
import type { ProviderConfig } from './types.js'

const WHERE = '/auth/preset'

/** Objects whose members are taken one by one; of everything else the config's own replaces all. */
const MERGED = ['events', 'secrets', 'sender', 'respond']

/** The config with its preset written out; undefined, and reported, where there is no such preset. */
export function expandPreset(
  config: ProviderConfig,
  diagnostics: Diagnostics,
): ProviderConfig | undefined {
  const { file, value, locate } = config
  const name = valueAt(value, WHERE)
  if (typeof name !== 'string') return config
  const preset = readPreset(name)
  if (preset === undefined) {
    const message = `there is no preset ${JSON.stringify(name)}`
    const hint = didYouMean(name, presetNames()) ?? 'hookwright presets lists them'
    diagnostics.error('ERR_PRESET', message, { file, pointer: `#${WHERE}`, ...locate(WHERE) }, hint)
    return undefined
  }
  return {
    file,
    // Whose schemas these are: somebody else's, of which the folder has a copy.
    value: merged({ title: preset.title, validation: 'report', ...preset.config }, value),
    // What came with the preset stands nowhere in the file: the preset's name stands for it.
    locate: (pointer) => locate(valueAt(value, pointer) === undefined ? WHERE : pointer),
  }
}

function merged(preset: JsonObject, own: JsonObject): JsonObject {
  const { auth } = preset
  const parts = MERGED.flatMap((key) => {
    const [theirs, ours] = [preset[key], own[key]]
    return isObject(theirs) && isObject(ours) ? [[key, { ...theirs, ...ours }] as const] : []
  })
  return { ...preset, ...own, ...Object.fromEntries(parts), ...(auth !== undefined && { auth }) }
}
