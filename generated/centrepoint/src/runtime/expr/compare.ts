/** Comparisons whose time tells nothing about the value that is expected. */
/** Whether the given text is one of those wanted; false where it is absent, or all of them are. */
export function equalsAny(
  given: string | undefined,
  wanted: readonly (string | undefined)[],
): boolean {
  if (given === undefined) return false
  let found = false
  for (const text of wanted) {
    if (text !== undefined && equalText(given, text)) found = true
  }
  return found
}

/** Whether the whole text matches; the pattern is anchored and was checked by the generator. */
export function matches(given: string | undefined, pattern: string): boolean {
  return given !== undefined && new RegExp(pattern, 'u').test(given)
}

/**
 * The loop is as long as what was given, so its time does not tell the length that was wanted. By
 * code unit: in UTF-8 every half of a surrogate pair would be the same character.
 */
function equalText(given: string, wanted: string): boolean {
  let difference = given.length ^ wanted.length
  for (let index = 0; index < given.length; index++) {
    difference |= given.charCodeAt(index) ^ wanted.charCodeAt(index % Math.max(1, wanted.length))
  }
  return difference === 0
}
