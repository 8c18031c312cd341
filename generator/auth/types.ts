/** The checked auth config, parsed: what the auth compiler prints as TypeScript. */
import type { ReplyJson } from './handshake-types.js'

/** A source of text or bytes in a delivery: `{header:X-Hook-Secret|lower}`. */
export interface Placeholder {
  readonly kind: 'placeholder'
  readonly source: Source
  readonly arg: string | undefined
  readonly filters: readonly Filter[]
  /** What a `let` or `captured` name stands for, where that is known. */
  readonly of?: Expr
}

export type Source =
  | 'body'
  | 'captured'
  | 'form'
  | 'header'
  | 'host'
  | 'item'
  | 'jose'
  | 'json'
  | 'jwt'
  | 'let'
  | 'method'
  | 'now'
  | 'param'
  | 'part'
  | 'path'
  | 'query'
  | 'secret'
  | 'url'
  | 'var'

export interface Filter {
  readonly name: string
  readonly args: readonly string[]
  /** The secret that it takes. */
  readonly secret?: string
  /** The hash of the secret that is the key, as in `|hmac-sha1:SECRET:sha1`. */
  readonly keyHash?: string
}

export interface Text {
  readonly kind: 'text'
  readonly value: string
}

/** `[[ … ]]`: dropped as a whole where a placeholder inside it is absent. */
export interface Optional {
  readonly kind: 'optional'
  readonly parts: Expr
}

/** Form fields, query parameters or headers, written down one after another. */
export interface Params {
  readonly kind: 'params'
  readonly of: 'form' | 'query' | 'headers'
  /** A list of names: only these, in this order. */
  readonly names: Expr | undefined
  readonly omit: readonly string[]
  readonly lowerNames: boolean
  readonly sort: boolean
  readonly sortValues: boolean
  readonly unique: boolean
  readonly kv: string
  readonly sep: string
  readonly end: string
  readonly encode: 'none' | 'uri' | 'form'
}

/** A template over request parts. */
export type Expr = readonly ExprPart[]
/** `params` stands alone in an expression, and only in signed content. */
export type ExprPart = Text | Placeholder | Optional | Params

/** The one extraction: yields up to `max` strings. */
export interface Pick {
  readonly from: readonly Expr[]
  readonly split: string | undefined
  readonly skip: number
  readonly prefix: Expr | undefined
  readonly ignoreCase: boolean
  readonly trim: boolean
  readonly max: number
}

export type Encoding = 'hex' | 'base64' | 'base64url' | 'utf8'

export type KeyEncoding =
  | Encoding
  | 'pem'
  | 'spki-base64'
  | 'ed25519-hex'
  | 'ed25519-base64'
  | 'jwk'
  | 'jwks'

/** Where the key of a signature comes from. */
export type KeyPlan = SecretKey | ConstantKey | RemoteKey

/** Keys that are fetched, or that come with the delivery and lead to a root. */
export type RemoteKey = JwksKey | UrlKey | CertUrlKey | ChainKey

/** A JWK set under a URL. */
export interface JwksKey {
  readonly kind: 'jwks'
  readonly url: string
  /** Names the key of the set that is meant. */
  readonly kid: Expr | undefined
  /** Fetches in a minute that unproven deliveries can cause. */
  readonly perMinute: number
}

/** A key that an API hands out. */
export interface UrlKey {
  readonly kind: 'url'
  readonly method: string
  readonly url: Expr
  /** Literal: no placeholder can change it. */
  readonly origin: string
  readonly headers: readonly (readonly [name: string, value: Expr])[]
  readonly body: ReplyJson | undefined
  /** JSON pointer of the key in the answer; absent where the answer is the key. */
  readonly pointer: string | undefined
  readonly encoding: KeyEncoding
  readonly perMinute: number
}

/** A certificate whose URL the delivery names. */
export interface CertUrlKey {
  readonly kind: 'certUrl'
  readonly url: Expr
  readonly hosts: readonly string[]
  readonly path: string
  readonly names: readonly string[]
  readonly roots: string | undefined
  readonly perMinute: number
}

/** Certificates in the header of a token. */
export interface ChainKey {
  readonly kind: 'x5c'
  readonly roots: string
  readonly leafOids: readonly string[]
  readonly intermediateOids: readonly string[]
}

/** Keys that the provider publishes; base64 of their SPKI. */
export interface ConstantKey {
  readonly kind: 'constant'
  readonly keys: readonly string[]
}

export interface SecretKey {
  readonly kind: 'secret'
  readonly secret: string
  readonly encoding: KeyEncoding
  readonly strip: string | undefined
  /** Only values with this prefix are meant, or only those without it. */
  readonly only: string | undefined
  readonly except: string | undefined
  /** The consumer gives a key for each id, and this names the one that is meant. */
  readonly byId: Expr | undefined
  /** Names the key of a JWK set that is meant. */
  readonly kid: Expr | undefined
  readonly normalize: 'NFC' | 'NFKD' | undefined
  readonly derive: 'sha1' | 'sha256' | 'repeat32' | undefined
}

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
  /** Set where a handshake hands it over: how a delivery names the registration it belongs to. */
  readonly registration?: Expr
}

export interface SchemePlan {
  readonly name: string
  readonly proof: ProofPlan
  readonly secrets: readonly SecretPlan[]
  readonly coverage: CoveragePlan
  readonly needsUrl: boolean
  /** Whether it can hold without proving anything. */
  readonly unsigned: boolean
  /** What the consumer gives for it besides secrets. */
  readonly settings: 'oauth2' | undefined
  /** Whether keys or tokens are asked for over the network. */
  readonly remote: boolean
}

export interface AuthPlan {
  /** Whether the consumer chooses among named schemes; otherwise there is one, called `default`. */
  readonly named: boolean
  readonly schemes: readonly SchemePlan[]
}

/** Where a delivery says what it is. */
export interface EventSource {
  readonly type: Expr
  readonly id: Expr | undefined
  readonly time: Expr | undefined
  /** The account that an event is meant for. */
  readonly account?: Expr | undefined
  /** JSON pointer of what the schemas describe; `''` is the whole body. */
  readonly payload: string
}
