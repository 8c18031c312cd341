/** Tells the texts of which JSON.parse has said all there is to say, which are nearly all. */
import type { JsonValue } from '../schema/types.js'
import { isSpace } from './json-lexer.js'

const QUOTE = '"'
const BACKSLASH = 0x5c
const COLON = 0x3a

/**
 * Whether the value of a text keeps all members that are written in it, holds numbers that fit a
 * double, and is nested no deeper than `levels`.
 */
export function isSound(text: string, value: JsonValue, levels: number): boolean {
  return countMembers(value, levels) === countNames(text)
}

/** The members of all objects in a value; NaN, which equals nothing, where it is not sound. */
function countMembers(value: JsonValue, levels: number): number {
  if (typeof value === 'number') return Number.isFinite(value) ? 0 : Number.NaN
  if (typeof value !== 'object' || value === null) return 0
  if (levels === 0) return Number.NaN
  let count = 0
  if (Array.isArray(value)) {
    for (const item of value) count += countMembers(item, levels - 1)
    return count
  }
  for (const member of Object.values(value)) count += 1 + countMembers(member, levels - 1)
  return count
}

/** The strings of a JSON text that a colon stands behind. */
function countNames(text: string): number {
  let count = 0
  for (let quote = text.indexOf(QUOTE); quote !== -1; ) {
    let at = endOfString(text, quote)
    while (isSpace(text.charCodeAt(at))) at++
    if (text.charCodeAt(at) === COLON) count++
    quote = text.indexOf(QUOTE, at)
  }
  return count
}

/** Behind the closing quote: the next one that no odd number of backslashes stands before. */
function endOfString(text: string, quote: number): number {
  for (let at = text.indexOf(QUOTE, quote + 1); at !== -1; at = text.indexOf(QUOTE, at + 1)) {
    let before = at
    while (text.charCodeAt(before - 1) === BACKSLASH) before--
    if ((at - before) % 2 === 0) return at + 1
  }
  return text.length
}
