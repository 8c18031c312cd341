/** Keeps handshakes from handing out secrets, and from signing what an attacker would send as an event. */
import type { JsonObject } from '../schema/types.js'
import { secretsOf } from './compile.js'
import type { HandshakePlan } from './handshake-types.js'
import { isKeptOut } from './oracle-content.js'
import { handshakeExpressions } from './parse-handshake.js'
import { member, object } from './read.js'
import { replyExpressions } from './reply.js'
import { leavesOf } from './rules/leaves.js'
import type { Spot } from './spot.js'
import type { Expr, Placeholder, ProofPlan } from './types.js'
import { placeholders, secretsIn } from './uses.js'

/** What nobody computes backwards. */
const ONE_WAY = /^(?:md5|sha\d+|hmac-.*|sign-.*)$/
const KEYED = /^(?:hmac|sign)-/

/** Reports secrets that an answer to just anybody would show. */
export function checkLeaks(plan: HandshakePlan, declared: JsonObject, spot: Spot): void {
  if (plan.verify === 'auth') return
  const isShown = (name: string) => member(object(member(declared, name)), 'public') !== true
  const answered = [
    ...plan.answers.flatMap(replyExpressions),
    ...handshakeExpressions({ guard: [], answers: [], confirm: plan.confirm }),
  ]
  if (answered.flatMap(shownSecrets).some(isShown)) {
    const message = 'an unverified handshake would answer with a secret'
    const hint = 'set "verify": "auth", or declare what is no secret: "public": true'
    spot.at('respond').error('ERR_HANDSHAKE_SECRET', message, hint)
  }
}

/** Secrets whose very value comes out of an expression. */
function shownSecrets(expr: Expr): readonly string[] {
  return expr.flatMap((part): readonly string[] => {
    if (part.kind === 'optional') return shownSecrets(part.parts)
    if (part.kind !== 'placeholder') return []
    if (part.filters.some(({ name }) => ONE_WAY.test(name))) return []
    if (part.source === 'secret') return [part.arg ?? '']
    return part.of === undefined ? [] : shownSecrets(part.of)
  })
}

/** The proofs that an answer may not be made for. */
export interface Verified {
  readonly events: readonly ProofPlan[]
  readonly 'other handshakes': readonly ProofPlan[]
}

/**
 * Reports an answer that signs with a secret by which events, or other handshakes, are verified, unless the
 * request was verified or its guard keeps out everything that could be the content of one.
 */
export function checkOracle(plan: HandshakePlan, verified: Verified, spot: Spot): void {
  for (const what of ['events', 'other handshakes'] as const) {
    for (const { message, proofs } of sharedSignatures(plan, verified[what])) {
      if (proofs.every((proof) => isKeptOut(message, proof, plan.guard))) continue
      const text = `the answer signs what a request brings, with a secret by which ${what} are verified: anybody could have ${what} signed`
      const hint =
        'set "verify": "auth", or guard the value with a pattern that no content of an event matches: [A-Za-z0-9_-]+'
      spot.at('respond').error('ERR_HANDSHAKE_ORACLE', text, hint)
      return
    }
  }
}

/** What an unverified handshake signs, with those of the proofs that share the secret. */
export function sharedSignatures(plan: HandshakePlan, verified: readonly ProofPlan[]) {
  if (plan.verify === 'auth') return []
  const signed = handshakeExpressions(plan)
    .flatMap((expr) => placeholders(expr))
    .flatMap(signedBy)
  const all = verified.flatMap(leavesOf)
  return signed.map(({ message, secrets }) => ({
    message,
    proofs: all.filter((proof) => secretsOf(proof).some((name) => secrets.includes(name))),
  }))
}

/** Whether the answer to just anybody holds words of the request that are signed. */
export function signsForAnybody(plan: HandshakePlan): boolean {
  if (plan.verify !== 'none') return false
  const parts = handshakeExpressions(plan).flatMap((expr) => placeholders(expr))
  return parts.some((part) => signedBy(part).length > 0)
}

interface Signed {
  /** What is signed: the placeholder as it is before it is signed. */
  readonly message: Placeholder
  readonly secrets: readonly string[]
}

/** What a placeholder signs, by keyed filters or by hashing something with a secret in it. */
function signedBy(placeholder: Placeholder): readonly Signed[] {
  const mixed = secretsIn([{ ...placeholder, filters: [] }])
  return placeholder.filters.flatMap((filter, at) => {
    if (!ONE_WAY.test(filter.name)) return []
    // What is hashed first is signed as well: an event may be signed by the hash of its body.
    const message = { ...placeholder, filters: placeholder.filters.slice(0, at) }
    const own = filter.secret ?? filter.args[0] ?? ''
    const secrets = KEYED.test(filter.name) ? [own] : mixed
    return secrets.length === 0 ? [] : [{ message, secrets }]
  })
}
