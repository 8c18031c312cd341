/** The known word that was probably meant. */

/** The nearest of `known` within a third of its length in edits, or nothing. */
export function nearest(given: string, known: readonly string[]): string | undefined {
  let best: string | undefined
  let least = Number.POSITIVE_INFINITY
  for (const word of known) {
    const edits = distance(given.toLowerCase(), word.toLowerCase())
    if (edits < least && edits <= Math.max(1, Math.floor(word.length / 3))) {
      best = word
      least = edits
    }
  }
  return best
}

/** Levenshtein distance; words longer than a name ever is are not compared. */
function distance(a: string, b: string): number {
  if (a.length > 200 || b.length > 200) return Number.POSITIVE_INFINITY
  let row = Array.from({ length: b.length + 1 }, (_, index) => index)
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++) {
      const replace = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1)
      next.push(Math.min(replace, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1))
    }
    row = next
  }
  return row[b.length] ?? 0
}
