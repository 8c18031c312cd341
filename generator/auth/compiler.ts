/** What each kind of proof brings: one file in `proofs/` with a parser, its uses and a printer. */
import type { JsonObject, JsonValue } from '../schema/types.js'
import type { Code } from './code.js'
import type { Spot } from './spot.js'
import type { CoveragePlan, EventSource, Expr, ProofKind, ProofPlan } from './types.js'

/** What parsing a proof may look at besides its own node. */
export interface ParseContext {
  readonly allowWeak: boolean
  /** Parses a nested proof. */
  readonly proof: (node: JsonValue | undefined, spot: Spot) => ProofPlan
  /** Every expression of a proof and of the proofs inside it. */
  readonly expressionsOf: (plan: ProofPlan) => readonly Expr[]
}

/** What printing a proof may use. */
export interface PrintContext {
  readonly code: Code
  readonly proof: (plan: ProofPlan) => string
  readonly secretsOf: (plan: ProofPlan) => readonly string[]
}

export interface ProofCompiler<P extends ProofPlan> {
  readonly kind: P['kind']
  /** Reports mistakes at `spot`; the result of a proof with mistakes is never printed. */
  readonly parse: (node: JsonObject, spot: Spot, context: ParseContext) => P
  /** The secrets it reads by key; those inside expressions are found through `expressions`. */
  readonly secrets: (plan: P) => readonly string[]
  /** Every expression that it evaluates, nested proofs aside. */
  readonly expressions: (plan: P) => readonly Expr[]
  readonly nested: (plan: P) => readonly ProofPlan[]
  readonly covers: (
    plan: P,
    source: EventSource,
    nested: (plan: ProofPlan) => CoveragePlan,
  ) => CoveragePlan
  /** A TypeScript expression of type `Proof`. */
  readonly print: (plan: P, context: PrintContext) => string
}

export type ProofCompilers = {
  readonly [K in ProofKind]: ProofCompiler<Extract<ProofPlan, { kind: K }>>
}

export const NOTHING_COVERED: CoveragePlan = {
  body: false,
  timestamp: false,
  type: false,
  id: false,
}
