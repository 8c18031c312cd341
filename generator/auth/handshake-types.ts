/** Handshakes, answers and requests to the provider, parsed. */
import type { CheckRule, Expr, ProofPlan } from './types.js'

export interface HandshakePlan {
  readonly name: string
  readonly method: string
  readonly stage: 'head' | 'body'
  readonly verify: 'none' | 'auth' | ProofPlan
  readonly match: readonly CheckRule[]
  readonly guard: readonly CheckRule[]
  readonly capture: CapturePlan | undefined
  /** A request that is made before the answer. */
  readonly confirm: OutboundPlan | undefined
  /** One without a mode, or one for each mode that the consumer may choose. */
  readonly answers: readonly AnswerPlan[]
  /** The answer to what is refused: it reads nothing of the request. */
  readonly otherwise: ReplyPlan | undefined
  readonly dispatch: boolean
}

/** What is taken from a handshake, or, without secrets, what it waits for. */
export interface CapturePlan {
  /** Names the registration; text alone where there is only one. */
  readonly registration: Expr
  readonly secrets: readonly (readonly [name: string, value: Expr])[]
  readonly pending: boolean
}

export interface AnswerPlan extends ReplyPlan {
  readonly mode: string | undefined
  /** A request that the consumer makes later. */
  readonly confirm: OutboundPlan | undefined
}

export interface ReplyPlan {
  readonly status: number
  readonly headers: readonly (readonly [name: string, value: Expr])[]
  readonly body: ReplyBody | undefined
}

/** A request to the provider. */
export interface OutboundPlan {
  readonly method: string
  readonly url: Expr
  readonly hosts: readonly string[]
  readonly headers: readonly (readonly [name: string, value: Expr])[]
  readonly body: ReplyJson | undefined
  readonly auth: ApiAuthPlan | undefined
  /** Whether the sender names the URL because it cannot sign. */
  readonly isCallback: boolean
}

/** How the provider's own API knows who calls. */
export type ApiAuthPlan =
  | { readonly type: 'basic' | 'bearer' }
  | { readonly type: 'apiKey'; readonly header: string }
  | { readonly type: 'oauth2'; readonly tokenUrl: string }

export interface SubscriptionsPlan {
  readonly auth: ApiAuthPlan | undefined
  readonly subscribe: SubscribePlan
  readonly list: ListPlan | undefined
  readonly unsubscribe: OutboundPlan | undefined
  /** How a delivery names the registration that it came for; text alone where there is only one. */
  readonly delivered: Expr
}

export interface SubscribePlan {
  readonly request: OutboundPlan
  /** JSON pointer of the id in the answer. */
  readonly id: string
  /** Names the registration, out of the same parameters. */
  readonly registration: Expr
  /** The secrets that the answer hands over, read from it as from a delivery. */
  readonly capture: readonly (readonly [name: string, value: Expr])[]
}

export interface ListPlan {
  readonly request: OutboundPlan
  /** JSON pointers: of the list in the answer, and of the id in each entry. */
  readonly items: string
  readonly id: string
}

/** How deliveries are answered where the provider wants more than a status. */
export interface RespondPlan {
  readonly ok: ReplyPlan | undefined
  readonly unauthorized: ReplyPlan | undefined
  /** To a payload that breaks its schema. */
  readonly invalid: ReplyPlan | undefined
  readonly unknownEvent: ReplyPlan | undefined
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
