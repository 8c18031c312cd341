/** Compiles the patterns of schemas as ECMAScript regular expressions. */

/**
 * The pattern with the `u` flag, as the drafts have it; without it where it compiles only so
 * (`[\w-.]`), as older schemas were written. `undefined` where it compiles in neither way.
 */
export function compilePattern(source: string): RegExp | undefined {
  for (const flags of ['u', '']) {
    try {
      return new RegExp(source, flags)
    } catch {
      // The other flag is tried next; a pattern that fails with both is the caller's to report.
    }
  }
  return undefined
}
