/** Gives names in an expression what they stand for. */
import type { Spot } from './spot.js'
import type { Expr, ExprPart } from './types.js'

export interface Bindings {
  readonly let: ReadonlyMap<string, Expr>
  readonly captured: ReadonlyMap<string, Expr>
}

/** Puts the meaning of each `let` and `captured` name beside it; an unknown name is reported. */
export function bind(expr: Expr, bindings: Bindings, spot: Spot): Expr {
  return expr.map((part): ExprPart => {
    if (part.kind === 'optional') return { ...part, parts: bind(part.parts, bindings, spot) }
    if (part.kind !== 'placeholder') return part
    const { source, arg = '' } = part
    if (source !== 'let' && source !== 'captured') return part
    const of = bindings[source].get(arg)
    if (of !== undefined) return { ...part, of }
    const known = [...bindings[source].keys()]
    const hint = known.length === 0 ? undefined : `there is ${known.join(', ')}`
    spot.error('ERR_EXPR', `nothing says what {${source}:${arg}} is`, hint)
    return part
  })
}
