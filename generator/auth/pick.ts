/** Parses a `Pick`: where a list of strings is taken from, and which of them are kept. */
import type { JsonObject, JsonValue } from '../schema/types.js'
import type { Position } from './positions.js'
import { list, member, number, string } from './read.js'
import { readingExpr, textExpr } from './reading.js'
import type { Spot } from './spot.js'
import type { Expr, Pick } from './types.js'
import { readsBody } from './uses.js'

const MAX_CANDIDATES = 16

/** The prefix is parsed for `inBody` where the strings are taken from the body. */
export function parsePick(node: JsonObject, spot: Spot, inBody: Position = 'pick'): Pick {
  const prefix = string(member(node, 'prefix'))
  const from = readings(member(node, 'from'), spot.at('from'))
  // Whether the head carries a signature is judged before there are secrets.
  const position = from.some(readsBody) ? inBody : 'pick'
  return {
    from,
    split: string(member(node, 'split')),
    skip: number(member(node, 'skip'), 0),
    prefix: prefix === undefined ? undefined : textExpr(prefix, spot.at('prefix'), position),
    ignoreCase: member(node, 'ci') === true,
    trim: member(node, 'trim') !== false,
    max: number(member(node, 'max'), MAX_CANDIDATES),
  }
}

/** One expression that reads, or a list of them. */
function readings(value: JsonValue | undefined, spot: Spot): readonly Expr[] {
  if (typeof value === 'string') return [readingExpr(value, spot, 'pick', 'header')]
  return list(value).map((item, index) =>
    readingExpr(string(item) ?? '', spot.at(index), 'pick', 'header'),
  )
}

/** One expression, or a list of them. */
export function expressions(
  value: JsonValue | undefined,
  spot: Spot,
  position: Position,
): readonly Expr[] {
  if (typeof value === 'string') return [textExpr(value, spot, position)]
  return list(value).map((item, index) => textExpr(string(item) ?? '', spot.at(index), position))
}
