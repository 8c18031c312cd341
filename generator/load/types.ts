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
  /** True for the description of a whole interface: schemas stand in it, and it is none. */
  readonly isDescription?: boolean
  /** Of a schema that is made out of others: where its own part stands. */
  readonly origin?: SchemaPlace
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

/** A schema that the input offers as the payload of an event. */
export interface LoadedEvent {
  readonly place: SchemaPlace
  /** Where a description says that there is the event; its schema may stand elsewhere. */
  readonly at?: SchemaPlace | undefined
  /** What the input calls the event; absent where the path of its file has to serve. */
  readonly key?: string | undefined
  /** The wire name, where the input says outright that it is one. */
  readonly declared?: string | undefined
  readonly description?: string | undefined
  readonly deprecated?: boolean | undefined
  /** Whether the schema describes the body of a delivery, or what a field of it carries, whatever of it is the event. */
  readonly isBody?: boolean | undefined
  /** What a `discriminator` of OpenAPI makes of a schema that others extend. */
  readonly mapping?: Mapping | undefined
  /** Where the input has examples of the event beside its schema. */
  readonly examples?: readonly ExamplePlace[] | undefined
}

export interface ExamplePlace {
  readonly document: Document
  readonly pointer: string
}

export interface Mapping {
  readonly property: string
  /** The schema for each value of the property. */
  readonly places: ReadonlyMap<string, SchemaPlace>
}

/** What a `discriminator` says inside a payload: the schemas that it chooses between. */
export interface Discriminator extends Mapping {
  readonly place: SchemaPlace
  /** Whether the schema lists its branches; otherwise others extend it by `allOf`. */
  readonly isUnion: boolean
  /** The schema for every other value, and for none. */
  readonly fallback: SchemaPlace | undefined
}

export interface Example extends ExamplePlace {
  /** The schema that it is an example of. */
  readonly of: SchemaPlace
  readonly value: JsonValue
}

export interface LoadedSchemas {
  /** Every document read, by `file`: the event schemas and what they refer to. */
  readonly documents: ReadonlyMap<string, Document>
  /** What `events.schemas` selects, in the order of the files. */
  readonly events: readonly LoadedEvent[]
  /** What exclusions with a pointer leave out; the events do without it, choices still have it. */
  readonly leftOut?: readonly SchemaPlace[] | undefined
  /**
   * For each schema object that holds a `$ref`, `$dynamicRef` or `$recursiveRef` (key: its own
   * place): where the reference leads.
   */
  readonly references: ReadonlyMap<string, SchemaPlace>
  /** By the places of schemas: payloads that the input gives as examples of them. */
  readonly examples?: ReadonlyMap<string, readonly Example[]>
  /** Of the schemas that were reached, those with a `discriminator`. */
  readonly discriminators?: readonly Discriminator[]
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
