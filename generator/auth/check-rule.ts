/** Parses a check: the proof of type `check`, and the conditions in `match`, `guard` and `when`. */
import type { JsonObject, JsonValue } from '../schema/types.js'
import { patternProblem } from './pattern.js'
import { expressions } from './pick.js'
import type { Position } from './positions.js'
import { list, member, object, string } from './read.js'
import { readingExpr } from './reading.js'
import type { Spot } from './spot.js'
import type { CheckRule, CheckTest } from './types.js'

export function parseCheckRule(node: JsonObject, spot: Spot, position: Position): CheckRule {
  const text = string(member(node, 'value')) ?? ''
  const value = readingExpr(text, spot.at('value'), position, 'json')
  return { value, test: parseTest(node, spot, position) }
}

export function parseCheckRules(
  value: JsonValue | undefined,
  spot: Spot,
  position: Position,
): readonly CheckRule[] {
  return list(value).map((item, index) => parseCheckRule(object(item), spot.at(index), position))
}

function parseTest(node: JsonObject, spot: Spot, position: Position): CheckTest {
  for (const key of ['equals', 'oneOf']) {
    const wanted = member(node, key)
    if (wanted !== undefined) {
      return { kind: 'oneOf', of: expressions(wanted, spot.at(key), position) }
    }
  }
  const matches = string(member(node, 'matches'))
  if (matches === undefined) {
    return { kind: member(node, 'present') === true ? 'present' : 'absent' }
  }
  const problem = patternProblem(matches)
  if (problem !== undefined) {
    spot.at('matches').error('ERR_PATTERN', `${problem}: ${JSON.stringify(matches)}`)
  }
  return { kind: 'matches', pattern: anchored(matches) }
}

/** A pattern always has to match the whole value. */
function anchored(pattern: string): string {
  return `^(?:${pattern})$`
}
