/** Prints expressions as straight-line TypeScript over `d` (the delivery) and `c` (the context). */
import { json } from '../print/literals.js'
import type { Code } from './code.js'
import { filterRule } from './filters.js'
import { printParams } from './print-params.js'
import type { CheckRule, Expr, ExprPart, Filter, Pick, Placeholder } from './types.js'

/** Where the runtime function of a source lives; it is called with `d` and the argument. */
const SOURCE_CALLS: Readonly<Record<string, readonly [name: string, module: string]>> = {
  form: ['formField', 'expr/form.js'],
  header: ['header', 'expr/header.js'],
  host: ['host', 'expr/url.js'],
  item: ['itemJson', 'expr/item.js'],
  json: ['bodyJson', 'expr/json.js'],
  jwt: ['claim', 'expr/claim.js'],
  part: ['formPart', 'expr/multipart.js'],
  path: ['path', 'expr/url.js'],
  query: ['query', 'expr/url.js'],
}

/** The body and its parts are bytes, and a secret may be; every other source is text. */
const MAYBE_BYTES: ReadonlySet<string> = new Set(['body', 'part', 'secret'])

/** The text of an expression: `string | undefined`, where undefined says that a part is absent. */
export function printText(expr: Expr, code: Code): string {
  const [only] = expr
  if (expr.length === 1 && only?.kind === 'text') return json(only.value)
  if (expr.length === 1 && only?.kind === 'placeholder' && givesText(only)) {
    return printPlaceholder(only, code)
  }
  return `${code.use('join', 'expr/value.js')}(${printParts(expr, code)})`
}

/** The same, as bytes where it is one source of bytes: what follows decodes them. */
export function printValue(expr: Expr, code: Code): string {
  const [only] = expr
  const isOne = expr.length === 1 && only?.kind === 'placeholder'
  return isOne ? printPlaceholder(only, code) : printText(expr, code)
}

/** A concatenation of expressions as a list of byte strings, or undefined. */
export function printBytes(exprs: readonly Expr[], code: Code): string {
  const parts = exprs.map((expr) => printParts(expr, code)).filter((part) => part !== '')
  return `${code.use('parts', 'expr/value.js')}(${parts.join(', ')})`
}

function printParts(expr: Expr, code: Code): string {
  return expr.map((part) => printPart(part, code)).join(', ')
}

function printPart(part: ExprPart, code: Code): string {
  if (part.kind === 'text') return json(part.value)
  if (part.kind === 'placeholder') return printPlaceholder(part, code)
  if (part.kind === 'params') {
    return printParams(part, part.names && printText(part.names, code), code)
  }
  const inner = `${code.use('join', 'expr/value.js')}(${printParts(part.parts, code)})`
  return `${inner} ?? ''`
}

function printPlaceholder(placeholder: Placeholder, code: Code): string {
  return placeholder.filters.reduce(
    (value, filter) => printFilter(value, filter, code),
    printSource(placeholder, code),
  )
}

function printSource({ source, arg, of }: Placeholder, code: Code): string {
  if (of !== undefined) return `${code.use('join', 'expr/value.js')}(${printParts(of, code)})`
  if (source === 'captured' || source === 'param') return `c.${source}(${json(arg)})`
  if (source === 'body') return 'd.body'
  if (source === 'jose') return `${code.use('jose', 'expr/jose.js')}(c, ${json(arg)})`
  if (source === 'keyid') return 'c.keyId'
  if (source === 'method') return 'd.method'
  if (source === 'url') return 'd.url'
  if (source === 'var') return 'c.timestamp'
  if (source === 'now') return 'String(Math.floor(c.now / 1000))'
  if (source === 'secret') return `${code.use('secret', 'expr/secret.js')}(c, ${json(arg)})`
  if (source === 'query' && arg !== undefined) {
    return `${code.use('parameter', 'expr/url.js')}(d, ${json(arg)})`
  }
  const [name, module] = SOURCE_CALLS[source] ?? ['', '']
  if (arg === undefined) return `${code.use(name, module)}(d)`
  return `${code.use(name, module)}(d, ${json(source === 'header' ? arg.toLowerCase() : arg)})`
}

function printFilter(value: string, filter: Filter, code: Code): string {
  const rule = filterRule(filter)
  const [name, module] = rule.call
  const args = filter.args.slice(0, rule.args.length).map((given, index) => {
    return rule.args[index] === 'index' ? String(Number(given)) : json(given)
  })
  if (filter.secret !== undefined) {
    const secret = `${code.use('secret', 'expr/secret.js')}(c, ${json(filter.secret)})`
    const hashed = () =>
      `await ${code.use('hashed', 'expr/hash.js')}(${json(filter.keyHash)}, ${secret})`
    args.push(filter.keyHash === undefined ? secret : hashed())
  }
  const front = rule.fixed === undefined ? [] : [json(rule.fixed)]
  if (rule.readsHead === true) front.unshift('d')
  const call = `${code.use(name, module)}(${[...front, value, ...args].join(', ')})`
  return rule.slow === true ? `await ${call}` : call
}

function givesText(placeholder: Placeholder): boolean {
  const last = placeholder.filters.at(-1)
  return last === undefined
    ? !MAYBE_BYTES.has(placeholder.source)
    : filterRule(last).gives === 'text'
}

/** Prints a pick: `readonly string[]`. */
export function printPick(pick: Pick, code: Code): string {
  const from = pick.from.map((expr) => printText(expr, code)).join(', ')
  const rules = [
    pick.split === undefined ? '' : `split: ${json(pick.split)}`,
    pick.skip === 0 ? '' : `skip: ${pick.skip}`,
    pick.prefix === undefined ? '' : `prefix: ${printText(pick.prefix, code)}`,
    pick.ignoreCase ? 'ignoreCase: true' : '',
    pick.trim ? '' : 'trim: false',
    `max: ${pick.max}`,
  ].filter((rule) => rule !== '')
  return `${code.use('pick', 'expr/pick.js')}([${from}], { ${rules.join(', ')} })`
}

/** Prints a check as a boolean expression. */
export function printCheck({ value, test }: CheckRule, code: Code): string {
  const text = printText(value, code)
  if (test.kind === 'present') return `(${text}) !== undefined`
  if (test.kind === 'absent') return `(${text}) === undefined`
  if (test.kind === 'matches') {
    return `${code.use('matches', 'expr/compare.js')}(${text}, ${json(test.pattern)})`
  }
  const wanted = test.of.map((expr) => printText(expr, code)).join(', ')
  return `${code.use('equalsAny', 'expr/compare.js')}(${text}, [${wanted}])`
}

/** Prints a list of checks that must all hold. */
export function printChecks(rules: readonly CheckRule[], code: Code): string {
  return rules.map((rule) => printCheck(rule, code)).join(' && ') || 'true'
}

/** `(d, c) => …` with the parameters that the body uses, or its `async` form where it awaits. */
export function printLambda(parameters: readonly string[], body: string): string {
  const code = withoutStrings(body)
  // A member of that name, as in `{ d: 0 }` or `a.d`, uses no parameter.
  const uses = parameters.map((name) => {
    return new RegExp(`(?<![\\w$])(?<!(?<!\\.\\.)\\.)${name}(?![\\w$:])`).test(code)
  })
  const needed = parameters.slice(0, uses.lastIndexOf(true) + 1)
  const names = needed.map((name, index) => (uses[index] === true ? name : `_${name}`))
  return `${isAsync(body) ? 'async ' : ''}(${names.join(', ')}) => ${body}`
}

/** Whether printed code awaits something; what stands in string literals does not count. */
export function isAsync(code: string): boolean {
  return /\bawait /.test(withoutStrings(code))
}

function withoutStrings(code: string): string {
  return code.replace(/"(?:[^"\\]|\\.)*"/g, '""')
}
