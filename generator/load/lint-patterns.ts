/** Reports patterns that cannot be run, or not as they are written. */
import { hasInlineFlags, isLiteral, respelled } from '../patterns/dialect.js'
import { judgePattern, type PatternPlan } from '../patterns/judge.js'
import { joinPointer } from '../schema/pointer.js'
import { isObject, type JsonObject } from '../schema/types.js'
import { clip } from './json-messages.js'
import type { Reporter } from './reporter.js'

/** Escapes of Perl, PCRE or Python that ECMAScript reads as plain letters. */
const FOREIGN = /(?:^|[^\\])(?:\\\\)*\\[AZzGhHRK]|\[\[:\^?[a-z]+:\]/

/** Where a pattern stands, and who is told of it. */
interface Spot {
  readonly pointer: string
  readonly reporter: Reporter
}

/** Reports what is wrong with the patterns of one schema object. */
export function lintPatterns(schema: JsonObject, pointer: string, reporter: Reporter): void {
  const { pattern, patternProperties, maxLength } = schema
  if (typeof pattern === 'string') {
    const bound = typeof maxLength === 'number' ? maxLength : undefined
    const spot = { pointer: joinPointer(pointer, 'pattern'), reporter }
    lintPattern(pattern, judgePattern(pattern, bound), spot)
  }
  if (!isObject(patternProperties)) return
  for (const name of Object.keys(patternProperties)) {
    const spot = { pointer: joinPointer(pointer, 'patternProperties', name), reporter }
    lintPattern(name, judgePattern(name), spot)
  }
}

function lintPattern(source: string, plan: PatternPlan, { pointer, reporter }: Spot): void {
  const pattern = `the pattern ${JSON.stringify(clip(source))}`
  switch (plan.kind) {
    case 'invalid': {
      const message = `${pattern} is not a regular expression of ECMAScript: ${plan.reason}`
      reporter.error('ERR_PATTERN_INVALID', message, { pointer, hint: spelling(source) })
      return
    }
    case 'refused': {
      const reasons = { reference: 'a back reference', size: 'its size' }
      const message = `${pattern} can take very long on some texts, and ${reasons[plan.reason]} keeps it from being run in another way`
      const hint = 'write "maxLength" beside it, or a simpler pattern'
      reporter.error('ERR_PATTERN_SLOW', message, { pointer, hint })
      return
    }
    case 'linear': {
      const message = `${pattern} can take very long on some texts with a backtracking engine; the SDK runs it by a slower one that cannot`
      const hint =
        'remove what lets one text be read in several ways, or write "maxLength" beside it'
      reporter.warning('WARN_PATTERN_SLOW', message, { pointer, hint })
      break
    }
  }
  if (isLiteral(source)) {
    const message = `${pattern} is written as a literal; here its slashes and flags are characters of the text`
    reporter.warning('WARN_PATTERN_DIALECT', message, { pointer, hint: spelling(source) })
    return
  }
  const isLegacy = 'flags' in plan ? plan.flags === '' : plan.pattern.unicode === false
  if (FOREIGN.test(source)) {
    const message = `${pattern} holds an escape of another dialect; ECMAScript reads it as plain letters`
    reporter.warning('WARN_PATTERN_DIALECT', message, { pointer, hint: spelling(source) })
  } else if (isLegacy) {
    const message = `${pattern} compiles only without the flag "u", and is run so`
    const hint = 'escape what has a meaning ("-" inside brackets) and nothing else'
    reporter.warning('WARN_PATTERN_LEGACY', message, { pointer, hint })
  }
}

/** How a pattern of another dialect is written here. */
function spelling(source: string): string | undefined {
  const written = respelled(source)
  if (written !== undefined) return `write ${JSON.stringify(clip(written))}`
  if (!hasInlineFlags(source)) return undefined
  return 'there are no flags inside a pattern: say both cases ("[aA]"), and "[\\s\\S]" for any character'
}
