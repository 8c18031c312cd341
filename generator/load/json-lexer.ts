/** The tokens of a JSON text, and those that people write although JSON has none of them. */

const NUMBER = /-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?/y
const WORD = /-?[A-Za-z_$][\w$]*/y
const PUNCTUATION = new Set(['{', '}', '[', ']', ',', ':'])
const QUOTE = 0x22
const BACKSLASH = 0x5c
const FIRST_PRINTABLE = 0x20

export type JsonTokenKind =
  | '{'
  | '}'
  | '['
  | ']'
  | ','
  | ':'
  | 'string'
  | 'number'
  | 'word'
  | 'comment'
  | 'end'
  | 'bad'
  | 'bad-string'

export interface JsonToken {
  readonly kind: JsonTokenKind
  readonly start: number
  readonly end: number
}

/**
 * The token at or after `from`. `bad` is a character that JSON does not know; `bad-string` begins
 * where a string goes wrong: at a control character, or at its quote if it never ends.
 */
export function nextToken(text: string, from: number): JsonToken {
  let start = from
  while (isSpace(text.charCodeAt(start))) start++
  const char = text.charAt(start)
  if (char === '') return { kind: 'end', start, end: start }
  if (PUNCTUATION.has(char)) {
    // Sound: PUNCTUATION holds exactly the kinds that are their own text.
    return { kind: char as JsonTokenKind, start, end: start + 1 }
  }
  if (char === '"') return stringToken(text, start)
  if (char === '/') return commentToken(text, start)
  return (
    patternToken(text, start, 'number') ??
    patternToken(text, start, 'word') ?? { kind: 'bad', start, end: start + 1 }
  )
}

/** The text that a string token stands for, or `undefined` if it holds a bad escape. */
export function stringValue(text: string, token: JsonToken): string | undefined {
  const inner = text.slice(token.start + 1, token.end - 1)
  if (!inner.includes('\\')) return inner
  try {
    return String(JSON.parse(text.slice(token.start, token.end)))
  } catch {
    return undefined
  }
}

function stringToken(text: string, start: number): JsonToken {
  for (let at = start + 1; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code === QUOTE) return { kind: 'string', start, end: at + 1 }
    if (code === BACKSLASH) at++
    else if (code < FIRST_PRINTABLE) return { kind: 'bad-string', start: at, end: at + 1 }
  }
  return { kind: 'bad-string', start, end: text.length }
}

function commentToken(text: string, start: number): JsonToken {
  const next = text.charAt(start + 1)
  if (next !== '/' && next !== '*') return { kind: 'bad', start, end: start + 1 }
  const close = next === '/' ? text.indexOf('\n', start) : text.indexOf('*/', start + 2)
  const length = next === '/' ? 1 : 2
  return { kind: 'comment', start, end: close === -1 ? text.length : close + length }
}

function patternToken(text: string, start: number, kind: 'number' | 'word'): JsonToken | undefined {
  const pattern = kind === 'number' ? NUMBER : WORD
  pattern.lastIndex = start
  return pattern.test(text) ? { kind, start, end: pattern.lastIndex } : undefined
}

export function isSpace(code: number): boolean {
  return code === 0x20 || code === 0x0a || code === 0x0d || code === 0x09
}
