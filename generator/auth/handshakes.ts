/** Parses and prints `handshakes`: requests that set the webhook up and are answered at once. */
import { json, propertyKey } from '../print/literals.js'
import { isObject, type JsonObject, type JsonValue } from '../schema/types.js'
import { parseCheckRules } from './check-rule.js'
import type { Code } from './code.js'
import { parseExpr } from './expr.js'
import { printChecks, printLambda, printText } from './print-expr.js'
import { list, member, number, object, string } from './read.js'
import type { Spot } from './spot.js'
import type { Expr, HandshakePlan, ReplyBody, ReplyJson } from './types.js'
import { checkExpressions, readsBody, secretsIn } from './uses.js'

export function planHandshakes(config: JsonObject, spot: Spot): readonly HandshakePlan[] {
  const seen = new Set<string>()
  return list(member(config, 'handshakes')).map((node, index) => {
    const plan = planHandshake(object(node), spot.at('handshakes', index))
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
  const match = parseCheckRules(member(node, 'match'), spot.at('match'))
  const guard = parseCheckRules(member(node, 'guard'), spot.at('guard'))
  const headers = Object.entries(object(member(respond, 'headers'))).map(
    ([name, value]) => [name, parseExpr(string(value) ?? '', place.at('headers', name))] as const,
  )
  const body = parseBody(member(respond, 'body'), place.at('body'))
  const verify = member(node, 'verify') === 'auth' ? 'auth' : 'none'
  const answer = [...headers.map(([, value]) => value), ...bodyExpressions(body)]
  const all = [...[...match, ...guard].flatMap(checkExpressions), ...answer]
  if (verify === 'none' && answer.flatMap(secretsIn).length > 0) {
    place.error('ERR_HANDSHAKE_SECRET', 'an unverified handshake would answer with a secret')
  }
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
  if (typeof value === 'string') return { kind: 'text', expr: parseExpr(value, spot) }
  return { kind: 'json', value: parseJson(value, spot) }
}

function parseJson(value: JsonValue, spot: Spot): ReplyJson {
  if (typeof value === 'string') return { expr: parseExpr(value, spot) }
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

/** A TypeScript object literal of type `Handshake`. */
export function printHandshake(plan: HandshakePlan, code: Code): string {
  const headers = plan.headers.map(
    ([name, value]) => `${propertyKey(name.toLowerCase())}: ${printText(value, code)}`,
  )
  const reply = `{ status: ${plan.status}, headers: { ${headers.join(', ')} }, body: ${printBody(plan.body, code)} }`
  const lambda = (rules: HandshakePlan['match']) => printLambda(['d'], printChecks(rules, code))
  const members = [
    `name: ${json(plan.name)}`,
    `method: ${json(plan.method)}`,
    `stage: ${json(plan.stage)}`,
    `verify: ${json(plan.verify)}`,
    `match: ${lambda(plan.match)}`,
    `guard: ${plan.guard.length === 0 ? 'undefined' : lambda(plan.guard)}`,
    `respond: ${printLambda(['d', 'c'], `${code.use('reply', 'expr/reply.js')}(${reply})`)}`,
  ]
  return `{\n${members.join(',\n')}\n}`
}

function printBody(body: ReplyBody | undefined, code: Code): string {
  if (body === undefined) return "''"
  return body.kind === 'text'
    ? `{ text: ${printText(body.expr, code)} }`
    : `{ json: ${printJson(body.value, code)} }`
}

function printJson(value: ReplyJson, code: Code): string {
  if (typeof value !== 'object' || value === null) return json(value)
  if ('expr' in value) return printText(value.expr, code)
  if ('list' in value) return `[${value.list.map((item) => printJson(item, code)).join(', ')}]`
  const members = value.members.map(
    ([key, item]) => `${propertyKey(key)}: ${printJson(item, code)}`,
  )
  return `{ ${members.join(', ')} }`
}
