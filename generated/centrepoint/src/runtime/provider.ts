/** What a generated SDK tells the runtime about its provider: types, and nothing that executes. */
import type { Delivery } from './delivery.js'
import type { Coverage, Proof, ProofContext } from './proof.js'
import type { EventModule } from './validation.js'

export interface SecretDeclaration {
  readonly name: string
  /** An optional secret may be left out: the branches that need it drop out. */
  readonly optional: boolean
}

/** A named proof that the consumer may choose. */
export interface Scheme {
  readonly name: string
  readonly secrets: readonly SecretDeclaration[]
  readonly proof: Proof
  readonly coverage: Coverage
  /** Whether the proof reads the URL or host, so that `fetch` and the adapters need `publicUrl`. */
  readonly needsUrl: boolean
  /** A scheme without a proof accepts whoever calls: only with the consumer's `acceptUnsigned`. */
  readonly unsigned?: boolean
}

export interface HandshakeReply {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

/** A request that sets the webhook up. It is answered, and not dispatched as an event. */
export interface Handshake {
  readonly name: string
  readonly method: string
  /** `head` handshakes are answered before the body is read. */
  readonly stage: 'head' | 'body'
  /** `none`: answered unverified. `auth`: only after the scheme's own proof held. */
  readonly verify: 'none' | 'auth'
  /** Reads `body`, `json` or `form` only where `stage` is `body`. */
  readonly match: (delivery: Delivery) => boolean
  readonly guard: ((delivery: Delivery) => boolean) | undefined
  /** Absent where a value that the answer needs is absent: the sender gets a 400. */
  readonly respond: (delivery: Delivery, context: ProofContext) => HandshakeReply | undefined
}

/** Everything that is particular to one provider, apart from its events. */
export interface ProviderBase {
  readonly name: string
  readonly methods: readonly string[]
  /** `application/json`, `+json` (any such suffix), `''` (no content type at all). */
  readonly contentTypes: readonly string[]
  /** In the order of the config; the first is the default for `secret`. */
  readonly schemes: readonly Scheme[]
  readonly handshakes: readonly Handshake[]
  readonly eventName: (delivery: Delivery) => string | undefined
  readonly eventId: (delivery: Delivery) => string | undefined
  /** What the schemas describe. @throws {PayloadMalformed} `ERR_PAYLOAD_MALFORMED` */
  readonly payload: (delivery: Delivery) => unknown
  readonly validation: 'strict' | 'off'
  readonly retries: boolean | undefined
}

export interface Provider extends ProviderBase {
  readonly events: ReadonlyMap<string, EventModule>
  /** Group to wire names: `invoice.*` to every event below `invoice.`. */
  readonly groups: ReadonlyMap<string, readonly string[]>
}
