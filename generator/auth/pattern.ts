/** Refuses regular expressions whose matching can take more than linear time. */
import { parsePattern, type Step } from './pattern-steps.js'

/** More choices in a row than this, and trying all of them takes too long. */
const MAX_CHOICES = 8

/**
 * What is wrong with a pattern, or nothing.
 *
 * While a repetition runs, the next character has to decide how it goes on. A single character or
 * class that repeats, such as `.*`, may be left in several places, if no other repetition follows.
 * That is stricter than it has to be, and it bounds the time of every match.
 */
export function patternProblem(pattern: string): string | undefined {
  try {
    // By itself: inside a group, `a)(b` would pass.
    new RegExp(pattern, 'u')
  } catch {
    return 'not a regular expression (with the "u" flag)'
  }
  const parsed = parsePattern(pattern)
  if (typeof parsed === 'string') return parsed
  const open = [...parsed.steps].filter((step) => step.hasTwoWays || isUndecided(step.next))
  for (const step of open.filter(isRepeated)) {
    if (!isPlainRepetition(step)) return 'a repetition that can go on in several ways'
    const others = [...step.next].filter((next) => next !== step)
    if (others.some((next) => isRepeated(next) || [...reachable(next)].some(isRepeated))) {
      return 'two repetitions whose border the text does not show'
    }
  }
  const choices = open.length + (isUndecided(parsed.first) ? 1 : 0)
  return choices > MAX_CHOICES
    ? 'too many choices that the next character does not decide'
    : undefined
}

/** Whether two of the steps take the same character. */
function isUndecided(steps: ReadonlySet<Step>): boolean {
  const seen = new Set<string>()
  for (const { characters } of steps) {
    for (const character of characters) {
      if (seen.has(character)) return true
      seen.add(character)
    }
  }
  return false
}

function isRepeated(step: Step): boolean {
  return reachable(step).has(step)
}

/** Only itself comes after it again, and nothing that comes later leads back. */
function isPlainRepetition(step: Step): boolean {
  if (step.hasTwoWays) return false
  return [...step.next].every((next) => next === step || !reachable(next).has(step))
}

function reachable(step: Step): ReadonlySet<Step> {
  const found = new Set(step.next)
  for (const one of found) for (const next of one.next) found.add(next)
  return found
}
