/** Where the keys of proofs come from, parsed. */
import type { Expr } from './expr-types.js'
import type { ReplyJson } from './handshake-types.js'

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
  /** Literal, so that no placeholder can change it; or what holds of a URL that the delivery names. */
  readonly origin: string | UrlPins
  readonly headers: readonly (readonly [name: string, value: Expr])[]
  readonly body: ReplyJson | undefined
  /** JSON pointer of the key in the answer; absent where the answer is the key. */
  readonly pointer: string | undefined
  readonly encoding: KeyEncoding
  readonly perMinute: number
}

/** Where a URL that the delivery names may lead. */
export interface UrlPins {
  /** In lower case; `*` stands for one label, `{region}` for one that names a region of AWS. */
  readonly hosts: readonly string[]
  /** An anchored pattern for the whole path. */
  readonly path: string
}

/** A certificate whose URL the delivery names. */
export interface CertUrlKey extends UrlPins {
  readonly kind: 'certUrl'
  readonly url: Expr
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
