/** Payloads that are nested deeper than the engine's stack: their sender's fault, and no crash. */
import { PayloadMalformed } from './errors.js'

/**
 * What the receiver's own code makes of a payload. A stack that overflows meanwhile, and a validator
 * that has no steps left, are RangeErrors. No code of the consumer may run in here: its RangeErrors
 * say nothing of the payload.
 *
 * @throws {PayloadMalformed} `ERR_PAYLOAD_MALFORMED` where the payload is nested too deeply
 */
export function withoutOverflow<T>(work: () => T): T {
  try {
    return work()
  } catch (cause) {
    throw tooDeep(cause)
  }
}

/** The same for what takes several turns of the event loop. @throws {PayloadMalformed} */
export async function withoutOverflowLater<T>(work: () => T | Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (cause) {
    throw tooDeep(cause)
  }
}

function tooDeep(cause: unknown): unknown {
  if (!(cause instanceof RangeError)) return cause
  return new PayloadMalformed('the payload is nested too deeply', { cause })
}
