/** What to say of a JSON text that is none. */
import type { JsonToken } from './json-lexer.js'

const LONGEST_QUOTE = 40

export const BAD_ESCAPE = 'a string holds an escape that JSON does not have'

/** Says that a token stands where something else was expected. */
export function unexpected(text: string, token: JsonToken, expected: string): string {
  if (token.kind === 'end') return `the file ends too early; expected ${expected}`
  if (token.kind === 'bad-string') return badString(text, token)
  return `expected ${expected}; found ${describe(text, token)}`
}

/** A text short enough to be quoted in a message. */
export function clip(text: string, longest = LONGEST_QUOTE): string {
  return text.length > longest ? `${text.slice(0, longest)}…` : text
}

function badString(text: string, token: JsonToken): string {
  return text.charAt(token.start) === '"'
    ? 'a string has no closing quote'
    : 'a string holds a control character; a line break in it is written \\n'
}

function describe(text: string, token: JsonToken): string {
  if (token.kind === 'string') return 'a string'
  if (token.kind === 'number') return 'a number'
  if (token.kind === 'word') return clip(text.slice(token.start, token.end))
  if (token.kind !== 'bad') return JSON.stringify(token.kind)
  if (text.charAt(token.start) === "'") return 'a single quote'
  return JSON.stringify(String.fromCodePoint(text.codePointAt(token.start) ?? 0))
}
