/** Cuts characters off the ends of a text, in one pass: `/ +$/` tries every run of blanks inside of it. */

/** The text without those characters at both ends. */
export function trimmed(text: string, characters: string): string {
  let start = 0
  while (start < text.length && characters.includes(text.charAt(start))) start++
  return withoutTail(text.slice(start), characters)
}

/** The text without those characters at its end. */
export function withoutTail(text: string, characters: string): string {
  let end = text.length
  while (end > 0 && characters.includes(text.charAt(end - 1))) end--
  return text.slice(0, end)
}
