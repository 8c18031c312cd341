/** Patterns in the writing of other languages, and how ECMAScript writes the same. */
import { parsePattern } from './parse.js'

/** `/^a$/i`: what stands between the slashes, and the flags behind them. */
const LITERAL = /^\/(.+)\/([a-z]*)$/s
const FLAGS = /^[dgimsuvy]*$/

/** `(?i)` in front of a pattern, and `(?i:…)` around a part of it. */
const INLINE = /^\(\?([a-zA-Z]+)\)/
const ANY_INLINE = /\(\?[a-zA-Z]+(?:-[a-zA-Z]+)?[:)]/

const POSIX: Readonly<Record<string, string>> = {
  alnum: 'A-Za-z0-9',
  alpha: 'A-Za-z',
  blank: ' \\t',
  digit: '0-9',
  lower: 'a-z',
  punct: '!-\\/:-@\\[-`{-~',
  space: '\\s',
  upper: 'A-Z',
  word: '\\w',
  xdigit: 'A-Fa-f0-9',
}

const ESCAPES: Readonly<Record<string, string>> = {
  '\\A': '^',
  '\\Z': '$',
  '\\z': '$',
  '\\h': '[ \\t]',
  '\\H': '[^ \\t]',
  '\\R': '(?:\\r\\n|[\\n\\r])',
}

/**
 * Whether a pattern is written as a literal of JavaScript, Perl or PHP: then its slashes are looked
 * for in the text. A path of a URL has no flags, and no anchors beside its slashes.
 */
export function isLiteral(source: string): boolean {
  const [, inner = '', flags = ''] = LITERAL.exec(source) ?? []
  if (inner === '' || !FLAGS.test(flags) || new Set(flags).size < flags.length) return false
  const isAnchored = inner.startsWith('^') || /(?:^|[^\\])(?:\\\\)*\$$/.test(inner)
  return isAnchored || (flags !== '' && !/(?:^|[^\\])(?:\\\\)*\//.test(inner))
}

/** Whether a pattern sets flags inside itself, which ECMAScript has nothing for. */
export function hasInlineFlags(source: string): boolean {
  return ANY_INLINE.test(source)
}

/** The pattern as ECMAScript writes it; none where that is not known, or the pattern is right. */
export function respelled(source: string): string | undefined {
  const [, inner, outer = ''] = isLiteral(source) ? (LITERAL.exec(source) ?? []) : []
  let pattern = inner?.replaceAll('\\/', '/') ?? source
  let flags = outer
  for (let found = INLINE.exec(pattern); found !== null; found = INLINE.exec(pattern)) {
    flags += found[1] ?? ''
    pattern = pattern.slice(found[0].length)
  }
  pattern = pattern
    .replaceAll(/\(\?P</g, '(?<')
    .replaceAll(/\(\?P=(\w+)\)/g, '\\k<$1>')
    .replaceAll(/\[:(\w+):\]/g, (whole, name: string) => POSIX[name] ?? whole)
    .replaceAll(/\\[\s\S]/g, (escaped) => ESCAPES[escaped] ?? escaped)
  if (/[^dgimsuv]/.test(flags)) return undefined
  const written = writtenOut(pattern, {
    isCaseless: flags.includes('i'),
    isDotAll: flags.includes('s'),
  })
  return written === source || typeof parsePattern(written) === 'string' ? undefined : written
}

/** One piece of a pattern: an escape, a name of a group, or a character. */
const PIECES =
  /\\(?:u\{[^}]*\}|[pPkx]\{[^}]*\}|k<[^>]*>|u[0-9a-fA-F]{4}|x[0-9a-fA-F]{2}|c[A-Za-z]|[\s\S])|\(\?<[A-Za-z]\w*>|[A-Za-z]-[A-Za-z]|[\s\S]/g

/** What flags would do, said by the pattern itself. */
function writtenOut(
  pattern: string,
  { isCaseless, isDotAll }: { readonly isCaseless: boolean; readonly isDotAll: boolean },
): string {
  let isInClass = false
  return pattern.replaceAll(PIECES, (piece) => {
    if (piece === '[' && !isInClass) isInClass = true
    else if (piece === ']') isInClass = false
    if (piece === '.' && isDotAll && !isInClass) return '[\\s\\S]'
    const isLetters = /^[A-Za-z](?:-[A-Za-z])?$/.test(piece)
    if (!isCaseless || !isLetters) return piece
    if (isInClass) return piece + swapped(piece)
    return piece.replaceAll(/[A-Za-z]/g, (letter) => `[${letter}${swapped(letter)}]`)
  })
}

function swapped(text: string): string {
  return text.replaceAll(/[A-Za-z]/g, (letter) =>
    letter === letter.toLowerCase() ? letter.toUpperCase() : letter.toLowerCase(),
  )
}
