/** A provider's config: its JSON, checked against the config schema, and where each part stands. */
import type { JsonObject } from '../schema/types.js'

export interface ProviderConfig {
  /** The config file as diagnostics show it; of a bare folder, the folder. */
  readonly file: string
  /** Valid against `schemas/meta/webhooks.schema.json`. */
  readonly value: JsonObject
  /** Where a preset was merged under it: what the file itself says, and which preset it was. */
  readonly own?: JsonObject
  readonly preset?: string
  /** How that preset reads the names of events, if it knows. */
  readonly presetType?: string | undefined
  readonly locate: (pointer: string) => { readonly line: number; readonly column: number }
}
