/** Prints a handshake. */
import { json, propertyKey } from '../print/literals.js'
import type { Code } from './code.js'
import { printChecks, printLambda, printText } from './print-expr.js'
import type { HandshakePlan, ReplyBody, ReplyJson } from './types.js'

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
