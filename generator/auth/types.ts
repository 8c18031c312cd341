/** The checked auth config, parsed: what the auth compiler prints as TypeScript. */

/** A source of text or bytes in a delivery: `{header:X-Hook-Secret|lower}`. */
export interface Placeholder {
  readonly kind: 'placeholder'
  readonly source: Source
  readonly arg: string | undefined
  readonly filters: readonly Filter[]
}

export type Source =
  | 'body'
  | 'form'
  | 'header'
  | 'host'
  | 'json'
  | 'method'
  | 'now'
  | 'path'
  | 'query'
  | 'secret'
  | 'url'
  | 'var'

export interface Filter {
  readonly name: string
  readonly args: readonly string[]
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
export type Expr = readonly ExprPart[]
export type ExprPart = Text | Placeholder | Optional

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
  readonly secret: string
  readonly encoding: Encoding
  readonly strip: string | undefined
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
  readonly key: SecretKey | undefined
  /** One content, or up to four variants of it; each is a concatenation. */
  readonly contents: readonly (readonly Expr[])[]
  readonly signature: Pick
  readonly encoding: Encoding
  readonly timestamp: TimestampRule | undefined
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
}

export interface SchemePlan {
  readonly name: string
  readonly proof: ProofPlan
  readonly secrets: readonly SecretPlan[]
  readonly coverage: CoveragePlan
  readonly needsUrl: boolean
  /** Whether it can hold without proving anything. */
  readonly unsigned: boolean
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
  readonly status: number
  readonly headers: readonly (readonly [name: string, value: Expr])[]
  readonly body: ReplyBody | undefined
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
  | { readonly members: readonly (readonly [key: string, value: ReplyJson])[] }
