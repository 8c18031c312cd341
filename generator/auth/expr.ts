/** Parses the expression language: text with `{source:arg|filter:arg}` and `[[optional groups]]`. */
import { ExprError } from './expr-error.js'
import { SOURCE_NAMES, SOURCES } from './expr-sources.js'
import { parseFilter } from './filters.js'
import { SECRET_NAME } from './names.js'
import { checkPosition, type Position } from './positions.js'
import type { Spot } from './spot.js'
import type { Expr, ExprPart, Placeholder, Source } from './types.js'

/** Sources whose argument is a name that the config gives. */
const NAMED: readonly Source[] = ['secret', 'captured', 'let', 'param']
const NOUNS: Readonly<Partial<Record<Source, string>>> = { let: 'value', param: 'parameter' }

const VARIABLES = ['timestamp']

/**
 * Parses an expression. A mistake is reported at `spot` as `ERR_EXPR`, and an empty expression
 * comes back so that parsing can go on and find the next mistake.
 */
export function parseExpr(text: string, spot: Spot, position: Position): Expr {
  try {
    const expr = new Parser(text).parse()
    checkPosition(expr, position)
    return expr
  } catch (error) {
    if (!(error instanceof ExprError)) throw error
    spot.error('ERR_EXPR', `${error.message} in the expression ${JSON.stringify(text)}`, error.hint)
    return []
  }
}

class Parser {
  readonly #text: string
  #at = 0

  constructor(text: string) {
    this.#text = text
  }

  parse(): Expr {
    return this.#parts(false)
  }

  #parts(inGroup: boolean): ExprPart[] {
    const parts: ExprPart[] = []
    let literal = ''
    const flush = () => {
      if (literal !== '') parts.push({ kind: 'text', value: literal })
      literal = ''
    }
    while (this.#at < this.#text.length) {
      if (inGroup && this.#take(']]')) {
        flush()
        return parts
      }
      if (this.#take('{{')) literal += '{'
      else if (this.#take('}}')) literal += '}'
      else if (this.#take('[[[')) literal += '[['
      else if (this.#take('[[')) {
        if (inGroup) throw new ExprError('an optional group inside an optional group')
        flush()
        parts.push({ kind: 'optional', parts: this.#parts(true) })
      } else if (this.#take('{')) {
        flush()
        parts.push(this.#placeholder())
      } else if (this.#take('}')) {
        throw new ExprError('a "}" without its "{"', 'write "}}" for a literal "}"')
      } else {
        literal += this.#text[this.#at]
        this.#at += 1
      }
    }
    if (inGroup) throw new ExprError('an optional group "[[" without its "]]"')
    flush()
    return parts
  }

  #take(token: string): boolean {
    if (!this.#text.startsWith(token, this.#at)) return false
    this.#at += token.length
    return true
  }

  /** Reads up to the closing brace; `\` keeps `|`, `:` and `}` out of the syntax. */
  #placeholder(): Placeholder {
    const pieces: string[][] = [['']]
    const append = (text: string) => {
      const piece = pieces.at(-1) as string[] // sound: `pieces` starts with one and only grows
      piece[piece.length - 1] += text
    }
    while (this.#at < this.#text.length) {
      const character = this.#text[this.#at] ?? ''
      this.#at += 1
      if (character === '}') return placeholder(pieces)
      if (character === '|') pieces.push([''])
      else if (character === ':') pieces.at(-1)?.push('')
      else if (character === '\\') append(this.#escaped())
      else append(character)
    }
    throw new ExprError('a "{" without its "}"', 'write "{{" for a literal "{"')
  }

  #escaped(): string {
    const character = this.#text[this.#at] ?? ''
    if (!['|', ':', '}', '\\'].includes(character)) return '\\'
    this.#at += 1
    return character
  }
}

function placeholder([head = [], ...filters]: readonly string[][]): Placeholder {
  const [source = '', ...rest] = head
  if (!Object.hasOwn(SOURCES, source)) {
    throw new ExprError(`unknown source "${source}"`, `the sources are ${SOURCE_NAMES.join(', ')}`)
  }
  const known = source as Source // sound: an own key of SOURCES
  const arg = rest.length === 0 ? undefined : rest.join(':')
  const rule = SOURCES[known]
  const isEmpty = arg === '' && known !== 'json' && known !== 'item'
  if (isEmpty || (rule === 'needs' && arg === undefined)) {
    throw new ExprError(`the source "${source}" needs an argument, as in {${source}:…}`)
  }
  if (rule === 'none' && arg !== undefined) {
    throw new ExprError(`the source "${source}" takes no argument`)
  }
  if (['jose', 'jwt'].includes(known) && !arg?.startsWith('/')) {
    throw new ExprError(`"${arg}" is not a JSON pointer`, 'a pointer begins with "/"')
  }
  if ((known === 'json' || known === 'item') && arg !== '' && !arg?.startsWith('/')) {
    throw new ExprError(`"${arg}" is not a JSON pointer`, 'a pointer begins with "/"')
  }
  if (known === 'header' && !/^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/.test(arg ?? '')) {
    throw new ExprError(`"${arg}" is not a header name`)
  }
  if (NAMED.includes(known) && !SECRET_NAME.test(arg ?? '')) {
    throw new ExprError(
      `"${arg}" is not the name of a ${NOUNS[known] ?? 'secret'}`,
      'use letters, digits and "_"',
    )
  }
  if (known === 'var' && !VARIABLES.includes(arg ?? '')) {
    throw new ExprError(`unknown variable "${arg}"`, `the variables are ${VARIABLES.join(', ')}`)
  }
  return { kind: 'placeholder', source: known, arg, filters: filters.map(parseFilter) }
}
