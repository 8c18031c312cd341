/** The checked auth config, parsed: what the auth compiler prints as TypeScript. */

/** A source of text or bytes in a delivery: `{header:X-Hook-Secret|lower}`. */
export interface Placeholder {
  readonly kind: 'placeholder'
  readonly source: string
  readonly arg: string | undefined
  readonly filters: readonly Filter[]
}

export interface Filter {
  readonly name: string
  readonly arg: string | undefined
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

/** A template over request parts. */
export type Expr = readonly (Text | Placeholder | Optional)[]

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

export interface SecretKey {
  readonly kind: 'secret'
  readonly secret: string
  readonly encoding: Encoding
  readonly strip: string | undefined
  readonly normalize: 'NFC' | 'NFKD' | undefined
  readonly derive: 'sha1' | 'sha256' | 'repeat32' | undefined
}

export interface TimestampRule {
  readonly pick: Pick
  readonly unit: 's' | 'ms' | 'us' | 'ns' | 'iso8601' | 'http-date'
  /** Seconds that a timestamp may lie in the past, and in the future. */
  readonly past: number
  readonly future: number
}

/** A value check; all of its forms compare in constant time. */
export interface CheckRule {
  readonly value: Expr
  readonly test:
    | { readonly kind: 'equals'; readonly to: Expr }
    | { readonly kind: 'oneOf'; readonly of: readonly Expr[] }
    | { readonly kind: 'matches'; readonly pattern: string }
    | { readonly kind: 'present' }
    | { readonly kind: 'absent' }
}

export interface SignatureProof {
  readonly kind: 'signature'
  readonly alg: string | { readonly pick: Pick; readonly map: ReadonlyMap<string, string> }
  readonly key: SecretKey | undefined
  /** One content, or up to four variants of it; each is a concatenation. */
  readonly contents: readonly (readonly Expr[])[]
  readonly signature: Pick & { readonly encoding: Encoding }
  readonly timestamp: TimestampRule | undefined
}

export interface CheckProof {
  readonly kind: 'check'
  readonly rule: CheckRule
}

export interface NoneProof {
  readonly kind: 'none'
}

export type ProofPlan =
  | SignatureProof
  | CheckProof
  | NoneProof
  | { readonly kind: 'allOf'; readonly of: readonly ProofPlan[] }
  | { readonly kind: 'anyOf'; readonly of: readonly ProofPlan[] }
  | {
      readonly kind: 'switch'
      readonly cases: readonly { readonly when: readonly CheckRule[]; readonly then: ProofPlan }[]
      readonly otherwise: ProofPlan | undefined
    }

export interface CoveragePlan {
  readonly body: boolean
  readonly timestamp: boolean
  readonly type: boolean
  readonly id: boolean
}

export interface SecretPlan {
  readonly name: string
  readonly optional: boolean
}

export interface SchemePlan {
  readonly name: string
  readonly proof: ProofPlan
  readonly secrets: readonly SecretPlan[]
  readonly coverage: CoveragePlan
  readonly needsUrl: boolean
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
  /** JSON pointer of what the schemas describe; `''` is the whole body. */
  readonly payload: string
}

export interface HandshakePlan {
  readonly name: string
  readonly method: string
  readonly stage: 'head' | 'body'
  readonly verify: 'none' | 'auth'
  readonly match: readonly CheckRule[]
  readonly guard: readonly CheckRule[]
  readonly respond: {
    readonly status: number
    readonly headers: ReadonlyMap<string, Expr>
    readonly body: ReplyBody | undefined
  }
}

/** A text body, or JSON whose strings are expressions. */
export type ReplyBody =
  | { readonly kind: 'text'; readonly expr: Expr }
  | { readonly kind: 'json'; readonly value: ReplyJson }

export type ReplyJson =
  | null
  | boolean
  | number
  | { readonly expr: Expr }
  | { readonly list: readonly ReplyJson[] }
  | { readonly members: readonly (readonly [string, ReplyJson])[] }
