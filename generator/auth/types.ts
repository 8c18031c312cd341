/** The checked auth config, parsed: what the auth compiler prints as TypeScript. */
import type { Expr, Pick } from './expr-types.js'
import type { Encoding, KeyPlan } from './key-types.js'

export type * from './expr-types.js'
export type * from './key-types.js'

export type TimestampUnit = 's' | 'ms' | 'us' | 'ns' | 'iso8601' | 'http-date'

export interface TimestampRule {
  readonly pick: Pick
  readonly unit: TimestampUnit
  /** Seconds that a timestamp may lie in the past, and in the future. */
  readonly past: number
  readonly future: number
}

/** A condition on one value; comparing takes the same time whatever the value is. */
export interface CheckRule {
  readonly value: Expr
  readonly test: CheckTest
}

export type CheckTest =
  | { readonly kind: 'oneOf'; readonly of: readonly Expr[] }
  | { readonly kind: 'matches'; readonly pattern: string }
  | { readonly kind: 'present' }
  | { readonly kind: 'absent' }

export interface SignaturePlan {
  readonly kind: 'signature'
  readonly algorithm: string | { readonly pick: Pick; readonly map: ReadonlyMap<string, string> }
  readonly key: KeyPlan | undefined
  /** Whether keys may be shorter than is safe. */
  readonly allowWeak: boolean
  /** One content, or up to four variants of it; each is a concatenation. */
  readonly contents: readonly (readonly Expr[])[]
  readonly signature: Pick
  readonly encoding: Encoding
  readonly timestamp: TimestampRule | undefined
}

export interface ClaimPlan {
  readonly pointer: string
  /** What the claim may say; one of them is enough. */
  readonly wanted: readonly Expr[]
  readonly absentWhenEmptyBody?: boolean
}

export interface JwtPlan {
  readonly kind: 'jwt'
  readonly token: Pick
  /** As the header names them: all with a shared secret, or none. */
  readonly algorithms: readonly string[]
  readonly key: KeyPlan | undefined
  readonly claims: readonly ClaimPlan[]
  readonly required: readonly string[]
  readonly leeway: number
  readonly maxAge: number | undefined
  /** What the payload is where it is not in the token: one of several contents. */
  readonly detached: readonly (readonly Expr[])[] | undefined
  /** Whether the payload is signed as base64url. */
  readonly isEncoded: boolean
  /** JSON pointer of the event in the claims, which are all of it where that is empty. */
  readonly unwrap: string | undefined
}

/** A bearer token of OAuth 2: who issued it and how it is checked is the consumer's to say. */
export interface OAuth2Plan {
  readonly kind: 'oauth2'
  readonly algorithms: readonly string[]
  /** What the header may say in `typ`; in lower case. */
  readonly types: readonly string[]
}

export interface CheckPlan {
  readonly kind: 'check'
  readonly rule: CheckRule
}

export interface NonePlan {
  readonly kind: 'none'
}

export interface AllOfPlan {
  readonly kind: 'allOf'
  readonly of: readonly ProofPlan[]
}

export interface AnyOfPlan {
  readonly kind: 'anyOf'
  readonly of: readonly ProofPlan[]
}

export interface SwitchPlan {
  readonly kind: 'switch'
  readonly cases: readonly { readonly when: readonly CheckRule[]; readonly proof: ProofPlan }[]
  /** Absent: what no case takes is refused. */
  readonly otherwise: ProofPlan | undefined
}

/** The proof has to hold for every element of an array. */
export interface ForEachPlan {
  readonly kind: 'forEach'
  readonly pointer: string
  readonly proof: ProofPlan
  /** Whether the verdict can differ between elements; otherwise it is the request that is proven. */
  readonly readsElements: boolean
}

export interface Seconds {
  readonly past: number
  readonly future: number
}

export interface HttpSigPlan {
  readonly kind: 'httpsig'
  readonly label: string | undefined
  readonly tag: string | undefined
  /** The name that RFC 9421 registers, and our own for the same algorithm. */
  readonly algorithms: readonly (readonly [registered: string, own: string])[]
  readonly key: KeyPlan | undefined
  readonly allowWeak: boolean
  /** Component identifiers, as they stand in a signature base. */
  readonly require: readonly string[]
  readonly digest: boolean
  readonly created: Seconds | undefined
  readonly expires: boolean
  readonly nonce: boolean
}

export interface TransportPlan {
  readonly kind: 'transport'
  readonly https: boolean
  readonly ip:
    | { readonly cidrs: readonly string[]; readonly from: 'socket' | 'trustedProxy' }
    | undefined
  readonly clientCert:
    | {
        readonly fingerprints: readonly string[]
        /** The secret that holds the authorities. */
        readonly ca: string | undefined
        readonly san: readonly string[]
      }
    | undefined
}

/** Judged by a function that the consumer gives under this name. */
export interface CustomPlan {
  readonly kind: 'custom'
  readonly name: string
  readonly secrets: readonly string[]
}

export type ProofPlan =
  | SignaturePlan
  | CheckPlan
  | NonePlan
  | AllOfPlan
  | AnyOfPlan
  | SwitchPlan
  | ForEachPlan
  | JwtPlan
  | OAuth2Plan
  | HttpSigPlan
  | TransportPlan
  | CustomPlan
export type ProofKind = ProofPlan['kind']

export interface CoveragePlan {
  readonly body: boolean
  readonly timestamp: boolean
  readonly type: boolean
  readonly id: boolean
}

export interface SecretPlan {
  readonly name: string
  readonly optional: boolean
  /** Whether it is nothing but a public key or a certificate. */
  readonly isKey?: boolean
  /** Set where a handshake hands it over: how a delivery names the registration it belongs to. */
  readonly registration?: Expr
}

export interface SchemePlan {
  readonly name: string
  readonly proof: ProofPlan
  readonly secrets: readonly SecretPlan[]
  readonly coverage: CoveragePlan
  readonly needsUrl: boolean
  /** Whether it reads the body as it was before its content encoding was undone. */
  readonly needsEncoded: boolean
  /** Whether it can hold without proving anything. */
  readonly unsigned: boolean
  /** What the consumer gives for it besides secrets. */
  readonly settings: 'oauth2' | undefined
  /** The provider's hosts that keys are asked for at; undefined where no request is ever needed. */
  readonly askedHosts: readonly string[] | undefined
}

export interface AuthPlan {
  /** Whether the consumer chooses among named schemes; otherwise there is one, called `default`. */
  readonly named: boolean
  readonly schemes: readonly SchemePlan[]
}

/** Where a delivery says what it is. */
export const CLOUD_EVENT_MODES = ['structured', 'batch', 'binary'] as const
export type CloudEventMode = (typeof CLOUD_EVENT_MODES)[number]

export interface EventSource {
  readonly type: Expr
  readonly id: Expr | undefined
  readonly time: Expr | undefined
  /** The account that an event is meant for. */
  readonly account?: Expr | undefined
  /** How the text is written that holds the event; a `query` stands in the URL. */
  readonly format: 'json' | 'form' | 'query' | 'text' | 'cloudevents'
  /** How CloudEvents may come; only of that format. */
  readonly modes?: readonly CloudEventMode[] | undefined
  /** What that text is, where it is not the body; it may stand in the element. */
  readonly from?: Expr | undefined
  /** JSON pointer of the array in that text whose elements are the events. */
  readonly batch?: string | undefined
  /** JSON pointer of what the schemas describe, in that text or in the element; `''` is all of it. */
  readonly payload: string
}
