/** Prints answers. */
import { json, propertyKey } from '../print/literals.js'
import type { Code } from './code.js'
import type { ReplyBody, ReplyJson, ReplyPlan } from './handshake-types.js'
import { printLambda, printText } from './print-expr.js'
import type { Expr } from './types.js'

/** A TypeScript function of type `Respond`. */
export function printRespond({ status, headers, body }: ReplyPlan, code: Code): string {
  const parts = `{ status: ${status}, headers: ${printHeaders(headers, code)}, body: ${printBody(body, code)} }`
  return printLambda(['d', 'c'], `${code.use('reply', 'expr/reply.js')}(${parts})`)
}

/** A TypeScript object of type `HandshakeReply`: an answer that reads nothing. */
export function printConstant({ status, headers, body }: ReplyPlan): string {
  const named: [string, string][] = headers.map(([name, value]) => [
    name.toLowerCase(),
    textOf(value),
  ])
  const type = body === undefined ? [] : [['content-type', contentTypeOf(body)]]
  const all = { 'x-content-type-options': 'nosniff', ...Object.fromEntries([...type, ...named]) }
  return json({ status, headers: all, body: constantBody(body) })
}

export function printHeaders(
  headers: readonly (readonly [name: string, value: Expr])[],
  code: Code,
): string {
  const members = headers.map(
    ([name, value]) => `${propertyKey(name.toLowerCase())}: ${printText(value, code)}`,
  )
  return members.length === 0 ? '{}' : `{ ${members.join(', ')} }`
}

function printBody(body: ReplyBody | undefined, code: Code): string {
  if (body === undefined) return "''"
  return body.kind === 'text'
    ? `{ text: ${printText(body.expr, code)} }`
    : `{ json: ${printJson(body.value, code)} }`
}

export function printJson(value: ReplyJson, code: Code): string {
  if (typeof value !== 'object' || value === null) return json(value)
  if ('expr' in value) return printText(value.expr, code)
  if ('list' in value) return `[${value.list.map((item) => printJson(item, code)).join(', ')}]`
  const members = value.members.map(
    ([key, item]) => `${propertyKey(key)}: ${printJson(item, code)}`,
  )
  return `{ ${members.join(', ')} }`
}

function contentTypeOf(body: ReplyBody): string {
  return body.kind === 'text' ? 'text/plain; charset=utf-8' : 'application/json'
}

function constantBody(body: ReplyBody | undefined): string {
  if (body === undefined) return ''
  return body.kind === 'text' ? textOf(body.expr) : JSON.stringify(constantJson(body.value))
}

function constantJson(value: ReplyJson): unknown {
  if (typeof value !== 'object' || value === null) return value
  if ('expr' in value) return textOf(value.expr)
  if ('list' in value) return value.list.map(constantJson)
  return Object.fromEntries(value.members.map(([key, item]) => [key, constantJson(item)]))
}

function textOf(expr: Expr): string {
  return expr.map((part) => (part.kind === 'text' ? part.value : '')).join('')
}
