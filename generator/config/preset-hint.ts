/** Which preset was meant by a config that names a provider where a proof stands. */
import { presetNames, readPreset } from '../presets/presets.js'
import { nearest } from '../schema/nearest.js'
import { valueAt } from '../schema/pointer.js'
import { isObject, type JsonValue } from '../schema/types.js'

/** What the config schema lists: `"auth": "bearer"` means the proof and no provider. */
const PROOFS = 'standardWebhooks basic bearer oauth2 apiKey queryToken ipAllowlist none'.split(' ')

/** The hint for a mistake at the pointer; none where no provider is named there. */
export function presetHint(config: unknown, pointer: string, key?: string): string | undefined {
  if (!isObject(config as JsonValue)) return undefined
  const value = valueAt(config as JsonValue, pointer)
  if (pointer === '' && key === 'preset') return hintFor(valueAt(config as JsonValue, '/preset'))
  if (pointer === '/auth') return hintFor(value) ?? hintForMembers(value)
  if (pointer === '/auth/type') return hintFor(value)
  const scheme = /^\/auth\/schemes\/[^/]+(\/type)?$/.exec(pointer)
  if (scheme === null) return undefined
  const named = scheme[1] === undefined && isObject(value) ? value['preset'] : value
  const preset = nameMeant(named)
  return preset && `a preset stands alone, and not among schemes: "auth": { "preset": "${preset}" }`
}

/** The preset that a name means: itself in any case, one that has the name in its own, or the nearest. */
export function nameMeant(given: JsonValue | undefined): string | undefined {
  if (typeof given !== 'string' || given === '') return undefined
  const name = given.toLowerCase().replace(/[\s_]+/g, '-')
  const all = presetNames()
  const parts = all.filter((one) => one.split('-').includes(name))
  return (
    all.find((one) => one === name) ??
    nearest(name, all) ??
    (parts.length === 1 ? parts[0] : undefined)
  )
}

function hintFor(given: JsonValue | undefined): string | undefined {
  if (typeof given !== 'string') return undefined
  const proof = nearest(given, PROOFS)
  if (proof !== undefined && readPreset(given) === undefined) {
    return `write "auth": { "type": "${proof}" }`
  }
  const preset = nameMeant(given)
  return preset && `write "auth": { "preset": "${preset}" }`
}

/** `{ "github": { … } }`, or `{ "provider": "github" }`. */
function hintForMembers(value: JsonValue | undefined): string | undefined {
  if (!isObject(value) || typeof value['type'] === 'string') return undefined
  const names = [...Object.keys(value), ...Object.values(value)]
  const known = names.find((name) => typeof name === 'string' && readPreset(name) !== undefined)
  return known === undefined ? undefined : hintFor(known)
}
