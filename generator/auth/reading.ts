/** Texts in the place of expressions: what has to read something, and what only looks as if it did. */
import { joinPointer } from '../schema/pointer.js'
import { parseExpr } from './expr.js'
import { SOURCE_NAMES, SOURCES } from './expr-sources.js'
import type { Position } from './positions.js'
import type { Spot } from './spot.js'
import type { Expr } from './types.js'
import { placeholders } from './uses.js'

/** What a bare word most likely names: of a proof a header, of an event a member of its JSON. */
export type Habit = 'header' | 'json' | 'item'

/** An expression that reads the delivery; one that does not is an error with the spelling that does. */
export function readingExpr(text: string, spot: Spot, position: Position, habit: Habit): Expr {
  const expr = parseExpr(text, spot, position)
  const isConstant = placeholders(expr).length === 0 && (expr.length > 0 || text === '')
  if (isConstant) {
    const message = `${JSON.stringify(text)} is a plain text: it reads nothing, and is the same for every delivery`
    spot.error('ERR_EXPR_CONSTANT', message, `write ${JSON.stringify(meantBy(text, habit))}`)
  } else {
    reportBraces(text, expr, spot)
  }
  return expr
}

/** An expression that may be a plain text; one that looks like a source without its braces is warned of. */
export function textExpr(text: string, spot: Spot, position: Position): Expr {
  const expr = parseExpr(text, spot, position)
  const isConstant = expr.length > 0 && placeholders(expr).length === 0
  // A path of a URL looks like a pointer, and is as common.
  const meant = isConstant && !text.startsWith('/') ? placeMeant(text, 'json') : undefined
  if (meant === undefined) reportBraces(text, expr, spot)
  else {
    const message = `${JSON.stringify(text)} is a plain text: it stays as it is, and reads nothing`
    spot.warning(
      'WARN_EXPR_TEXT',
      message,
      `what is read stands in braces: ${JSON.stringify(meant)}`,
    )
  }
  return expr
}

/** Two braces are one that is meant as a text, which is how other languages write a placeholder. */
function reportBraces(text: string, expr: Expr, spot: Spot): void {
  reportDollar(text, expr, spot)
  const [found] = expr.flatMap((part) => {
    const [, source = ''] =
      (part.kind === 'text' && /\{([a-z]+)(?:[:|][^{}]*)?\}/.exec(part.value)) || []
    return SOURCE_NAMES.filter((known) => known === source)
  })
  if (found === undefined) return
  const message = `"{{${found}" in ${JSON.stringify(text)} is a plain brace: it reads nothing`
  spot.warning('WARN_EXPR_TEXT', message, `write one brace: {${found}…}`)
}

/** `${body}`, as JavaScript and the shell write it: the dollar would be part of what is signed. */
export function reportDollar(text: string, expr: Expr, spot: Spot): void {
  const isMeant = expr.some(
    (part, index) =>
      part.kind === 'text' && part.value.endsWith('$') && expr[index + 1]?.kind === 'placeholder',
  )
  if (!isMeant) return
  const message = `the "$" in ${JSON.stringify(text)} is a part of the text, and no part of a placeholder`
  const hint = `write ${JSON.stringify(text.replaceAll('${', '{'))}`
  spot.warning('WARN_EXPR_TEXT', message, hint)
}

/** The expression that a text without placeholders was probably meant to be. */
export function meantBy(text: string, habit: Habit): string {
  return placeMeant(text, habit === 'header' ? 'json' : habit) ?? bySpelling(text, habit)
}

/**
 * The expression that a text must have been meant to be, by its form: a pointer, a JSONPath, a source
 * without its braces, a header whose name begins with `X-`. Nothing for words.
 */
export function placeMeant(text: string, body: 'json' | 'item'): string | undefined {
  const bare = text.trim().replace(/^[$%#]?(?:\{+|<+)\s*|\s*(?:\}+|>+)$/g, '')
  const source = sourceMeant(bare, bare !== text.trim())
  if (source !== undefined) return source
  if (/^(?:\/[^/\s]+)+$/.test(bare)) return `{${body}:${bare}}`
  const path = /^\$\.?((?:[\w-]+|\[["']?[\w-]+["']?\])(?:\.[\w-]+|\[["']?[\w-]+["']?\])*)$/.exec(
    bare,
  )
  if (path !== null) return `{${body}:${pointerOf(path[1] ?? '')}}`
  const header = /^(?:re[qs]\w*\.)?headers?(?:\.|\[["'])([\w-]+)(?:["']\])?$/i.exec(bare)
  if (header !== null) return `{header:${header[1]}}`
  return /^x-[\w-]+$/i.test(bare) ? `{header:${bare}}` : undefined
}

/** `header:X-Id`, `json:/id`; a source without an argument only where it had braces of some kind. */
function sourceMeant(bare: string, hadBraces: boolean): string | undefined {
  const [, name = '', rest = ''] = /^([a-z]+)(?:[:=]\s*(\S+))?$/i.exec(bare) ?? []
  const source = SOURCE_NAMES.find((known) => known === name.toLowerCase())
  if (source === undefined) return undefined
  if (rest === '') return hadBraces && SOURCES[source] !== 'needs' ? `{${source}}` : undefined
  const isPointer = rest.startsWith('/')
  if (source === 'json' || source === 'item') return isPointer ? `{${source}:${rest}}` : undefined
  const isNamed = hadBraces || source === 'header' || source === 'query' || source === 'form'
  return isNamed && !isPointer && SOURCES[source] !== 'none' ? `{${source}:${rest}}` : undefined
}

function bySpelling(text: string, habit: Habit): string {
  const name = text.trim()
  if (name === '') return habit === 'header' ? '{header:X-Signature}' : `{${habit}:/id}`
  if (name === 'body' || name === 'url' || name === 'path') return `{${name}}`
  if (habit === 'header' || /^\w+(?:-\w+)+$/.test(name)) {
    return `{header:${name.replace(/[^!#$%&'*+.^_`|~\w-]+/g, '-')}}`
  }
  return `{${habit}:${pointerOf(name)}}`
}

/** `data.type` and `data['type']` as `/data/type`. */
function pointerOf(path: string): string {
  const steps = path.split(/\.|\[["']?|["']?\]/).filter((step) => step !== '')
  return joinPointer('', ...steps)
}
