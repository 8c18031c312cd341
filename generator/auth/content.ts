/** Parses signed content: expressions and parameters, which are concatenated. */
import { isObject, type JsonObject, type JsonValue } from '../schema/types.js'
import type { Position } from './positions.js'
import { list, member, string } from './read.js'
import { meantBy, textExpr } from './reading.js'
import type { Spot } from './spot.js'
import type { Expr, Params } from './types.js'
import { placeholders } from './uses.js'

/** One expression, or a list of expressions and `params`. */
export function parseContent(
  value: JsonValue | undefined,
  spot: Spot,
  position: Position,
): readonly Expr[] {
  const parts = Array.isArray(value)
    ? value.map((item, index) => parsePart(item, spot.at(index), position))
    : [parsePart(value, spot, position)]
  const texts = parts.flat().map((part) => (part.kind === 'text' ? part.value : ''))
  if (texts.length > 0 && parts.every((part) => placeholders(part).length === 0)) {
    const text = texts.join('')
    const message = `${JSON.stringify(text)} is a plain text: every delivery would have the same signature`
    spot.error('ERR_EXPR_CONSTANT', message, `write ${JSON.stringify(meantBy(text, 'header'))}`)
  }
  return parts
}

function parsePart(value: JsonValue | undefined, spot: Spot, position: Position): Expr {
  if (!isObject(value)) return textExpr(string(value) ?? '', spot, position)
  return [parseParams(value, spot, position)]
}

function parseParams(node: JsonObject, spot: Spot, position: Position): Params {
  const names = string(member(node, 'names'))
  const text = (key: string) => string(member(node, key)) ?? ''
  const is = (key: string) => member(node, key) === true
  const plan: Params = {
    kind: 'params',
    // Sound: the config schema lists the values of both.
    of: text('params') as Params['of'],
    encode: (string(member(node, 'encode')) ?? 'none') as Params['encode'],
    names: names === undefined ? undefined : textExpr(names, spot.at('names'), position),
    omit: list(member(node, 'omit')).flatMap((name) => string(name) ?? []),
    lowerNames: is('lowerNames'),
    sort: is('sort'),
    sortValues: is('sortValues'),
    unique: is('unique'),
    kv: text('kv'),
    sep: text('sep'),
    end: text('end'),
  }
  if (plan.of === 'headers' && names === undefined) {
    const hint = 'a proxy adds headers of its own: write "names": "x-one,x-two"'
    spot.error('ERR_PARAMS', '"params": "headers" needs "names"', hint)
  }
  if (plan.sortValues && !plan.sort) {
    spot.at('sortValues').error('ERR_PARAMS', '"sortValues" needs "sort": true')
  }
  return plan
}
