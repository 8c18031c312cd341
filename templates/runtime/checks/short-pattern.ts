/** Keeps a pattern that could take very long away from long texts. */

interface Pattern {
  test(text: string): boolean
}

/**
 * The pattern for texts of up to so many UTF-16 units. Longer ones break the `maxLength` that
 * stands beside it, so that it changes nothing that they do not match.
 */
export function shortPattern(pattern: Pattern, units: number): Pattern {
  return { test: (text) => text.length <= units && pattern.test(text) }
}
