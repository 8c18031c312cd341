/** Parses `handshakes`: requests that set the webhook up and are answered at once. */
import { isObject, type JsonObject, type JsonValue } from '../schema/types.js'
import { parseCheckRules } from './check-rule.js'
import { parseExpr } from './expr.js'
import { answerExpressions, checkHandshake } from './handshake-rules.js'
import { list, member, number, object, string } from './read.js'
import type { Spot } from './spot.js'
import type { AuthPlan, HandshakePlan, ReplyBody, ReplyJson } from './types.js'
import { checkExpressions, readsBody } from './uses.js'

/** Plans every handshake; mistakes are reported where they stand. */
export function planHandshakes(
  config: JsonObject,
  auth: AuthPlan,
  spot: Spot,
): readonly HandshakePlan[] {
  const methods = list(member(config, 'methods') ?? ['POST'])
  const secrets = auth.schemes.flatMap((scheme) => scheme.secrets.map(({ name }) => name))
  const seen = new Set<string>()
  return list(member(config, 'handshakes')).map((node, index) => {
    const plan = planHandshake(object(node), spot.at('handshakes', index))
    const known = { isDelivery: methods.includes(plan.method), secrets }
    checkHandshake(plan, known, spot.at('handshakes', index))
    if (seen.has(plan.name)) {
      const place = spot.at('handshakes', index, 'name')
      place.error('ERR_HANDSHAKE_NAME', `two handshakes are called "${plan.name}"`)
    }
    seen.add(plan.name)
    return plan
  })
}

function planHandshake(node: JsonObject, spot: Spot): HandshakePlan {
  const respond = object(member(node, 'respond'))
  const place = spot.at('respond')
  const match = parseCheckRules(member(node, 'match'), spot.at('match'), 'match')
  const guard = parseCheckRules(member(node, 'guard'), spot.at('guard'), 'match')
  const headers = Object.entries(object(member(respond, 'headers'))).map(
    ([name, value]) =>
      [name, parseExpr(string(value) ?? '', place.at('headers', name), 'answer')] as const,
  )
  const body = parseBody(member(respond, 'body'), place.at('body'))
  const verify = member(node, 'verify') === 'auth' ? 'auth' : 'none'
  const answer = answerExpressions({ headers, body })
  const all = [...[...match, ...guard].flatMap(checkExpressions), ...answer]
  return {
    name: string(member(node, 'name')) ?? '',
    method: string(member(node, 'method')) ?? 'POST',
    stage: verify === 'auth' || all.some(readsBody) ? 'body' : 'head',
    verify,
    match,
    guard,
    status: number(member(respond, 'status'), 200),
    headers,
    body,
  }
}

function parseBody(value: JsonValue | undefined, spot: Spot): ReplyBody | undefined {
  if (value === undefined) return undefined
  if (typeof value === 'string') return { kind: 'text', expr: parseExpr(value, spot, 'answer') }
  return { kind: 'json', value: parseJson(value, spot) }
}

function parseJson(value: JsonValue, spot: Spot): ReplyJson {
  if (typeof value === 'string') return { expr: parseExpr(value, spot, 'answer') }
  if (isObject(value)) {
    return {
      members: Object.entries(value).map(([key, item]) => [key, parseJson(item, spot.at(key))]),
    }
  }
  if (typeof value === 'object' && value !== null) {
    return { list: list(value).map((item, index) => parseJson(item, spot.at(index))) }
  }
  return value
}
