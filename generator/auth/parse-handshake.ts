/** Parses one handshake. */
import type { JsonObject, JsonValue } from '../schema/types.js'
import { type Bindings, bind } from './bind.js'
import { parseCheckRules } from './check-rule.js'
import { expressionsOf, parseProof } from './compile.js'
import type { AnswerPlan, CapturePlan, HandshakePlan } from './handshake-types.js'
import { outboundExpressions, parseOutbound } from './outbound.js'
import { member, object, string } from './read.js'
import { readingExpr, textExpr } from './reading.js'
import { parseReply, type Read, reader, replyExpressions } from './reply.js'
import type { Spot } from './spot.js'
import type { CheckRule, Expr, ProofPlan } from './types.js'
import { checkExpressions, readsBody } from './uses.js'

interface Options {
  readonly allowWeak: boolean
  readonly declared: JsonObject
}

/** The registration of a provider that has only one. */
const ONLY: Expr = [{ kind: 'text', value: 'default' }]

export function parseHandshake(node: JsonObject, spot: Spot, options: Options): HandshakePlan {
  const lets = parseNamed(member(node, 'let'), spot.at('let'), 'check')
  const captured = parseNamed(member(node, 'capture'), spot.at('capture'), 'match')
  const names = { let: lets, captured }
  const read: Read = (text, place) => bind(textExpr(text, place, 'answer'), names, place)
  const confirm = member(node, 'confirm')
  const otherwise = member(node, 'otherwise')
  const plan = {
    name: string(member(node, 'name')) ?? '',
    method: string(member(node, 'method')) ?? 'POST',
    verify: parseVerify(node, spot.at('verify'), options),
    match: parseCheckRules(member(node, 'match'), spot.at('match'), 'match'),
    guard: parseGuard(member(node, 'guard'), spot.at('guard'), names),
    capture: parseCapture(node, captured, spot, options),
    confirm:
      confirm === undefined ? undefined : parseOutbound(object(confirm), spot.at('confirm'), read),
    answers: parseAnswers(node, spot, read, names),
    otherwise:
      otherwise === undefined
        ? undefined
        : parseReply(object(otherwise), spot.at('otherwise'), reader('constant')),
    dispatch: member(node, 'dispatch') === true,
  }
  return { ...plan, stage: readsOnlyHead(plan) ? 'head' : 'body' }
}

type Named = ReadonlyMap<string, Expr>

function parseNamed(value: JsonValue | undefined, spot: Spot, position: 'check' | 'match'): Named {
  return new Map(
    Object.entries(object(value)).map(([name, text]) => [
      name,
      readingExpr(string(text) ?? '', spot.at(name), position, 'header'),
    ]),
  )
}

function parseGuard(value: JsonValue | undefined, spot: Spot, names: Bindings) {
  return parseCheckRules(value, spot, 'guard').map((rule, index): CheckRule => {
    const own = (expr: Expr) => bind(expr, names, spot.at(index))
    const { test } = rule
    if (test.kind !== 'oneOf') return { value: own(rule.value), test }
    return { value: own(rule.value), test: { kind: 'oneOf', of: test.of.map(own) } }
  })
}

function parseVerify(
  node: JsonObject,
  spot: Spot,
  { allowWeak }: Options,
): HandshakePlan['verify'] {
  const verify = member(node, 'verify')
  if (verify === 'auth') return 'auth'
  return typeof verify === 'object' ? parseProof(verify, spot, { allowWeak }) : 'none'
}

/** Which registration: as the handshake says itself, or as its secrets do. */
function parseCapture(
  node: JsonObject,
  captured: Named,
  spot: Spot,
  { declared }: Options,
): CapturePlan | undefined {
  const pending = member(node, 'pending') === true
  if (captured.size === 0 && !pending) return undefined
  const own = string(member(node, 'registration'))
  const registration =
    own === undefined
      ? registrationOf(declared, [...captured.keys()][0] ?? '', spot)
      : textExpr(own, spot.at('registration'), 'match')
  return { registration, secrets: [...captured], pending }
}

/** How a delivery names the registration that a captured secret belongs to. */
export function registrationOf(declared: JsonObject, name: string, spot: Spot): Expr {
  const text = string(member(object(member(declared, name)), 'perTenant'))
  return text === undefined ? ONLY : readingExpr(text, spot, 'match', 'header')
}

function parseAnswers(
  node: JsonObject,
  spot: Spot,
  read: Read,
  names: Bindings,
): readonly AnswerPlan[] {
  const modes = Object.entries(object(member(node, 'modes')))
  if (modes.length === 0) {
    const reply = parseReply(object(member(node, 'respond')), spot.at('respond'), read)
    return [{ ...reply, mode: undefined, confirm: undefined }]
  }
  return modes.map(([mode, value]) => {
    const place = spot.at('modes', mode)
    const confirm = member(object(value), 'confirm')
    const respond = object(member(object(value), 'respond'))
    const later: Read = (text, at) => {
      const expr = textExpr(text, at, 'later')
      bind(expr, names, at)
      return expr
    }
    return {
      ...parseReply(respond, place.at('respond'), read),
      mode,
      confirm:
        confirm === undefined
          ? undefined
          : parseOutbound(object(confirm), place.at('confirm'), later),
    }
  })
}

/** Every expression that is evaluated to answer, the match aside. */
export function handshakeExpressions(
  plan: Pick<HandshakePlan, 'guard' | 'confirm' | 'answers'>,
): readonly Expr[] {
  return [
    ...plan.guard.flatMap(checkExpressions),
    ...plan.answers.flatMap(replyExpressions),
    ...(plan.confirm === undefined ? [] : outboundExpressions(plan.confirm)),
  ]
}

// A secret may have to be replaced, for which the proof has to hold: that needs the body.
function readsOnlyHead(plan: Omit<HandshakePlan, 'stage'>): boolean {
  const { verify, capture, match } = plan
  if (verify === 'auth' || (capture !== undefined && capture.secrets.length > 0)) return false
  const proof: ProofPlan | undefined = verify === 'none' ? undefined : verify
  const all = [
    ...match.flatMap(checkExpressions),
    ...handshakeExpressions(plan),
    ...(proof === undefined ? [] : expressionsOf(proof)),
    ...(capture === undefined ? [] : [capture.registration]),
  ]
  return !all.some(readsBody)
}
