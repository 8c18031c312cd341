/** What a handshake must not do: swallow deliveries, take or hand out secrets, or call anywhere. */
import type { JsonObject } from '../schema/types.js'
import { secretsOf } from './compile.js'
import type { HandshakePlan } from './handshake-types.js'
import { checkLeaks, checkOracle, type Verified } from './oracle.js'
import { handshakeExpressions } from './parse-handshake.js'
import { member, object, string } from './read.js'
import type { Spot } from './spot.js'
import { isPublic } from './strength.js'
import { placeholders, readsBody, secretsIn } from './uses.js'

interface Known {
  /** Whether deliveries of events come by the handshake's method. */
  readonly isDelivery: boolean
  readonly verified: Verified
  /** `secrets` of the config. */
  readonly declared: JsonObject
}

export function checkHandshake(plan: HandshakePlan, known: Known, spot: Spot): void {
  if (plan.match.length === 0 && known.isDelivery) {
    const message = `without "match" the handshake would answer every ${plan.method}, and no event would arrive`
    spot.error('ERR_HANDSHAKE_MATCH', message, 'say in "match" what tells it from an event')
  }
  if (plan.dispatch && plan.verify !== 'auth') {
    const message = 'an unverified request would reach the handlers'
    spot.at('dispatch').error('ERR_HANDSHAKE_DISPATCH', message, 'set "verify": "auth"')
  }
  if (plan.method === 'HEAD' && plan.answers.some(({ body }) => body !== undefined)) {
    spot.at('respond', 'body').error('ERR_HANDSHAKE_BODY', 'the answer to a HEAD has no body')
  }
  checkCapture(plan, known, spot)
  checkConfirm(plan, spot)
  checkLeaks(plan, known.declared, spot)
  checkOracle(plan, known.verified, spot)
}

function checkCapture({ name, verify, capture }: HandshakePlan, known: Known, spot: Spot): void {
  if (capture === undefined) return
  if (verify !== 'auth' && !capture.pending) {
    const message = 'the handshake would take a secret from anybody'
    const hint = 'set "pending": true, so that it is taken only while a registration is under way'
    spot.at('capture').error('ERR_HANDSHAKE_CAPTURE', message, hint)
  }
  if (readsBody(capture.registration)) {
    const message = 'which registration a delivery belongs to must be known before its body is read'
    spot.error('ERR_HANDSHAKE_CAPTURE', message, 'use the path, the query or a header')
  }
  for (const [secret] of capture.secrets) {
    const by = string(member(object(member(known.declared, secret)), 'capturedBy'))
    if (by === name) continue
    const message = `the secret "${secret}" is captured here and not declared so`
    const hint = `declare it: "secrets": { "${secret}": { "capturedBy": "${name}" } }`
    spot.at('capture', secret).error('ERR_HANDSHAKE_CAPTURE', message, hint)
  }
}

function checkConfirm({ verify, guard, confirm, match }: HandshakePlan, spot: Spot): void {
  if (confirm === undefined || verify === 'auth') return
  // Who knows the rule of a public proof can make it.
  if (verify !== 'none' && !isPublic(verify)) return
  const isSteered = placeholders(confirm.url).some(({ source }) => source !== 'secret')
  if (!isSteered) return
  const limits = [...guard, ...match].filter(({ test }) => test.kind === 'oneOf')
  if (confirm.isCallback && limits.length > 0) return
  const message = 'an unverified request would make the receiver call where it says'
  const hint =
    'set "verify": "auth"; for a sender that cannot sign, "via": "callback" and a check that equals a known value'
  spot.at('confirm').error('ERR_HANDSHAKE_CONFIRM', message, hint)
}

/** The secrets that answering needs, those of events included. */
export function handshakeSecrets(plan: HandshakePlan): readonly string[] {
  const { verify } = plan
  const own = typeof verify === 'object' ? secretsOf(verify) : []
  return [...new Set([...own, ...handshakeExpressions(plan).flatMap(secretsIn)])]
}
