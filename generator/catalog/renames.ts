/** Reads `events.rename`: how what the input calls an event becomes its wire name. */
import { list } from '../auth/read.js'
import type { Spot } from '../auth/spot.js'
import { judgePattern } from '../patterns/judge.js'
import type { JsonValue } from '../schema/types.js'

/** Pairs of a pattern and what takes the place of each match. */
export type Renames = readonly (readonly [match: RegExp, to: string])[]

/** What the config gives; bad patterns are reported. */
export function readRenames(value: JsonValue | undefined, spot: Spot): Renames {
  return list(value).flatMap((pair, index) => {
    const [match, to] = list(pair)
    if (typeof match !== 'string' || typeof to !== 'string') return []
    try {
      const pattern = new RegExp(match, 'gu')
      if (judgePattern(match).kind !== 'native') {
        const message = `${JSON.stringify(match)} can keep an engine busy for very long`
        const hint = 'let no two repetitions take the same characters, and none repeat a repetition'
        spot.at(index, 0).error('ERR_PATTERN_SLOW', message, hint)
        return []
      }
      return [[pattern, to] as const]
    } catch {
      const message = `${JSON.stringify(match)} is not a regular expression of ECMAScript`
      spot.at(index, 0).error('ERR_PATTERN_INVALID', message)
      return []
    }
  })
}

export function rename(key: string, renames: Renames): string {
  return renames.reduce((name, [match, to]) => name.replaceAll(match, to), key)
}

/** Warns of each pattern that matches none of the keys, as the patterns in front of it leave them. */
export function reportIdleRenames(keys: readonly string[], renames: Renames, spot: Spot): void {
  let left = keys
  for (const [index, pair] of renames.entries()) {
    const [match] = pair
    if (left.length > 0 && left.every((key) => key.search(match) < 0)) {
      const examples = left.slice(0, 3).map((key) => JSON.stringify(key))
      const message = `the pattern ${JSON.stringify(match.source)} of "events.rename" matches nothing that the input calls an event`
      const hint = `they are called ${examples.join(', ')}${left.length > 3 ? ', …' : ''}`
      spot.at(index, 0).warning('WARN_RENAME_IDLE', message, hint)
    }
    left = left.map((key) => rename(key, [pair]))
  }
}
