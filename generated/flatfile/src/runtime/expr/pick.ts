/** The one extraction: a list of strings out of header values, query parameters or fields. */

export interface PickRule {
  readonly split?: string
  readonly skip?: number
  /** Undefined where the prefix is itself an expression with an absent part: nothing is kept. */
  readonly prefix?: string | undefined
  readonly ignoreCase?: true
  readonly trim?: false
  /** How many entries are looked at: it bounds the work that one delivery can ask for. */
  readonly max: number
}

/** Splits, trims, drops the first entries, keeps those with the prefix and cuts it off. */
export function pick(values: readonly (string | undefined)[], rule: PickRule): readonly string[] {
  const kept: string[] = []
  for (const value of values) {
    if (value === undefined) continue
    let skipped = 0
    for (const entry of entriesOf(value, rule.split)) {
      if (skipped++ < (rule.skip ?? 0)) continue
      const rest = withoutPrefix(rule.trim === false ? entry : entry.trim(), rule)
      if (rest === undefined || rest === '') continue
      if (kept.length === rule.max) return kept
      kept.push(rest)
    }
  }
  return kept
}

/** One after another: whoever calls says how many there are, and few are kept. */
function* entriesOf(value: string, separator: string | undefined): Generator<string, void> {
  let start = 0
  // Without a separator, or with an empty one, the value is one entry.
  while (separator !== undefined && separator !== '') {
    const end = value.indexOf(separator, start)
    if (end < 0) break
    yield value.slice(start, end)
    start = end + separator.length
  }
  yield value.slice(start)
}

function withoutPrefix(entry: string, rule: PickRule): string | undefined {
  if (!('prefix' in rule)) return entry
  const { prefix } = rule
  if (prefix === undefined) return undefined
  const front = entry.slice(0, prefix.length)
  const same =
    rule.ignoreCase === true
      ? isSame(front.toLowerCase(), prefix.toLowerCase())
      : isSame(front, prefix)
  return same ? entry.slice(prefix.length) : undefined
}

/** A prefix may hold a secret, so the time does not tell how much of it was right. */
function isSame(front: string, prefix: string): boolean {
  let difference = front.length ^ prefix.length
  for (let index = 0; index < front.length; index++) {
    difference |= front.charCodeAt(index) ^ prefix.charCodeAt(index)
  }
  return difference === 0
}
