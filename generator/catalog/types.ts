/** The catalog: the frozen intermediate representation between loading and emitting. */

import type { HandshakePlan, RespondPlan, SubscriptionsPlan } from '../auth/handshake-types.js'
import type { HydratePlan } from '../auth/hydrate.js'
import type { SenderPlan } from '../auth/sender.js'
import type { SequencePlan } from '../auth/sequence.js'
import type { AuthPlan, EventSource } from '../auth/types.js'
import type { Draft, JsonObject, JsonSchema } from '../schema/types.js'

/** Where a definition comes from; `pointer` is a plain JSON pointer. */
export interface Origin {
  readonly file: string
  readonly pointer: string
}

/**
 * A schema that becomes one named type and one validator function: the root of an event, or the
 * target of a `$ref`.
 */
export interface Definition {
  /** Unique and a legal TypeScript type name. `$ref`s name it: `#/definitions/<identifier>`. */
  readonly identifier: string
  /** File name of its modules without extension: unique, also where case is ignored. */
  readonly stem: string
  readonly draft: Draft
  /**
   * The schema. Every `$ref` in it is `#/definitions/<identifier>`; `$id`, anchors, `definitions`
   * and `$defs` are gone; `tsType` and `tsEnumNames` are stripped.
   */
  readonly schema: JsonSchema
  readonly origin: Origin
  /** SHA-256 of the schema and, through its references, of all that it depends on. */
  readonly hash: string
}

export interface EventDef {
  /** The wire name: data, never code. */
  readonly name: string
  /** `identifier` of the definition that describes the payload. */
  readonly definition: string
  /** Unique module stem in `[a-z0-9._-]`, the subpath of the event's token. */
  readonly stem: string
  readonly description: string | undefined
  readonly deprecated: boolean
  readonly origin: Origin
}

/** What an event is about, where that has to be fetched. */
export interface ResourceDef {
  /** Wire name of the event. */
  readonly event: string
  readonly definition: string
  /** Module stem: unique among events and resources; resources of one definition share it. */
  readonly stem: string
}

/** `invoice.*`: every event below a prefix. */
export interface GroupDef {
  readonly name: string
  readonly events: readonly string[]
}

export interface PackageInfo {
  readonly name: string
  readonly version: string
  readonly license: string
  readonly description: string | undefined
  readonly repository: string | undefined
  /** As the config has it. Without it npm decides: a scoped package is private to its organisation. */
  readonly publishConfig: JsonObject | undefined
}

export interface Catalog {
  /** Folder name of the SDK: `OUT/<provider>`. */
  readonly provider: string
  readonly title: string
  readonly package: PackageInfo
  /** Sorted by wire name, in code unit order. */
  readonly events: readonly EventDef[]
  readonly groups: readonly GroupDef[]
  readonly hydrate: HydratePlan | undefined
  /** As the events are sorted; none without `hydrate`. */
  readonly resources: readonly ResourceDef[]
  /** Sorted by identifier. Only what an event or a resource reaches. */
  readonly definitions: readonly Definition[]
  readonly source: EventSource
  readonly auth: AuthPlan
  readonly handshakes: readonly HandshakePlan[]
  readonly respond: RespondPlan
  readonly subscriptions: SubscriptionsPlan | undefined
  readonly methods: readonly string[]
  /** Media types taken; `+json` stands for the suffix, `''` for a delivery without one. */
  readonly contentTypes: readonly string[]
  /** What the types describe, and how receivers validate unless told otherwise. */
  readonly validation: 'strict' | 'tolerant' | 'report' | 'off'
  readonly sender: SenderPlan
  readonly sequence: SequencePlan | undefined
}
