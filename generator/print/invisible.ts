/**
 * The one list of characters that hide, break a line or turn text around: whatever prints text of strangers,
 * to a file or to a terminal, takes it from here.
 */

/**
 * Control and format characters (bidirectional ones, joiners, tags), separators of lines and paragraphs, halves
 * of surrogate pairs, and all that fonts show as nothing (fillers, variation selectors). U+FE0F behind a
 * pictograph is how emoji are written, and hides nothing.
 */
const INVISIBLE =
  /(?!\ufe0f(?<=\p{Extended_Pictographic}\ufe0f))[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\p{Default_Ignorable_Code_Point}]/gu

/** Most texts, known at a glance. */
const [PLAIN, PLAIN_LINES] = [/^[\x20-\x7e]*$/, /^[\x20-\x7e\n]*$/]

/** Whether a text holds such a character; line feeds count as well. */
export function hasInvisible(text: string): boolean {
  return text.search(INVISIBLE) !== -1
}

/** What a reader sees of a text. */
export function withoutInvisible(text: string): string {
  return text.replace(INVISIBLE, '')
}

/** The text with such characters as escapes that JavaScript and JSON understand; those in `kept` stay. */
export function showInvisible(text: string, kept = ''): string {
  if ((kept.includes('\n') ? PLAIN_LINES : PLAIN).test(text)) return text
  return text.replace(INVISIBLE, (character) =>
    kept.includes(character) ? character : escapeUnits(character),
  )
}

/** Each UTF-16 code unit as `\uXXXX`. */
function escapeUnits(character: string): string {
  return Array.from({ length: character.length }, (_, index) => {
    return `\\u${character.charCodeAt(index).toString(16).padStart(4, '0')}`
  }).join('')
}
