/** Prints how a value is written where an expression or a pick will find it: reading, backwards. */
import { json } from '../print/literals.js'
import type { Code } from './code.js'
import type { Expr, Filter, Pick, Placeholder } from './types.js'

const WRITERS = { header: 'writeHeader', query: 'writeParameter' } as const

/** A TypeScript expression of type `Write`, or nothing where the pick cannot be undone. */
export function printPickWriter(pick: Pick, code: Code): string | undefined {
  const placeholder = only(pick.from[0] ?? [])
  if (placeholder === undefined || pick.skip > 0 || placeholder.filters.length > 0) return undefined
  const prefix = pick.prefix === undefined ? '' : literal(pick.prefix)
  if (prefix === undefined) return undefined
  const rules = [
    prefix === '' ? '' : `prefix: ${json(prefix)}`,
    pick.split === undefined ? '' : `split: ${json(pick.split)}`,
  ].filter((rule) => rule !== '')
  return printWriter(placeholder, rules.join(', '), code)
}

/** The same for an expression; what its filters take off is printed around `value`. */
export function printExprWriter(
  expr: Expr,
  value: string,
  code: Code,
): { readonly value: string; readonly write: string } | undefined {
  const placeholder = only(expr)
  if (placeholder === undefined) return undefined
  let text: string | undefined = value
  for (const filter of [...placeholder.filters].reverse()) {
    text = text === undefined ? undefined : undo(filter, text, code)
  }
  const write = printWriter(placeholder, '', code)
  return text === undefined || write === undefined ? undefined : { value: text, write }
}

function printWriter(placeholder: Placeholder, rules: string, code: Code): string | undefined {
  const { source, arg } = placeholder
  if ((source !== 'header' && source !== 'query') || arg === undefined) return undefined
  const name = json(source === 'header' ? arg.toLowerCase() : arg)
  const writer = code.use(WRITERS[source], 'testing/draft.js')
  return rules === '' ? `${writer}(${name})` : `${writer}(${name}, { ${rules} })`
}

function undo({ name, args }: Filter, value: string, code: Code): string | undefined {
  const join = (front: string) => `${code.use('join', 'expr/value.js')}(${json(front)}, ${value})`
  if (name === 'strip') return join(args[0] ?? '')
  if (name === 'credentials') return join(`${args[0]} `)
  if (name !== 'decode') return undefined
  return `${code.use(args[0] ?? 'hex', 'expr/encode.js')}(${value})`
}

function only(expr: Expr): Placeholder | undefined {
  const [part] = expr
  return expr.length === 1 && part?.kind === 'placeholder' ? part : undefined
}

function literal(expr: Expr): string | undefined {
  return expr.every((part) => part.kind === 'text')
    ? expr.map((part) => (part.kind === 'text' ? part.value : '')).join('')
    : undefined
}
