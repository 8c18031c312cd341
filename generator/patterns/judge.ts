/** Judges patterns of schemas by how long a payload can keep a receiver busy with them. */
import { characterKinds } from './characters.js'
import { type LinearPattern, type LinearSearches, linearSearches } from './linear.js'
import { type ParsedPattern, parsePattern } from './parse.js'
import { trialSteps } from './trial.js'
import { isBounded } from './ways.js'

/** How a pattern is run, so that the time grows no faster than the text. */
export type PatternPlan =
  /** By the engine: no text makes it slow. */
  | { readonly kind: 'native'; readonly flags: 'u' | '' }
  /** By the engine, on texts of up to so many UTF-16 units; longer ones break `maxLength`. */
  | { readonly kind: 'short'; readonly flags: 'u' | ''; readonly units: number }
  /** By a search of our own, for the engine may take very long. `units` is as above. */
  | { readonly kind: 'linear'; readonly pattern: LinearPattern; readonly units?: number }
  | { readonly kind: 'refused'; readonly reason: 'reference' | 'size' }
  | { readonly kind: 'invalid'; readonly reason: string }

/** Steps for each character: a few hundred nanoseconds of the engine, or of a search of our own. */
const MAX_STEPS_EACH = 250
/** Steps for a whole text of which `maxLength` says how long it gets: some milliseconds. */
const MAX_STEPS_SHORT = 1_000_000
const MAX_SEARCH_STEPS_SHORT = 5_000_000

const known = new Map<string, PatternPlan>()

/** How a pattern is run where `maxLength` stands beside it, or nothing bounds the text. */
export function judgePattern(source: string, maxLength?: number): PatternPlan {
  const anywhere = remember(source, () => judgeAnywhere(source))
  const isCostly = anywhere.kind === 'linear' || anywhere.kind === 'refused'
  if (!isCostly || maxLength === undefined) return anywhere
  return remember(`${maxLength} ${source}`, () => judgeShort(source, 2 * maxLength, anywhere))
}

function remember(key: string, judge: () => PatternPlan): PatternPlan {
  const plan = known.get(key) ?? judge()
  known.set(key, plan)
  return plan
}

function judgeAnywhere(source: string): PatternPlan {
  const parsed = parsePattern(source)
  if (typeof parsed === 'string') return { kind: 'invalid', reason: parsed }
  const { flags } = parsed
  if (isSafe(parsed, MAX_STEPS_EACH, Number.POSITIVE_INFINITY)) return { kind: 'native', flags }
  return judgeLinear(parsed, MAX_STEPS_EACH)
}

function judgeLinear(parsed: ParsedPattern, most: number): PatternPlan {
  const { flags } = parsed
  const found = linearSearches(parsed)
  if (typeof found === 'string' || !isNarrow(found, flags, most)) {
    return { kind: 'refused', reason: found === 'reference' ? found : 'size' }
  }
  const { sets, searches } = found
  const pattern = { unicode: flags === 'u', sets: [...sets.keys()], searches }
  return { kind: 'linear', pattern }
}

/** Where a long text is invalid whatever the pattern says of it, the short ones may be harmless. */
function judgeShort(source: string, units: number, anywhere: PatternPlan): PatternPlan {
  const parsed = parsePattern(source)
  if (typeof parsed === 'string') return anywhere
  const divisor = Math.max(1, units)
  const { flags } = parsed
  if (isSafe(parsed, MAX_STEPS_SHORT / divisor, units)) return { kind: 'short', flags, units }
  if (anywhere.kind === 'linear') return anywhere
  const plan = judgeLinear(parsed, MAX_SEARCH_STEPS_SHORT / divisor)
  return plan.kind === 'linear' ? { ...plan, units } : plan
}

function isSafe(parsed: ParsedPattern, most: number, length: number): boolean {
  return [false, true].some((coarse) => {
    const trial = trialSteps(parsed, coarse)
    if (trial === undefined) return false
    const kinds = characterKinds(trial.sets.values(), parsed.flags)
    return isBounded(trial.steps, kinds, { most, length, merging: false })
  })
}

/** Whether only so many steps can be open at once; there may be more steps than that. */
function isNarrow({ sets, searches }: LinearSearches, flags: 'u' | '', most: number): boolean {
  const bounds = { most, length: Number.POSITIVE_INFINITY, merging: true }
  return searches.every(({ steps, backward }) => {
    if (steps.length <= most) return true
    return !backward && isBounded(steps, characterKinds(sets.values(), flags), bounds)
  })
}
