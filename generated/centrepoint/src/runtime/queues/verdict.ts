/** Tells engines what to make of a delivery that was not handled. */
import type { ErrorCode } from '../error-codes.js'
import type { AnyWebhookError } from '../errors.js'
import { isPermanent, isRetryable } from '../handler-errors.js'
import { isBranded } from '../webhook-error.js'

/** How often an engine tries, and after how many seconds first; the time then doubles: for a day. */
export const ATTEMPTS = 15
export const DELAY_SECONDS = 5

/** Engines drop what waits for longer than two weeks, and fail at times that are further away. */
const LONGEST_SECONDS = 7 * 24 * 3600

/** What engines are told. Never the cause: handlers may have put the payload into its message. */
export interface FailureNote {
  readonly code: ErrorCode | undefined
  readonly message: string
}

/** The same envelope can only fail again. */
const FINAL: ReadonlySet<ErrorCode> = new Set([
  'ERR_PERMANENT',
  'ERR_ENVELOPE',
  'ERR_PAYLOAD_MALFORMED',
  'ERR_PAYLOAD_INVALID',
])

/** Whether trying again is no use. */
export function isFinal(error: unknown): boolean {
  return isPermanent(error) || (isOurs(error) && FINAL.has(error.code))
}

/** When somebody asked for the next attempt, in seconds from now; a week at most. */
export function afterSeconds(error: unknown): number | undefined {
  if (!isRetryable(error) && !(isOurs(error) && 'afterSeconds' in error)) return undefined
  const seconds = error.afterSeconds
  if (seconds === undefined || !(seconds > 0)) return undefined
  return Math.min(seconds, LONGEST_SECONDS)
}

/** What may be stored of an error. */
export function noteOf(error: unknown): FailureNote {
  if (isOurs(error)) return { code: error.code, message: error.message }
  return { code: undefined, message: 'the delivery could not be handled' }
}

/** The envelope in the data of a job; empty text, which no receiver opens, where there is none. */
export function envelopeOf(data: unknown): string {
  if (typeof data !== 'object' || data === null || !('envelope' in data)) return ''
  return typeof data.envelope === 'string' ? data.envelope : ''
}

// Not `isWebhookError`: it would bring every class of error along.
function isOurs(error: unknown): error is AnyWebhookError {
  return isBranded(error)
}
