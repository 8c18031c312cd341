/** What a handshake must not do: swallow deliveries, hand out a secret, or answer with a page. */
import type { Spot } from './spot.js'
import type { Expr, HandshakePlan, ReplyBody, ReplyJson } from './types.js'
import { placeholders, secretsIn } from './uses.js'

const HEADER_NAME = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/

/** The types that no browser takes for a page. */
const HARMLESS_TYPE = /^(?:text\/plain|application\/(?:[a-z0-9.-]+\+)?json)\s*(?:;|$)/i

interface Known {
  /** Whether deliveries of events come by the handshake's method. */
  readonly isDelivery: boolean
  /** The secrets of all schemes. */
  readonly secrets: readonly string[]
}

export function checkHandshake(plan: HandshakePlan, known: Known, spot: Spot): void {
  if (plan.match.length === 0 && known.isDelivery) {
    const message = `without "match" the handshake would answer every ${plan.method}, and no event would arrive`
    spot.error('ERR_HANDSHAKE_MATCH', message, 'say in "match" what tells it from an event')
  }
  checkSecrets(plan, known, spot.at('respond'))
  checkHeaders(plan, spot.at('respond', 'headers'))
}

function checkSecrets(plan: HandshakePlan, known: Known, spot: Spot): void {
  const used = answerExpressions(plan).flatMap(secretsIn)
  if (plan.verify === 'none' && used.length > 0) {
    const message = 'an unverified handshake would answer with a secret'
    spot.error('ERR_HANDSHAKE_SECRET', message)
    return
  }
  const unknown = used.find((name) => !known.secrets.includes(name))
  if (unknown === undefined) return
  const message = `the answer needs the secret "${unknown}", which no scheme has`
  spot.error('ERR_HANDSHAKE_SECRET', message)
}

function checkHeaders({ headers, body }: HandshakePlan, spot: Spot): void {
  const seen = new Set<string>()
  for (const [name, value] of headers) {
    const place = spot.at(name)
    const key = name.toLowerCase()
    if (!HEADER_NAME.test(name)) {
      place.error('ERR_HANDSHAKE_HEADER', `${JSON.stringify(name)} is not a header name`)
    }
    if (seen.has(key)) {
      place.error('ERR_HANDSHAKE_HEADER', `two headers of the answer are called "${key}"`)
    }
    seen.add(key)
    if (key === 'content-type' && reflects(body) && !isHarmless(value)) {
      const message = 'what a request brings must be answered as plain text or JSON'
      place.error('ERR_HANDSHAKE_REFLECTS', message, 'use text/plain or application/json')
    }
  }
}

function reflects(body: ReplyBody | undefined): boolean {
  return bodyExpressions(body).flatMap(placeholders).length > 0
}

function isHarmless(value: Expr): boolean {
  const [only] = value
  return value.length === 1 && only?.kind === 'text' && HARMLESS_TYPE.test(only.value)
}

/** Every expression of the answer. */
export function answerExpressions({
  headers,
  body,
}: Pick<HandshakePlan, 'headers' | 'body'>): readonly Expr[] {
  return [...headers.map(([, value]) => value), ...bodyExpressions(body)]
}

function bodyExpressions(body: ReplyBody | undefined): readonly Expr[] {
  if (body === undefined) return []
  return body.kind === 'text' ? [body.expr] : jsonExpressions(body.value)
}

function jsonExpressions(value: ReplyJson): readonly Expr[] {
  if (typeof value !== 'object' || value === null) return []
  if ('expr' in value) return [value.expr]
  if ('list' in value) return value.list.flatMap(jsonExpressions)
  return value.members.flatMap(([, item]) => jsonExpressions(item))
}
