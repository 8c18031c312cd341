/** Questions about expressions: which sources they read. */
import type { CheckRule, Expr, ExprPart, Params, Pick, Placeholder, Source } from './types.js'

/** Every placeholder of an expression, optional groups included. */
export function placeholders(expr: Expr): readonly Placeholder[] {
  return expr.flatMap((part: ExprPart) =>
    part.kind === 'placeholder'
      ? [part, ...placeholders(part.of ?? [])]
      : part.kind === 'optional'
        ? placeholders(part.parts)
        : part.kind === 'params'
          ? [wholeSource(part), ...placeholders(part.names ?? [])]
          : [],
  )
}

/** The text of an expression that is nothing else; undefined where it reads something. */
export function constantText(expr: Expr): string | undefined {
  const texts = expr.flatMap((part) => (part.kind === 'text' ? part.value : []))
  return texts.length === expr.length ? texts.join('') : undefined
}

/** What `params` reads, as the placeholder that reads all of it. */
export function wholeSource({ of }: Params): Placeholder {
  const source = of === 'headers' ? 'header' : of
  return { kind: 'placeholder', source, arg: undefined, filters: [] }
}

const BODY_SOURCES: readonly Source[] = ['body', 'form', 'item', 'json', 'part']

/** Whether an expression needs the body to be read. */
export function readsBody(expr: Expr): boolean {
  return placeholders(expr).some(({ source }) => BODY_SOURCES.includes(source))
}

/** Whether an expression reads the element of a list. */
export function readsItem(expr: Expr): boolean {
  return placeholders(expr).some(({ source }) => source === 'item')
}

/** Whether an expression depends on the scheme and host that a proxy may have changed. */
export function readsUrl(expr: Expr): boolean {
  return placeholders(expr).some(({ source }) => source === 'url' || source === 'host')
}

/** The secrets that an expression mixes in; a key's secret is not among them. */
export function secretsIn(expr: Expr): readonly string[] {
  return placeholders(expr).flatMap(({ source, arg, filters }) => [
    ...(source === 'secret' && arg !== undefined ? [arg] : []),
    ...filters.flatMap(({ secret }) => secret ?? []),
  ])
}

export function pickExpressions(pick: Pick): readonly Expr[] {
  return pick.prefix === undefined ? pick.from : [...pick.from, pick.prefix]
}

export function checkExpressions({ value, test }: CheckRule): readonly Expr[] {
  return test.kind === 'oneOf' ? [value, ...test.of] : [value]
}

/** Whether two placeholders read the same place. */
export function isSame(a: Placeholder, b: Placeholder): boolean {
  if (a.source !== b.source) return false
  // Only the names of headers are the same in any case.
  return a.source === 'header' ? a.arg?.toLowerCase() === b.arg?.toLowerCase() : a.arg === b.arg
}

/** Whether `part` is read out of the very text that was signed. */
export function sameFilters(whole: Placeholder, part: Placeholder): boolean {
  return whole.filters.every(({ name, args }, index) => {
    const other = part.filters[index]
    return other?.name === name && args.join('\0') === other.args.join('\0')
  })
}
