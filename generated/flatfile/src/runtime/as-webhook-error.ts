/** Translates what was thrown at the border of the receiver; handlers' errors never come here. */
import {
  type AnyWebhookError,
  isWebhookError,
  PayloadMalformed,
  ReceiverFailed,
  STATUS,
} from './errors.js'

/** Our own errors as they are, an overflown stack as the payload's fault, the rest as ours. */
export function asWebhookError(thrown: unknown): AnyWebhookError {
  if (isWebhookError(thrown) && Object.hasOwn(STATUS, thrown.code)) return thrown
  if (thrown instanceof RangeError) {
    return new PayloadMalformed('the payload is nested too deeply', { cause: thrown })
  }
  return new ReceiverFailed('the receiver itself failed; see the cause', { cause: thrown })
}
