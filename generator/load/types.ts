/** What loading hands to the catalog: parsed documents, and where each `$ref` leads. */
import type { Draft, JsonValue } from '../schema/types.js'

/** One input file, parsed. */
export interface Document {
  /** Path below the provider folder, with `/`: the document's identity. */
  readonly file: string
  /** The path as diagnostics show it. */
  readonly shown: string
  readonly value: JsonValue
  readonly draft: Draft
  /** The place of the value at a JSON pointer (`/properties/id`); of the nearest parent if it is absent. */
  locate(pointer: string): { readonly line: number; readonly column: number }
}

/** A schema inside a document. `pointer` is a plain JSON pointer: `''` or `/definitions/user`. */
export interface SchemaPlace {
  readonly file: string
  readonly pointer: string
}

/** The key of a `SchemaPlace` in `LoadedSchemas.references`. */
export function placeKey(place: SchemaPlace): string {
  return `${place.file}#${place.pointer}`
}

export interface LoadedSchemas {
  /** Every document read, by `file`: the event schemas and what they refer to. */
  readonly documents: ReadonlyMap<string, Document>
  /** The files that `events.schemas` selects, sorted. */
  readonly eventFiles: readonly string[]
  /**
   * For each schema object that holds a `$ref`, `$dynamicRef` or `$recursiveRef` (key: its own
   * place): where the reference leads.
   */
  readonly references: ReadonlyMap<string, SchemaPlace>
}

/** A folder that becomes one SDK. */
export interface ProviderFolder {
  /** The folder's own name; the default for `provider`. */
  readonly name: string
  /** Absolute path. */
  readonly root: string
  /** The folder as diagnostics show it. */
  readonly shown: string
  /** File name of `webhooks.*` in the folder; absent for a bare one. */
  readonly configFile?: string | undefined
}
