/** The presets: one data file for each provider whose way of sending is known. */
import { readdirSync, readFileSync } from 'node:fs'
import type { JsonObject } from '../schema/types.js'

// From the sources and from the compiled program alike: the data is published as it stands here.
const FOLDER = new URL('../../generator/presets/', import.meta.url)

/** Valid against `schemas/meta/preset.schema.json`: a test sees to it. */
export interface Preset {
  readonly name: string
  readonly title: string
  /** The month in which the facts were last read at their sources: `2026-11`. */
  readonly verifiedOn: string
  readonly source: readonly string[]
  /** `R`: read in the provider's own code or documentation. `T`: in that of others. */
  readonly evidence: 'R' | 'T'
  /** The recorded deliveries that the proof was tested with. */
  readonly provenBy?: Vectors
  readonly config: PresetConfig
  /** What the config cannot say. */
  readonly notes?: string
}

export interface Vectors {
  /** A file below `test/vectors/`. */
  readonly file: string
  /** Which of its schemes; all of them where this is absent. */
  readonly schemes?: readonly number[]
}

/** A part of a provider's config; `auth` is always in it. */
export interface PresetConfig extends JsonObject {
  readonly auth: JsonObject
}

/** Sorted. */
export function presetNames(): readonly string[] {
  return readdirSync(FOLDER)
    .filter((name) => name.endsWith('.json'))
    .map((name) => name.slice(0, -'.json'.length))
    .sort()
}

export function readPreset(name: string): Preset | undefined {
  // The name comes from a config: it must not lead out of the folder.
  if (!presetNames().includes(name)) return undefined
  // Sound: the files are ours, and a test holds them to their schema.
  return JSON.parse(readFileSync(new URL(`${name}.json`, FOLDER), 'utf8')) as Preset
}
