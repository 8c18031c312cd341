/** A provider's config: its JSON, checked against the config schema, and where each part stands. */
import type { JsonObject } from '../schema/types.js'

export interface ProviderConfig {
  /** The config file as diagnostics show it; of a bare folder, the folder. */
  readonly file: string
  /** Valid against `schemas/meta/webhooks.schema.json`. */
  readonly value: JsonObject
  readonly locate: (pointer: string) => { readonly line: number; readonly column: number }
}
