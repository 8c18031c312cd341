/** The auth compiler: config in, checked plan out; plan in, TypeScript out. */
import { GeneratorBug } from '../errors.js'
import { json } from '../print/literals.js'
import { isObject, type JsonObject, type JsonValue } from '../schema/types.js'
import type { Code } from './code.js'
import type { ParseContext, PrintContext, ProofCompiler, ProofCompilers } from './compiler.js'
import { allOf } from './proofs/all-of.js'
import { anyOf } from './proofs/any-of.js'
import { check } from './proofs/check.js'
import { custom } from './proofs/custom.js'
import { forEach } from './proofs/for-each.js'
import { httpsig } from './proofs/httpsig.js'
import { jwt } from './proofs/jwt.js'
import { none } from './proofs/none.js'
import { oauth2 } from './proofs/oauth2.js'
import { signature } from './proofs/signature.js'
import { switchProof } from './proofs/switch.js'
import { transport } from './proofs/transport.js'
import { member, string } from './read.js'
import type { Spot } from './spot.js'
import { SUGAR } from './sugar.js'
import type { CoveragePlan, EventSource, Expr, ProofKind, ProofPlan } from './types.js'
import { secretsIn } from './uses.js'

const COMPILERS: ProofCompilers = {
  allOf,
  anyOf,
  check,
  forEach,
  none,
  signature,
  switch: switchProof,
  transport,
  custom,
  jwt,
  oauth2,
  httpsig,
}

/** The combinators have no `type`: the key that holds the nested proofs names them. */
const COMBINATORS = ['forEach', 'allOf', 'anyOf', 'switch'] as const

export function parseProof(
  value: JsonValue | undefined,
  spot: Spot,
  options: { readonly allowWeak: boolean },
): ProofPlan {
  const context: ParseContext = {
    allowWeak: options.allowWeak,
    proof: (nested, place) => parseProof(nested, place, options),
    expressionsOf,
  }
  const node = isObject(value) ? value : {}
  const type = string(member(node, 'type')) ?? ''
  const sugar = Object.hasOwn(node, 'forEach') ? undefined : SUGAR.get(type)
  if (sugar !== undefined) return parseProof(sugar(node), spot, options)
  return compilerOf(kindOf(node, type)).parse(node, spot, context)
}

function kindOf(node: JsonObject, type: string): ProofKind {
  const combinator = COMBINATORS.find((key) => Object.hasOwn(node, key))
  if (combinator !== undefined) return combinator
  if (!Object.hasOwn(COMPILERS, type)) throw new GeneratorBug(`no compiler for a proof "${type}"`)
  return type as ProofKind // sound: an own key of COMPILERS
}

function compilerOf<P extends ProofPlan>(kind: P['kind']): ProofCompiler<P> {
  // Sound: COMPILERS maps each kind to the compiler of its own plan; the compiler cannot see that.
  return COMPILERS[kind] as unknown as ProofCompiler<P>
}

/** Every expression of a proof and of the proofs inside it. */
export function expressionsOf(plan: ProofPlan): readonly Expr[] {
  const compiler = compilerOf(plan.kind)
  return [...compiler.expressions(plan), ...compiler.nested(plan).flatMap(expressionsOf)]
}

/** The names of all secrets of a proof, in the order in which they are first needed. */
export function secretsOf(plan: ProofPlan): readonly string[] {
  const compiler = compilerOf(plan.kind)
  const own = [...compiler.secrets(plan), ...compiler.expressions(plan).flatMap(secretsIn)]
  return [...new Set([...own, ...compiler.nested(plan).flatMap(secretsOf)])]
}

export function coverageOf(plan: ProofPlan, source: EventSource): CoveragePlan {
  return compilerOf(plan.kind).covers(plan, source, (nested) => coverageOf(nested, source))
}

/** A TypeScript expression of type `Proof`; the runtime functions that it calls go to `code`. */
export function printProof(plan: ProofPlan, code: Code): string {
  const compiler = compilerOf(plan.kind)
  const context: PrintContext = { code, secretsOf, proof: (nested) => printProof(nested, code) }
  const printed = compiler.print(plan, context)
  const mixed = [...new Set(compiler.expressions(plan).flatMap(secretsIn))]
  if (mixed.length === 0) return printed
  return `${code.use('eachSecret', 'auth/each-secret.js')}(${json(mixed)}, ${printed})`
}
