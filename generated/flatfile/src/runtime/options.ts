/** What the consumer decides when it creates a receiver. */

import type { CustomAnswers } from './answers.js'
import type { MaybePromise } from './crypto.js'
import type { CustomProof } from './custom-proof.js'
import type { DeadLetterSink } from './dead-letter.js'
import type { Head } from './delivery.js'
import type { EnvelopeOptions } from './envelope.js'
import type { WaitUntil } from './finisher.js'
import type { Hooks } from './hooks.js'
import type { HydrateOptions } from './hydration.js'
import type { IdempotencyOptions, IdempotencyStore } from './idempotency.js'
import type { LimitOptions } from './limits.js'
import type { Logger } from './logger.js'
import type { Queue } from './queue.js'
import type { SecretInput } from './secrets.js'
import type { SecretStore } from './store.js'
import type { TenantRule } from './tenant.js'
import type { TestPublicKeys } from './test-keys.js'
import type { TransportFacts, TrustedProxies } from './transport.js'
import type { Validation } from './validation.js'

/** The platform's `fetch`, or one with its shape. */
export type Fetch = typeof globalThis.fetch

/** What a scheme takes besides secrets: where tokens are asked about, and what they must say. */
export type Setting =
  | string
  | number
  | readonly string[]
  | { readonly [name: string]: SecretInput | Setting | undefined }

/** What the consumer gives for a scheme, by name. */
export type SchemeInputs = Readonly<Record<string, SecretInput | Setting | undefined>>

/** The account that deliveries must be meant for, a list of them, or a judgement. */
export type AccountRule =
  | string
  | readonly string[]
  | ((account: string, head: Head) => MaybePromise<boolean>)

/**
 * Names that are not here are refused. What guards something (`account`, `secrets`, `idempotency` and
 * the like) may be left out, and must not be there without a value.
 */
export interface ReceiverOptions {
  /** The short form, for a scheme with one secret: the first scheme listed. */
  readonly secret?: SecretInput | undefined
  /** Secrets by name; they choose the scheme that takes them. */
  readonly secrets?: SchemeInputs | undefined
  /** The chosen scheme by name, with its secrets; several only with `accept: 'any'`. */
  readonly auth?: Readonly<Record<string, SchemeInputs | undefined>> | undefined
  /** `'any'`: one proof of several is enough, for the time of a migration. */
  readonly accept?: 'any' | undefined
  /** Takes deliveries that prove nothing, where the provider cannot sign. */
  readonly acceptUnsigned?: boolean | undefined
  /** As the provider's own unless given. */
  readonly validation?: Validation | undefined
  readonly limits?: LimitOptions | undefined
  /** In milliseconds since the epoch; `Date.now` by default. */
  readonly clock?: (() => number) | undefined
  /**
   * Tells what the platform knows of a request's connection, where the proof asks and no adapter
   * can tell. It is called with the request and what the platform passes beside it.
   */
  readonly transport?:
    | ((request: unknown, ...platform: readonly unknown[]) => TransportFacts)
    | undefined
  /** The proxies whose headers say how the sender connected to them. */
  readonly trustedProxies?: TrustedProxies | undefined
  /** The proofs that the consumer judges itself, by the names that the provider gives them. */
  readonly custom?: Readonly<Record<string, CustomProof>> | undefined
  /** Scheme, host and mount prefix under which the provider reaches the receiver. */
  readonly publicUrl?: string | undefined
  /**
   * Whose delivery it is, where one receiver serves several tenants. It reaches the functions that
   * find secrets (as `head.tenant`), `ctx.tenant`, logs, hooks, envelopes and dead letters, and
   * keeps the tenants apart in `idempotency`: an id that one was sent suppresses nothing of another.
   * Without it, secrets that a function finds are a scope each, until they change. Receivers of
   * several tenants that share one store need it as well.
   */
  readonly tenant?: TenantRule | undefined
  /** Refuses events that were signed for somebody else, where the provider says for whom. */
  readonly account?: AccountRule | undefined
  /** Keeps the secrets that the provider hands over. */
  readonly secretStore?: SecretStore | undefined
  /** How to answer handshakes that leave a choice: mode by name. */
  readonly handshakes?: Readonly<Record<string, string | undefined>> | undefined
  /** Sends the requests that the receiver makes itself; the platform's `fetch` by default. */
  readonly fetch?: Fetch | undefined
  /** How the provider's API knows who asks for what an event is about. */
  readonly hydrate?: HydrateOptions | undefined
  /**
   * Where keys are fetched from in place of the provider's own origin: its sandbox, or a server on
   * a loopback address in a test. From origin to origin, such as
   * `{ 'https://api.example.com': 'https://sandbox.example.com' }`.
   */
  readonly keyOrigins?: Readonly<Record<string, string>> | undefined
  /**
   * For tests alone: what `generateKeys()` of `/testing` makes, in the place of the provider's keys
   * that are built in. Nothing else can be given here.
   */
  readonly testKeys?: TestPublicKeys | undefined
  /**
   * Remembers which events were handled, so that none is handled twice. Without it, each copy that
   * the sender sends runs the handlers anew.
   */
  readonly idempotency?: IdempotencyStore | IdempotencyOptions | undefined
  /**
   * `'handle'`: the answer waits for the handlers. `'enqueue'`: it waits until the queue has stored
   * the delivery, and whoever calls `work()` or `consume()` runs them; needs `queue` and `envelope`.
   */
  readonly ack?: 'handle' | 'enqueue' | undefined
  readonly queue?: Queue | undefined
  /** The key that seals what travels through queues and dead letters. */
  readonly envelope?: EnvelopeOptions | undefined
  /** Where events go that will never succeed. */
  readonly deadLetters?: DeadLetterSink | undefined
  /**
   * How long handlers may take before the sender is told to come again; `false` for as long as they
   * like. By default the sender's own deadline, less a margin for the network.
   */
  readonly deadlineSeconds?: number | false | undefined
  /**
   * Keeps the platform from ending handlers that go on after the answer, for senders that do not
   * try again: `(work, _env, ctx) => ctx.waitUntil(work)` on Workers.
   */
  readonly waitUntil?: WaitUntil | undefined
  /**
   * What becomes of an event where a newer one about the same thing was seen: handled with
   * `ctx.stale`, or skipped. Needs `idempotency`, and a provider that says what orders its events.
   */
  readonly stale?: 'handle' | 'skip' | undefined
  /** Answers in the place of ours, by what a delivery came to. */
  readonly respond?: CustomAnswers | undefined
  /** Watches deliveries: timings and outcomes, for metrics and traces. */
  readonly hooks?: Hooks | readonly Hooks[] | undefined
  /**
   * Gets a line for each delivery. Without one, and without an `onError` handler, failures go to
   * `console`: they must not vanish.
   */
  readonly logger?: Logger | undefined
}
