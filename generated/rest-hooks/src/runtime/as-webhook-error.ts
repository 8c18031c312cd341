/** Translates what was thrown at the border of the receiver; handlers' errors never come here. */
import { type AnyWebhookError, isWebhookError, ReceiverFailed, STATUS } from './errors.js'

/**
 * Our own errors as they are, the rest as a failure of the receiver. What the consumer's code throws
 * has been made one of ours by then (`foreign-call.ts`), and so has an overflown stack (`too-deep.ts`).
 */
export function asWebhookError(thrown: unknown): AnyWebhookError {
  if (isWebhookError(thrown) && Object.hasOwn(STATUS, thrown.code)) return thrown
  return new ReceiverFailed('the receiver itself failed; see the cause', { cause: thrown })
}
