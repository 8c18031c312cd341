/** Reads a body as a stream and under a cap, so that nobody can make the receiver hold more. */
import { Chunks } from './chunks.js'
import { BodyConsumed, BodyTooLarge, BodyUnreadable } from './errors.js'
import type { ReadingTime } from './read-time.js'

/** The part of a Fetch-API `Request` that holds its body. */
export interface BodySource {
  readonly body: ReadableStream<Uint8Array> | null
  readonly bodyUsed: boolean
}

/**
 * Reads the whole body of a request.
 *
 * @throws {BodyConsumed} `ERR_BODY_CONSUMED` where somebody read it before
 * @throws {BodyTooLarge} `ERR_BODY_TOO_LARGE`
 * @throws {BodyUnreadable} `ERR_BODY_UNREADABLE` where it breaks off
 */
export async function readRequestBody(
  source: BodySource,
  limit: number,
  time?: ReadingTime,
): Promise<Uint8Array> {
  if (source.bodyUsed || source.body?.locked) {
    throw new BodyConsumed(
      'the body of the request was read before the receiver saw it: hand over the request unread, or a clone',
    )
  }
  return source.body === null ? new Uint8Array() : readStream(source.body, limit, time)
}

/**
 * Reads a stream to its end, and cancels it as soon as it holds more than the limit, or its time is
 * over.
 *
 * @throws {BodyTooLarge} `ERR_BODY_TOO_LARGE`
 * @throws {BodyUnreadable} `ERR_BODY_UNREADABLE`
 */
export async function readStream(
  stream: ReadableStream<Uint8Array>,
  limit: number,
  time?: ReadingTime,
): Promise<Uint8Array> {
  const reader = stream.getReader()
  // The sender may be gone already; the answer is the same.
  const cancel = () => void reader.cancel().catch(() => undefined)
  time?.whenOver(cancel)
  const chunks = new Chunks()
  for (;;) {
    const { done, value } = await reader.read().catch(failReading)
    if (done) return chunks.join()
    if (chunks.add(value) > limit) {
      cancel()
      throw tooLarge(limit)
    }
  }
}

/**
 * Refuses by the declared length, before anything is read. A length that understates is of no use
 * to the sender: the cap counts what really comes.
 *
 * @throws {BodyTooLarge} `ERR_BODY_TOO_LARGE`
 */
export function refuseDeclaredLength(contentLength: string | undefined, limit: number): void {
  if (contentLength === undefined || !/^\d+$/.test(contentLength)) return
  if (Number(contentLength) > limit) throw tooLarge(limit)
}

/** The one message for a body above the limit. */
export function tooLarge(limit: number): BodyTooLarge {
  return new BodyTooLarge(`the body is larger than ${limit} bytes (limits.bodyBytes)`)
}

function failReading(cause: unknown): never {
  throw new BodyUnreadable('the body broke off while it was read', { cause })
}
