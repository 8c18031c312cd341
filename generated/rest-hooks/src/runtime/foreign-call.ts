/** Calls what the consumer gave: secret functions, proofs, stores. None of it chooses the answer. */
import { checkedClock } from './clock.js'
import type { MaybePromise } from './crypto.js'
import { ReceiverFailed, SecretUnavailable } from './errors.js'
import type { WebhookError } from './webhook-error.js'
import { within } from './within.js'

/** As long as an idempotency store may take. */
const CALL_SECONDS = 5

/** Makes the error that stands for whatever was thrown. */
export type Failed = (cause: unknown) => WebhookError

/**
 * What the consumer's code gives, in time; 5 seconds unless given (`limits.callSeconds`).
 *
 * Everything that it throws, and its silence, becomes the error that `failed` makes, with what was
 * thrown as its cause. An error of this package is no exception: the function may have got it from
 * another receiver, and its status says nothing of this delivery.
 *
 * @throws {WebhookError} what `failed` makes
 */
export async function callForeign<T>(
  call: () => MaybePromise<T>,
  failed: Failed,
  seconds: number = CALL_SECONDS,
): Promise<T> {
  try {
    const given = call()
    // What is there at once needs no timer.
    return isPending(given) ? await within(Promise.resolve(given), seconds * 1000) : given
  } catch (cause) {
    throw failed(cause)
  }
}

/**
 * The same for the consumer's store of captured secrets.
 *
 * @throws {SecretUnavailable} `ERR_SECRET_UNAVAILABLE`
 */
export function callSecretStore<T>(call: () => MaybePromise<T>, seconds?: number): Promise<T> {
  return callForeign(call, storeFailed, seconds)
}

/**
 * The receiver's clock, which must always tell the time: with none, nothing would ever be too old.
 *
 * @throws {ReceiverFailed} `ERR_INTERNAL`, from the clock itself, where it throws or gives no number
 */
export function receiverClock(given: (() => number) | undefined): () => number {
  const clock = checkedClock(given)
  return () => {
    try {
      return clock()
    } catch (cause) {
      throw new ReceiverFailed('the option clock failed', { cause })
    }
  }
}

function storeFailed(cause: unknown): SecretUnavailable {
  return new SecretUnavailable('the secretStore failed or took too long', { cause })
}

/**
 * Calls what only listens: a hook or a logger. What it throws, and what it rejects with later, where
 * it is an async function, goes nowhere: an unhandled rejection would end the process.
 */
export function callQuietly<T>(call: () => T): T | undefined {
  try {
    const given = call()
    if (isPending(given)) Promise.resolve(given).catch(() => undefined)
    return given
  } catch {
    return undefined
  }
}

// As `await` has it, a function may be one as well.
function isPending<T>(given: MaybePromise<T>): given is Promise<T> {
  const mayBe = typeof given === 'object' || typeof given === 'function'
  return mayBe && given !== null && 'then' in given
}
