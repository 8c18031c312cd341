/** Walks JSON text that has been parsed before, so that it is known to be right: one character after another. */

const QUOTE = 0x22
const BACKSLASH = 0x5c
const OPEN = '[{'
const CLOSE = ']}'
const BLANKS = ' \t\n\r'
const ENDS = `,]}${BLANKS}`

/** Where the text goes on behind blanks. */
export function skipBlanks(text: string, from: number): number {
  let at = from
  while (at < text.length && BLANKS.includes(text.charAt(at))) at++
  return at
}

/** Where the string ends that begins here, its closing quote included. */
export function skipString(text: string, from: number): number {
  for (let at = from + 1; at < text.length; at++) {
    const unit = text.charCodeAt(at)
    if (unit === BACKSLASH) at++
    else if (unit === QUOTE) return at + 1
  }
  return text.length
}

/** Where the value ends that begins here. */
export function skipValue(text: string, from: number): number {
  const first = text.charAt(from)
  if (first === '"') return skipString(text, from)
  return OPEN.includes(first) ? skipContainer(text, from) : skipWord(text, from)
}

/** An object or a list. Its depth is a number, and no recursion: whoever sends it says how deep it is. */
function skipContainer(text: string, from: number): number {
  let depth = 0
  for (let at = from; at < text.length; ) {
    const character = text.charAt(at)
    at = character === '"' ? skipString(text, at) : at + 1
    if (OPEN.includes(character)) depth += 1
    else if (CLOSE.includes(character)) depth -= 1
    if (depth === 0) return at
  }
  return text.length
}

/** A number, `true`, `false` or `null`. */
function skipWord(text: string, from: number): number {
  let at = from
  while (at < text.length && !ENDS.includes(text.charAt(at))) at++
  return at
}
