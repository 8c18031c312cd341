/** Reports keywords and formats that nobody here knows: what they ask for is not checked. */
import { CHECKED_FORMATS, OPEN_FORMATS } from '../schema/format-names.js'
import { ASSERTIONS, HOLDING_KEYWORDS, isKnownKeyword } from '../schema/keyword-names.js'
import { SCHEMA_KEYWORDS } from '../schema/keywords.js'
import { didYouMean } from '../schema/nearest.js'
import { joinPointer } from '../schema/pointer.js'
import { DRAFTS, type Draft, type JsonObject } from '../schema/types.js'
import { clip } from './json-messages.js'
import type { Reporter } from './reporter.js'

/** Of draft 03, and what has come in their place. */
const FORMER: Readonly<Record<string, string>> = {
  disallow: 'not',
  divisibleBy: 'multipleOf',
  extends: 'allOf',
}

/** What a mistyped keyword may have been; the shortest are a letter away from many a word. */
const LIKELY = [...HOLDING_KEYWORDS, ...Object.keys(ASSERTIONS)].filter(
  (keyword) => !['else', 'if', 'not', 'then'].includes(keyword),
)

/** Reports the keywords and the format of one schema object. */
export function lintKeywords(
  schema: JsonObject,
  pointer: string,
  { draft, reporter }: { readonly draft: Draft; readonly reporter: Reporter },
): void {
  for (const keyword of Object.keys(schema)) {
    if (isKnownKeyword(keyword) && !isOfLaterDraft(keyword, draft)) continue
    const spot = { pointer: joinPointer(pointer, keyword) }
    const quoted = `the keyword ${JSON.stringify(clip(keyword))}`
    if (isOfLaterDraft(keyword, draft)) {
      const message = `${quoted} asserts nothing in draft ${draft}`
      const hint = 'name the draft that has it in "$schema"'
      reporter.warning('WARN_KEYWORD_DRAFT', message, { ...spot, hint })
    } else {
      const former = Object.hasOwn(FORMER, keyword) ? FORMER[keyword] : undefined
      const hint = former === undefined ? didYouMean(keyword, LIKELY) : `use "${former}"`
      // A provider's own annotations are no mistake; what looks like a keyword may be one.
      if (hint === undefined) continue
      const message = `${quoted} is unknown and asserts nothing`
      reporter.warning('WARN_KEYWORD_UNKNOWN', message, { ...spot, hint })
    }
  }
  lintFormat(schema, pointer, reporter)
}

function isOfLaterDraft(keyword: string, draft: Draft): boolean {
  // It describes text inside text, which is not looked into.
  if (keyword === 'contentSchema') return false
  const since = Object.hasOwn(ASSERTIONS, keyword) ? ASSERTIONS[keyword] : undefined
  if (since !== undefined) return DRAFTS.indexOf(since) > DRAFTS.indexOf(draft)
  return HOLDING_KEYWORDS.has(keyword) && !SCHEMA_KEYWORDS[draft].has(keyword)
}

function lintFormat({ format }: JsonObject, pointer: string, reporter: Reporter): void {
  if (typeof format !== 'string' || CHECKED_FORMATS.has(format) || OPEN_FORMATS.has(format)) return
  const message = `the format ${JSON.stringify(clip(format))} is unknown and is not checked`
  const hint = didYouMean(format, CHECKED_FORMATS) ?? 'use a "pattern" to have it checked'
  reporter.warning('WARN_FORMAT_UNKNOWN', message, {
    pointer: joinPointer(pointer, 'format'),
    hint,
  })
}
