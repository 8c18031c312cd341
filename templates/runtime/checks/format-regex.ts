/** The format `regex`: a pattern that this engine compiles. */

/** `\Z` is another dialect's end of input: ECMAScript would take it for the letter. */
const FOREIGN_ANCHOR = /[^\\]\\Z/

export function isRegex(text: string): boolean {
  if (FOREIGN_ANCHOR.test(text)) return false
  try {
    new RegExp(text)
    return true
  } catch {
    return false
  }
}
