/** What handlers throw to say whether trying again can help. */

// Registered symbols, as for all errors of this package: they survive its copies.
const RETRY = Symbol.for('hookwright.retryable-error')
const PERMANENT = Symbol.for('hookwright.permanent-error')

/** The event cannot be handled now: the sender, or the queue, is to try again. */
export class RetryableError extends Error {
  override readonly name = 'RetryableError'
  /** When trying again makes sense, in seconds from now; the receiver's own choice where absent. */
  readonly afterSeconds: number | undefined

  static {
    Object.defineProperty(RetryableError.prototype, RETRY, { value: true })
  }

  constructor(message?: string, options: ErrorOptions & { readonly afterSeconds?: number } = {}) {
    super(message, options)
    this.afterSeconds = options.afterSeconds
  }
}

/** The event can never be handled: it goes to the dead letters, and is not tried again. */
export class PermanentError extends Error {
  override readonly name = 'PermanentError'

  static {
    Object.defineProperty(PermanentError.prototype, PERMANENT, { value: true })
  }
}

/** Whether trying again later is asked for. */
export function isRetryable(error: unknown): error is RetryableError {
  return bears(error, RETRY)
}

/** Whether trying again is no use. */
export function isPermanent(error: unknown): error is PermanentError {
  return bears(error, PERMANENT)
}

function bears(error: unknown, brand: symbol): boolean {
  return typeof error === 'object' && error !== null && brand in error
}
