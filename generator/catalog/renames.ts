/** Reads `events.rename`: how what the input calls an event becomes its wire name. */
import { list } from '../auth/read.js'
import type { Spot } from '../auth/spot.js'
import { judgePattern } from '../patterns/judge.js'
import type { JsonValue } from '../schema/types.js'

/** Pairs of a pattern and what takes the place of each match; bad patterns are reported. */
export function readRenames(
  value: JsonValue | undefined,
  spot: Spot,
): readonly (readonly [match: RegExp, to: string])[] {
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
