/** Whether what a handshake signs could be the content of an event: by the signs that each can have. */
import { parsePattern } from './pattern-steps.js'
import type { CheckRule, Expr, ExprPart, Placeholder, ProofPlan } from './types.js'

/** Text that is short and without signs is no payload, whatever it decodes to. */
export const LONGEST_WORD = 64

/** What the guard lets through. */
interface Limits {
  readonly alphabet: ReadonlySet<string>
  /** Whether it is a word of letters, digits, `-` and `_`, and short. */
  readonly isShortWord: boolean
}

/** Whether what is signed, as the guard limits it, can never be what the proof signs. */
export function isKeptOut(
  message: Placeholder,
  proof: ProofPlan,
  guard: readonly CheckRule[],
): boolean {
  // A token is compared and not signed with: nothing that is signed can stand for it.
  if (proof.kind === 'check') return true
  if (proof.kind !== 'signature') return false
  const limits = limitsOf(message, guard)
  if (limits === undefined) return false
  return proof.contents.every((content) => isNeverWithin(limits, content.flat()))
}

/** What the guard says of a value; of a composed one, it has to speak of each part. */
function limitsOf(value: Placeholder, guard: readonly CheckRule[]): Limits | undefined {
  const pattern = guard.flatMap(({ value: guarded, test }) => {
    const [only] = guarded
    const isOurs = guarded.length === 1 && only?.kind === 'placeholder' && isSame(value, only)
    return isOurs && test.kind === 'matches' ? [test.pattern] : []
  })[0]
  if (pattern !== undefined) return limitsOfPattern(pattern)
  if (value.of === undefined || value.filters.length > 0) return undefined
  const alphabet = new Set<string>()
  for (const part of value.of) {
    const signs = signsOf(part, guard)
    if (signs === undefined) return undefined
    for (const sign of signs) alphabet.add(sign)
  }
  return { alphabet, isShortWord: false }
}

function signsOf(part: ExprPart, guard: readonly CheckRule[]): Iterable<string> | undefined {
  if (part.kind === 'text') return part.value
  return part.kind === 'placeholder' ? limitsOf(part, guard)?.alphabet : undefined
}

function isSame(a: Placeholder, b: Placeholder): boolean {
  const key = ({ source, arg, filters }: Placeholder) =>
    JSON.stringify([source, source === 'header' ? arg?.toLowerCase() : arg, filters])
  return key(a) === key(b)
}

function limitsOfPattern(pattern: string): Limits | undefined {
  // It was anchored when it was parsed.
  const parsed = parsePattern(pattern)
  if (typeof parsed === 'string') return undefined
  const alphabet = new Set([...parsed.steps].flatMap(({ characters }) => [...characters]))
  const isWord = [...alphabet].every((character) => /[A-Za-z0-9_-]/.test(character))
  return { alphabet, isShortWord: isWord && isShort(pattern) }
}

/** One class with a count that bounds the length, and nothing else. */
function isShort(pattern: string): boolean {
  const [, most] = /^\^\(\?:\[[^\]\\]*\]\{(?:\d+,)?(\d+)\}\)\$$/.exec(pattern) ?? []
  return most !== undefined && Number(most) <= LONGEST_WORD
}

/** Whether every content has a sign that the limits do not have. */
function isNeverWithin({ alphabet, isShortWord }: Limits, content: Expr): boolean {
  for (const part of content) {
    if (part.kind === 'text' && [...part.value].some((sign) => !alphabet.has(sign))) return true
    // A JSON body is an object or an array.
    if (isWhole(part, 'body') && !alphabet.has('{') && !alphabet.has('[')) return true
  }
  const isOneField = content.length === 1 && content.some((part) => isWhole(part, 'form'))
  return isOneField && isShortWord
}

function isWhole(part: ExprPart, source: Placeholder['source']): boolean {
  return part.kind === 'placeholder' && part.source === source && part.filters.length === 0
}
