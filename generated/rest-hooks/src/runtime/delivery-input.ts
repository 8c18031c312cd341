/** Takes deliveries from consumers who read the request themselves. */

import { tooLarge } from './body.js'
import { copyBytes, utf8 } from './bytes.js'
import type { Head } from './delivery.js'
import { BodyConsumed } from './errors.js'
import { type HeaderLimits, type HeadersInput, viewHeaders } from './headers.js'
import { DeliveryInvalid, HeadersTooMany } from './service-errors.js'
import type { TransportFacts } from './transport.js'

/** Bytes, or text that was decoded from UTF-8 without loss. `null` is a request without a body. */
export type BodyInput = ArrayBufferView | ArrayBuffer | string | null

/** One HTTP request, read. */
export interface DeliveryInput {
  /** `POST` by default. */
  readonly method?: string | undefined
  /** As the provider called it: a proof that covers the URL trusts it. */
  readonly url?: string | undefined
  readonly headers: HeadersInput
  /**
   * As it was sent, after decompression and before anything parsed it. A `Content-Digest` that was
   * made over a compressed body does not hold for it: give such requests to `fetch` or an adapter.
   */
  readonly body: BodyInput
  /** What is known of the connection, where the proof asks. */
  readonly transport?: TransportFacts | undefined
}

const EMPTY = new Uint8Array()

/**
 * Copies what is known before the body.
 *
 * @throws {DeliveryInvalid} `ERR_DELIVERY` where headers, method or URL are not what they should be
 * @throws {HeadersTooMany} `ERR_HEADERS_TOO_MANY` above the limits of headers and URL
 */
export function readHead(
  { method = 'POST', url, headers, transport }: Omit<DeliveryInput, 'body'>,
  platform: readonly unknown[],
  limits: HeaderLimits = {},
): Head {
  if (typeof method !== 'string') {
    throw new DeliveryInvalid('the method of a delivery must be text')
  }
  if (url !== undefined && typeof url !== 'string') {
    throw new DeliveryInvalid('the url of a delivery must be text')
  }
  const { headerBytes = Infinity } = limits
  if (url !== undefined && url.length > headerBytes) {
    throw new HeadersTooMany(`the URL has more than ${headerBytes} bytes (limits.headerBytes)`)
  }
  const view = viewHeaders(headers, limits)
  return { method: method.toUpperCase(), url, headers: view, platform, transport }
}

/**
 * Copies the body, so that nobody changes it between check and use.
 *
 * @throws {BodyConsumed} `ERR_BODY_CONSUMED` where it is no longer bytes or text
 * @throws {BodyTooLarge} `ERR_BODY_TOO_LARGE`
 */
export function readBody(body: BodyInput, limit: number = Number.POSITIVE_INFINITY): Uint8Array {
  const bytes = copyBody(body)
  if (bytes.length > limit) throw tooLarge(limit)
  return bytes
}

function copyBody(body: BodyInput): Uint8Array {
  if (typeof body === 'string') return utf8(body)
  if (body === null) return EMPTY
  if (ArrayBuffer.isView(body)) return copyBytes(body)
  if (isArrayBuffer(body)) return copyBytes(new Uint8Array(body))
  throw new BodyConsumed(
    'the body must be the bytes or the text that was sent, and something has parsed or read it: put the receiver before body parsers such as express.json(), or hand over the raw body they keep',
  )
}

// By tag: an ArrayBuffer of another realm (a test runner's sandbox) is none to `instanceof`.
function isArrayBuffer(body: unknown): body is ArrayBuffer {
  return Object.prototype.toString.call(body) === '[object ArrayBuffer]'
}
