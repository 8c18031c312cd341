/** Finds what a misspelt name was meant to be. */

/** The candidate with the fewest edits from the name; none where all of them are far from it. */
export function nearest(name: string, candidates: Iterable<string>): string | undefined {
  let found: string | undefined
  let fewest = Math.max(2, Math.floor(name.length / 3)) + 1
  for (const candidate of candidates) {
    if (Math.abs(candidate.length - name.length) >= fewest) continue
    const edits = countEdits(name, candidate)
    if (edits >= fewest) continue
    fewest = edits
    found = candidate
  }
  return found
}

// Levenshtein's distance, one row at a time.
function countEdits(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index)
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++) {
      const replaced = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1)
      next.push(Math.min(replaced, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1))
    }
    row = next
  }
  return row[b.length] ?? 0
}
