/** "Did you mean": the known name that a mistyped one is closest to. */

/** Longer names are not compared: nobody mistypes them by a letter, and the work is quadratic. */
const LONGEST = 200

/** The candidate that differs least, if it differs by no more than a third of the name. */
export function nearest(name: string, candidates: Iterable<string>): string | undefined {
  if (name.length > LONGEST) return undefined
  let best: string | undefined
  let least = Math.max(1, Math.floor(name.length / 3)) + 1
  for (const candidate of candidates) {
    if (Math.abs(candidate.length - name.length) >= least) continue
    const difference = distance(name.toLowerCase(), candidate.toLowerCase())
    if (difference < least) {
      best = candidate
      least = difference
    }
  }
  return best
}

/** A hint that names the nearest candidate, if there is one. */
export function didYouMean(name: string, candidates: Iterable<string>): string | undefined {
  const candidate = nearest(name, candidates)
  return candidate === undefined ? undefined : `did you mean ${JSON.stringify(candidate)}?`
}

/** Letters to insert, delete or replace to get from one text to the other. */
function distance(from: string, to: string): number {
  let previous = Array.from({ length: to.length + 1 }, (_, index) => index)
  for (let row = 1; row <= from.length; row++) {
    const current = [row]
    for (let column = 1; column <= to.length; column++) {
      const replace = from.charAt(row - 1) === to.charAt(column - 1) ? 0 : 1
      current[column] = Math.min(
        (previous[column] ?? 0) + 1,
        (current[column - 1] ?? 0) + 1,
        (previous[column - 1] ?? 0) + replace,
      )
    }
    previous = current
  }
  return previous[to.length] ?? 0
}
