/** What a generated SDK tells the runtime about its provider: types, and nothing that executes. */
import type { MaybePromise } from './crypto.js'
import type { Delivery, Head, Item } from './delivery.js'
import type { Hydration } from './hydration.js'
import type { Fetch, ReceiverOptions, SchemeInputs } from './options.js'
import type { Coverage, Proof, ProofContext } from './proof.js'
import type { Remote } from './remote.js'
import type { SecretStore } from './store.js'
import type { EventModule, Validation } from './validation.js'

export interface SecretDeclaration {
  readonly name: string
  /** An optional secret may be left out: the branches that need it drop out. */
  readonly optional: boolean
  /** Whether it is a public key or a certificate: blanks around its text are no part of it. */
  readonly isKey?: boolean
  /** Set where a handshake hands it over: which registration a delivery belongs to. */
  readonly registration?: (head: Head) => string | undefined
}

/** A named proof that the consumer may choose. */
export interface Scheme {
  readonly name: string
  readonly secrets: readonly SecretDeclaration[]
  readonly proof: Proof
  readonly coverage: Coverage
  /**
   * The ways in which a delivery may be proven, each as the headers that it needs, and parameters
   * behind a `?`, as the config has them. For messages; left out where there is nothing to say.
   */
  readonly reads?: readonly (readonly string[])[]
  /** Whether the proof reads the URL or host, so that `fetch` and the adapters need `publicUrl`. */
  readonly needsUrl: boolean
  /** Whether the proof reads the body as it was before its content encoding was undone. */
  readonly needsEncoded?: boolean
  /** A scheme without a proof accepts whoever calls: only with the consumer's `acceptUnsigned`. */
  readonly unsigned?: boolean
  /** What it takes besides secrets; left out where that is nothing. */
  readonly settings?: SchemeSettings
  /** How its keys are asked for; left out where they are all given. @throws {TypeError} */
  readonly remote?: (options: Pick<ReceiverOptions, 'fetch' | 'keyOrigins'>) => Remote
}

export interface SchemeSettings {
  readonly names: readonly string[]
  /** Checks everything that the consumer gave. @throws {TypeError} */
  readonly read: (given: SchemeInputs) => unknown
}

export interface HandshakeReply {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

/** Absent where a value that the answer needs is absent: the sender gets a 400. */
export type Respond = (
  delivery: Delivery,
  context: ProofContext,
) => MaybePromise<HandshakeReply | undefined>

/** What a step of a handshake may use. */
export interface HandshakeTools {
  readonly context: ProofContext
  readonly store: SecretStore | undefined
  readonly fetch: Fetch
  /** @throws {WebhookError} where the scheme's proof does not hold */
  readonly authenticate: () => Promise<unknown>
}

/** What has to be done before the answer. @throws {WebhookError} where it cannot be */
export type HandshakeStep = (delivery: Delivery, tools: HandshakeTools) => Promise<void>

/** A request that sets the webhook up. It is answered, and not dispatched as an event. */
export interface Handshake {
  readonly name: string
  readonly method: string
  /** `head` handshakes are answered before the body is read. */
  readonly stage: 'head' | 'body'
  /** `none`: answered unverified. `auth`: after the scheme's own proof held. Or a proof of its own. */
  readonly verify: 'none' | 'auth' | Proof
  /** Reads `body`, `json` or `form` only where `stage` is `body`. */
  readonly match: (delivery: Delivery) => boolean
  readonly guard: ((delivery: Delivery, context: ProofContext) => MaybePromise<boolean>) | undefined
  readonly steps?: readonly HandshakeStep[]
  /** By mode where the consumer may choose one; the first is the default. */
  readonly respond: Respond | Readonly<Record<string, Respond>>
  /** The answer where proof, guard or registration refuse the request; otherwise 401 or 400. */
  readonly otherwise?: HandshakeReply
  /** Whether the request is an event as well, which goes its way before the answer. */
  readonly dispatch?: boolean
  /** Whether anybody may have words of a request signed by it. */
  readonly signs?: boolean
}

/** What the sender is known to do; what is left out is not known. */
export interface SenderFacts {
  /** How long it waits for an answer. */
  readonly deadlineSeconds?: number
  /** Whether it ever tries again. */
  readonly retries?: boolean
  /** Whether it tries again after a status of 4xx; it does unless this says no. */
  readonly retriesClientErrors?: boolean
  /** The statuses that it takes for success; any 2xx unless given. */
  readonly successStatuses?: readonly number[]
  /** Its customers share its key; in words, what a receiver has to be given as `account`. */
  readonly sharedKey?: string
  /** The answer that makes it give an event up, where there is one. */
  readonly stopRetry?: HandshakeReply
}

/** What orders events. Absent values order nothing. */
export interface Sequence {
  /** Compares by code unit; at most 128 characters of printable ASCII. */
  readonly position: (delivery: Delivery) => string | undefined
  /** What the event is about; all of the provider's events where it is left out. */
  readonly key?: (delivery: Delivery) => string | undefined
}

/** Parts of a request that a proof reads: no copy that is stored has them. */
export interface Credentials {
  /** Lower case. */
  readonly headers: readonly string[]
  /** The only headers that are kept, in lower case, where it is not known which ones a proof reads. */
  readonly onlyHeaders?: readonly string[]
  /** Whether none of the URL is kept. */
  readonly url: boolean
  /** Parameters of the URL, or all of them. */
  readonly query?: readonly string[] | 'all'
  /** Fields of the body, where that is a form. */
  readonly form?: readonly string[]
  /** The body with nothing in these fields, where it is `multipart` and such bodies are taken. */
  readonly emptyParts?: (delivery: Delivery, names: readonly string[]) => Uint8Array
  /** Whether parameters and fields keep their names, as the schemas of the events describe them. */
  readonly blank?: boolean
}

/** Everything that is particular to one provider, apart from its events. */
export interface ProviderBase {
  readonly name: string
  readonly methods: readonly string[]
  /** `application/json`, `+json` (any such suffix), `''` (no content type at all), or any. */
  readonly contentTypes: readonly string[]
  /** In the order of the config; the first is the default for `secret`. */
  readonly schemes: readonly Scheme[]
  readonly handshakes: readonly Handshake[]
  readonly eventName: (delivery: Delivery) => string | undefined
  readonly eventId: (delivery: Delivery) => string | undefined
  /** The account that an event is meant for; left out where the provider does not say. */
  readonly eventAccount?: (delivery: Delivery) => string | undefined
  /** The text that holds the event; left out where that is the body, or a part of it. */
  readonly carrier?: (delivery: Delivery) => string | undefined
  /** Which subscription a delivery belongs to; left out where subscriptions cannot be ended. */
  readonly subscription?: (delivery: Delivery) => string | undefined
  /** The answer to what is done; left out where any success will do. */
  readonly acknowledge?: Respond
  /** The answer to a proof that does not hold; left out where any 401 will do. */
  readonly unauthorized?: HandshakeReply
  /** The answer to a payload that breaks its schema; left out where any 422 will do. */
  readonly invalid?: HandshakeReply
  /** The answer to an event of an unknown type; left out where it is the one to what is done. */
  readonly unknownEvent?: Respond
  /** Fetches what events are about; left out where they say it themselves. */
  readonly hydration?: Hydration
  /**
   * The elements of a delivery that holds several events; left out where each delivery is one.
   *
   * @throws {PayloadMalformed} `ERR_PAYLOAD_MALFORMED`
   */
  readonly batch?: (delivery: Delivery) => readonly Item[]
  /** What the schemas describe. @throws {PayloadMalformed} `ERR_PAYLOAD_MALFORMED` */
  readonly payload: (delivery: Delivery) => unknown
  /** What the types of the events describe, and how receivers validate unless told otherwise. */
  readonly validation: Validation
  readonly sender: SenderFacts
  /** Which of two events about the same thing is the newer; left out where nothing orders them. */
  readonly sequence?: Sequence
  /** What of a delivery is never stored, as a proof reads it; left out where nothing is. */
  readonly credentials?: Credentials
}

export interface Provider extends ProviderBase {
  readonly events: ReadonlyMap<string, EventModule>
  /** Group to wire names: `invoice.*` to every event below `invoice.`. */
  readonly groups: ReadonlyMap<string, readonly string[]>
}
