/** What a verified token must say: its claims, and the times between which it holds. */
import type { MaybePromise } from '../crypto.js'
import type { Delivery } from '../delivery.js'
import { equalsAny } from '../expr/compare.js'
import { jsonAt, valueAt } from '../expr/json.js'
import type { Refused } from '../proof.js'
import type { JsonText } from './jose.js'
import type { TokenContext } from './token-context.js'
import { invalid, outOfRange } from './verdict.js'

export interface ClaimRule {
  readonly pointer: string
  /** One of them is what the claim says, or what a list in the claim holds. */
  readonly wanted: (
    delivery: Delivery,
    context: TokenContext,
  ) => MaybePromise<readonly (string | undefined)[]>
  /** With an empty body the claim must not be there. */
  readonly absentWhenEmptyBody?: true
}

export interface TimeRule {
  /** Seconds by which the clocks of sender and receiver may differ. */
  readonly leeway: number
  /** Seconds since `iat`, which must then be there. */
  readonly maxAge?: number
  /** Claims that must be there, whatever they say. */
  readonly required: readonly string[]
}

/** A list of more than these is nothing that a token says about one delivery. */
const MAX_ELEMENTS = 64

/** Why the claims do not hold; undefined where they do. */
export async function judgeClaims(
  rules: readonly ClaimRule[],
  claims: JsonText,
  delivery: Delivery,
  context: TokenContext,
): Promise<Refused | undefined> {
  for (const rule of rules) {
    const { pointer, wanted } = rule
    if (rule.absentWhenEmptyBody === true && delivery.body.length === 0) {
      const value = valueAt(claims.value, pointer)
      if (value === undefined || value === null) continue
      return invalid(`the token has a claim ${pointer} for a body, and the body is empty`)
    }
    const texts = await wanted(delivery, context)
    const given = claimTexts(claims, pointer)
    if (given.length === 0) return invalid(`the token lacks the claim ${pointer}`)
    if (!given.some((text) => equalsAny(text, texts))) {
      return invalid(`the claim ${pointer} is not what it should be`)
    }
  }
  return undefined
}

/** Why the token does not hold now; undefined where it does (RFC 7519 sections 4.1.4 to 4.1.6). */
export function judgeTimes(rule: TimeRule, claims: JsonText, now: number): Refused | undefined {
  const missing = rule.required.find((name) => !isThere(claims, name))
  if (missing !== undefined) return invalid(`the token lacks the claim ${missing}`)
  const seconds = now / 1000
  const [exp, nbf, iat] = ['exp', 'nbf', 'iat'].map((name) => timeOf(claims, name))
  if (exp === 'odd' || nbf === 'odd' || iat === 'odd') {
    return invalid('a time in the token is no number')
  }
  if (exp !== undefined && seconds >= exp + rule.leeway) {
    return outOfRange(`the token expired ${Math.round(seconds - exp)} seconds ago`)
  }
  if (nbf !== undefined && seconds < nbf - rule.leeway) {
    return outOfRange(`the token is not yet valid: ${Math.round(nbf - seconds)} seconds from now`)
  }
  return judgeAge(rule, iat, seconds)
}

function judgeAge(rule: TimeRule, iat: number | undefined, seconds: number): Refused | undefined {
  if (rule.maxAge === undefined) return undefined
  if (iat === undefined) return invalid('the token lacks the claim iat')
  const age = seconds - iat
  if (age > rule.maxAge + rule.leeway) {
    return outOfRange(
      `the token is too old: ${Math.round(age)} seconds, and ${rule.maxAge} are allowed`,
    )
  }
  return age < -rule.leeway
    ? outOfRange(`the token was issued in the future: ${Math.round(-age)} seconds from now`)
    : undefined
}

function isThere({ value }: JsonText, name: string): boolean {
  const found = Object.hasOwn(value, name) ? value[name] : undefined
  return found !== undefined && found !== null
}

function timeOf({ value }: JsonText, name: string): number | 'odd' | undefined {
  const time = Object.hasOwn(value, name) ? value[name] : undefined
  if (time === undefined) return undefined
  return typeof time === 'number' && Number.isFinite(time) ? time : 'odd'
}

/** What a claim says as text: itself, or each element where it is a list. */
export function claimTexts({ value, source }: JsonText, pointer: string): readonly string[] {
  const found = valueAt(value, pointer)
  const pointers = Array.isArray(found)
    ? found.slice(0, MAX_ELEMENTS).map((_, index) => `${pointer}/${index}`)
    : [pointer]
  return pointers.map((one) => jsonAt(source, one)).filter((text) => text !== undefined)
}
