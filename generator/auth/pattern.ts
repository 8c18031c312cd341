/** Refuses regular expressions that can take exponential time. */

/**
 * What is wrong with a pattern, or nothing. A repetition without a bound may not stand inside
 * another one; back references and look-arounds are refused altogether. That is stricter than it
 * has to be, and easy to see to be safe.
 */
export function patternProblem(pattern: string): string | undefined {
  try {
    new RegExp(`^(?:${pattern})$`, 'u')
  } catch {
    return 'not a regular expression (with the "u" flag)'
  }
  if (/\\[1-9k]/.test(pattern)) return 'a back reference'
  if (/\(\?<?[=!]/.test(pattern)) return 'a look-around'
  const depths: boolean[] = [false]
  const tokens = withoutClasses(pattern)
  for (let at = 0; at < tokens.length; at++) {
    const token = tokens[at] ?? ''
    if (token === '(') depths.push(false)
    if (token === ')') {
      const repeats = depths.pop() === true
      if (repeats && isUnbounded(tokens.slice(at + 1))) return 'a repetition inside a repetition'
      if (repeats) depths[depths.length - 1] = true
    } else if (isUnbounded(tokens.slice(at + 1)) && token !== '(') {
      depths[depths.length - 1] = true
    }
  }
  return undefined
}

/** Escapes and character classes become one harmless letter each. */
function withoutClasses(pattern: string): string {
  return pattern.replace(/\\[pP]\{[^}]*\}|\\u\{[^}]*\}|\\./gsu, 'x').replace(/\[[^\]]*\]/gsu, 'x')
}

function isUnbounded(rest: string): boolean {
  return /^(?:[*+]|\{\d+,\})/.test(rest)
}
