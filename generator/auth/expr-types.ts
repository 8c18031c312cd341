/** Expressions and picks, parsed. */

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
  | 'keyid'
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
