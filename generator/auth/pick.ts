/** Parses a `Pick`: where a list of strings is taken from, and which of them are kept. */
import type { JsonObject, JsonValue } from '../schema/types.js'
import { parseExpr } from './expr.js'
import type { Position } from './positions.js'
import { list, member, number, string } from './read.js'
import type { Spot } from './spot.js'
import type { Expr, Pick } from './types.js'

const MAX_CANDIDATES = 16

export function parsePick(node: JsonObject, spot: Spot): Pick {
  const prefix = string(member(node, 'prefix'))
  return {
    from: expressions(member(node, 'from'), spot.at('from'), 'pick'),
    split: string(member(node, 'split')),
    skip: number(member(node, 'skip'), 0),
    prefix: prefix === undefined ? undefined : parseExpr(prefix, spot.at('prefix'), 'pick'),
    ignoreCase: member(node, 'ci') === true,
    trim: member(node, 'trim') !== false,
    max: number(member(node, 'max'), MAX_CANDIDATES),
  }
}

/** One expression, or a list of them. */
export function expressions(
  value: JsonValue | undefined,
  spot: Spot,
  position: Position,
): readonly Expr[] {
  if (typeof value === 'string') return [parseExpr(value, spot, position)]
  return list(value).map((item, index) => parseExpr(string(item) ?? '', spot.at(index), position))
}
