/**
 * Finds where the parts of a signed content begin and end. Of a text that was signed, anybody can
 * make another delivery by moving what one part ends with to where the next begins, unless the text
 * itself says where that is: by a separator that the parts cannot hold, or because a part has a
 * length or a grammar of its own.
 */
import type { Expr, ExprPart, Placeholder, TimestampRule } from './types.js'
import { isSame, sameFilters } from './uses.js'

/** What is known of the delivery that a content is taken from. */
export interface ContentFacts {
  readonly timestamp: TimestampRule | undefined
  /** Whether the whole body must be JSON, or the delivery is refused. */
  readonly isJson: boolean
}

interface Token {
  /** Whether its end follows from its beginning, and its beginning from its end. */
  readonly ends: boolean
  readonly begins: boolean
  /** Characters that it never holds. */
  readonly lacks: (character: string) => boolean
  /** What it begins and ends with, where that is known. */
  readonly first: string | undefined
  readonly last: string | undefined
}

/**
 * The parts whose beginning and end both follow from the text that is signed. A text that was signed as
 * one of the `others` must not be read as this one with other parts.
 */
export function clearParts(
  content: Expr,
  facts: ContentFacts,
  others: readonly Expr[] = [],
): ReadonlySet<ExprPart> {
  const tokens = content.map((part) => tokenOf(part, facts))
  const fromLeft = knownFromLeft(tokens)
  const fromRight = [...knownFromLeft(tokens.map(mirrored).reverse())].reverse()
  const isKnown = fromLeft.map((known, index) => known || fromRight[index] === true)
  const shape = shapeOf(content)
  const shapes = others.map(shapeOf)
  const isClear = (at: number): boolean => {
    const [begin, end] = [at, at + 1]
    if (isKnown[begin] !== true || isKnown[end] !== true) return false
    if (isJsonBody(content[at], facts)) return true
    // With what stands before and behind it, which says where it begins and ends.
    const [left, right] = [shape.slice(0, at + 3).join(''), shape.slice(at).join('')]
    const isLeft = fromLeft[begin] === true && fromLeft[end] === true
    const isRight = fromRight[begin] === true && fromRight[end] === true
    return (
      shapes.every((other) => isLeft && other.join('').startsWith(left)) ||
      shapes.every((other) => isRight && other.join('').endsWith(right))
    )
  }
  return new Set(content.filter((_, at) => isClear(at)))
}

/** The parts as texts, with an end on either side. */
function shapeOf(content: Expr): readonly string[] {
  return ['<\n', ...content.map((part) => `${JSON.stringify(part)}\n`), '>\n']
}

/** Of each place between two tokens, and of both ends, whether it follows from what stands left of it. */
function knownFromLeft(tokens: readonly Token[]): readonly boolean[] {
  const known = [true]
  for (const [index, token] of tokens.entries()) {
    const next = tokens[index + 1]
    const isStopped = next?.first !== undefined && token.lacks(next.first)
    const isLast = next === undefined
    known.push(isLast || (known[index] === true && (token.ends || isStopped)))
  }
  return known
}

function mirrored(token: Token): Token {
  return {
    ...token,
    ends: token.begins,
    begins: token.ends,
    first: token.last,
    last: token.first,
  }
}

const OPAQUE = { ends: false, begins: false, first: undefined, last: undefined }
const CONSTANT = { ends: true, begins: true, lacks: () => false }

function tokenOf(part: ExprPart, facts: ContentFacts): Token {
  if (part.kind === 'text') {
    const { value } = part
    return { ...CONSTANT, first: value.at(0), last: value.at(-1) }
  }
  // An optional group may be absent, and lists of parameters have separators of their own.
  if (part.kind !== 'placeholder') return { ...OPAQUE, lacks: () => false }
  const lacks = lacksOf(part)
  return { ...OPAQUE, lacks, ...grammarOf(part, facts) }
}

/** What has a length or a grammar of its own. */
function grammarOf(part: Placeholder, facts: ContentFacts): Partial<Token> {
  const { timestamp } = facts
  const last = part.filters.at(-1)?.name ?? ''
  if (part.source === 'secret' && part.filters.length === 0) return CONSTANT
  if (isFixed(part)) return { ends: true, begins: true }
  if (last === 'jsonString') return { ends: true, first: '"', last: '"' }
  if (isJsonBody(part, facts)) return { ends: true, begins: true }
  if (part.source === 'url' && last === '') return { first: 'h' }
  if (part.source === 'path' && last === '') return { first: '/' }
  if (timestamp !== undefined && isTimestamp(part, timestamp)) return timeGrammar(timestamp)
  return {}
}

/** An object or a list in JSON is none any more when it loses or gains something at an end. */
function isJsonBody(part: ExprPart | undefined, { isJson }: ContentFacts): boolean {
  return (
    isJson && part?.kind === 'placeholder' && part.source === 'body' && part.filters.length === 0
  )
}

/**
 * A time is in a window around now: a number in it has one length, and so has an HTTP date (once
 * its comma is seen). Of a date with a time of day, ten characters stand in front of its only "T".
 */
function timeGrammar({ unit }: TimestampRule): Partial<Token> {
  if (unit === 'http-date') return { ends: true, begins: true }
  if (unit === 'iso8601') return { begins: true, lacks: (one) => !/[0-9TZtz:. +-]/.test(one) }
  return { ends: true, begins: true }
}

function isTimestamp(part: Placeholder, { pick }: TimestampRule): boolean {
  if (part.source === 'var') return part.filters.length === 0
  // A prefix or a list around the time would be signed as well.
  if (pick.prefix !== undefined || pick.split !== undefined) return false
  const [only, ...others] = pick.from
  const [read, ...more] = only ?? []
  if (others.length > 0 || more.length > 0 || read?.kind !== 'placeholder') return false
  return isSame(part, read) && sameFilters(part, read) && sameFilters(read, part)
}

const HASH = /^(?:md5|sha\d+|hmac-.*|sign-.*)$/
const ENCODED = /^(?:hex|base64|base64url)$/

/** A hash has one length, and so has what is written of it. */
function isFixed({ filters }: Placeholder): boolean {
  const at = filters.findLastIndex(({ name }) => HASH.test(name))
  return at >= 0 && filters.slice(at + 1).every(({ name }) => ENCODED.test(name))
}

const ALPHABETS: Readonly<Record<string, RegExp>> = {
  hex: /[0-9a-f]/,
  base64: /[A-Za-z0-9+/=]/,
  base64url: /[A-Za-z0-9_=-]/,
  crc32: /[0-9]/,
  header: /[^\0-\b\n-\x1f\x7f]/,
  host: /[a-z0-9.:[\]-]/,
  method: /[A-Z-]/,
  // As they were sent: nobody escaped what a URL may not hold.
  path: /[^\0-\x20?#\x7f]/,
  url: /[^\0-\x20\x7f]/,
}

/** Filters that give nothing but what they were given, or less of it. */
const NARROWING = /^(?:trim|strip|split|noPort|noQuery)$/

/** What other filters add to it: a letter may be what was split at in another case. */
const ADDED: Readonly<Record<string, RegExp>> = {
  lower: /\p{L}/u,
  upper: /\p{L}/u,
  addPort: /[:\d]/,
  legacyQs: /[\w%&=+*.-]/,
}

/** Characters that never come out of a placeholder. */
function lacksOf({ source, filters }: Placeholder): (character: string) => boolean {
  const lacks: ((character: string) => boolean)[] = []
  const only = (alphabet: RegExp | undefined) => {
    lacks.length = 0
    if (alphabet !== undefined) lacks.push((one) => !alphabet.test(one))
  }
  only(Object.hasOwn(ALPHABETS, source) ? ALPHABETS[source] : undefined)
  for (const { name, args } of filters) {
    const [separator = ''] = args
    if (name === 'split') lacks.push((one) => one === separator)
    const added = ADDED[name]
    if (added !== undefined) {
      const before = [...lacks]
      lacks.splice(0, lacks.length, (one) => !added.test(one) && before.some((all) => all(one)))
    } else if (!NARROWING.test(name)) only(ALPHABETS[name])
  }
  return (character) => lacks.some((one) => one(character))
}
