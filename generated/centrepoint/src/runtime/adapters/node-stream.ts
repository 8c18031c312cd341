/** Reads a Node stream under a cap, and always comes to an end. */
import { tooLarge } from '../body.js'
import { utf8 } from '../bytes.js'
import { Chunks } from '../chunks.js'
import { BodyConsumed, BodyUnreadable } from '../errors.js'
import type { ReadingTime } from '../read-time.js'

/** The part of a Node `Readable` that we use. */
export interface NodeStream {
  readonly readableEnded?: boolean | undefined
  readonly readableDidRead?: boolean | undefined
  readonly destroyed?: boolean | undefined
  readonly on: (event: string, listener: (value: Uint8Array | string) => void) => unknown
  readonly off: (event: string, listener: (value: Uint8Array | string) => void) => unknown
  readonly pause: () => unknown
}

/**
 * Reads to the end, and pauses the stream as soon as it holds more than the limit, or its time is
 * over.
 *
 * @throws {BodyConsumed} `ERR_BODY_CONSUMED` where somebody read it before
 * @throws {BodyTooLarge} `ERR_BODY_TOO_LARGE`
 * @throws {BodyUnreadable} `ERR_BODY_UNREADABLE` where the sender goes away first
 */
export function readNodeStream(
  stream: NodeStream,
  limit: number,
  time?: ReadingTime,
): Promise<Uint8Array> {
  if (stream.readableEnded || stream.readableDidRead || stream.destroyed) {
    throw new BodyConsumed(
      'the body was read before the receiver saw it: mount the receiver before body parsers such as express.json(), or let them keep the bytes in req.rawBody',
    )
  }
  return new Promise((resolve, reject) => {
    const chunks = new Chunks()
    const take = (chunk: Uint8Array | string) => {
      if (chunks.add(typeof chunk === 'string' ? utf8(chunk) : chunk) <= limit) return
      stop()
      reject(tooLarge(limit))
    }
    const stop = () => {
      leave()
      stream.pause()
    }
    time?.whenOver(stop)
    const finish = () => {
      leave()
      resolve(chunks.join())
    }
    const fail = (cause?: unknown) => {
      leave()
      reject(new BodyUnreadable('the body broke off while it was read', { cause }))
    }
    const leave = () => {
      stream.off('data', take)
      stream.off('end', finish)
      stream.off('error', fail)
      stream.off('close', fail)
    }
    stream.on('data', take)
    stream.on('end', finish)
    stream.on('error', fail)
    // Some streams are closed without an error when the sender goes away.
    stream.on('close', fail)
  })
}
