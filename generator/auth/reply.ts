/** Parses answers: a status, headers, and a body of text or of JSON with expressions in it. */
import { isObject, type JsonObject, type JsonValue } from '../schema/types.js'
import type { ReplyBody, ReplyJson, ReplyPlan } from './handshake-types.js'
import type { Position } from './positions.js'
import { list, member, number, object, string } from './read.js'
import { textExpr } from './reading.js'
import type { Spot } from './spot.js'
import type { Expr } from './types.js'

const HEADER_NAME = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/

/** The types that no browser takes for a page. */
const HARMLESS_TYPE = /^(?:text\/plain|application\/(?:[a-z0-9.-]+\+)?json)\s*(?:;|$)/i

/** Reads one expression of an answer. */
export type Read = (text: string, spot: Spot) => Expr

export function reader(position: Position): Read {
  return (text, spot) => textExpr(text, spot, position)
}

export function parseReply(node: JsonObject, spot: Spot, read: Read): ReplyPlan {
  const plan = {
    status: number(member(node, 'status'), 200),
    headers: parseHeaders(object(member(node, 'headers')), spot.at('headers'), read),
    body: parseBody(member(node, 'body'), spot.at('body'), read),
  }
  checkContentType(plan, spot.at('headers'))
  return plan
}

/** Headers by name; two that HTTP would take for one are refused. */
export function parseHeaders(
  node: JsonObject,
  spot: Spot,
  read: Read,
): readonly (readonly [name: string, value: Expr])[] {
  const seen = new Set<string>()
  return Object.entries(node).map(([name, value]) => {
    const place = spot.at(name)
    const key = name.toLowerCase()
    if (!HEADER_NAME.test(name)) {
      place.error('ERR_HANDSHAKE_HEADER', `${JSON.stringify(name)} is not a header name`)
    }
    if (seen.has(key)) {
      place.error('ERR_HANDSHAKE_HEADER', `two headers of the answer are called "${key}"`)
    }
    seen.add(key)
    return [name, read(string(value) ?? '', place)] as const
  })
}

function parseBody(value: JsonValue | undefined, spot: Spot, read: Read): ReplyBody | undefined {
  if (value === undefined) return undefined
  if (typeof value === 'string') return { kind: 'text', expr: read(value, spot) }
  return { kind: 'json', value: parseJson(value, spot, read) }
}

/** JSON whose strings are expressions. */
export function parseJson(value: JsonValue, spot: Spot, read: Read): ReplyJson {
  if (typeof value === 'string') return { expr: read(value, spot) }
  if (isObject(value)) {
    return {
      members: Object.entries(value).map(([key, item]) => [
        key,
        parseJson(item, spot.at(key), read),
      ]),
    }
  }
  if (typeof value === 'object' && value !== null) {
    return { list: list(value).map((item, index) => parseJson(item, spot.at(index), read)) }
  }
  return value
}

function checkContentType({ headers, body }: ReplyPlan, spot: Spot): void {
  const reflects = bodyExpressions(body)
    .flat()
    .some((part) => part.kind !== 'text')
  for (const [name, value] of headers) {
    if (name.toLowerCase() !== 'content-type' || !reflects || isHarmless(value)) continue
    const message = 'what a request brings must be answered as plain text or JSON'
    spot.at(name).error('ERR_HANDSHAKE_REFLECTS', message, 'use text/plain or application/json')
  }
}

function isHarmless(value: Expr): boolean {
  const [only] = value
  return value.length === 1 && only?.kind === 'text' && HARMLESS_TYPE.test(only.value)
}

/** Every expression of an answer. */
export function replyExpressions({
  headers,
  body,
}: Pick<ReplyPlan, 'headers' | 'body'>): readonly Expr[] {
  return [...headers.map(([, value]) => value), ...bodyExpressions(body)]
}

function bodyExpressions(body: ReplyBody | undefined): readonly Expr[] {
  if (body === undefined) return []
  return body.kind === 'text' ? [body.expr] : jsonExpressions(body.value)
}

export function jsonExpressions(value: ReplyJson): readonly Expr[] {
  if (typeof value !== 'object' || value === null) return []
  if ('expr' in value) return [value.expr]
  if ('list' in value) return value.list.flatMap(jsonExpressions)
  return value.members.flatMap(([, item]) => jsonExpressions(item))
}
