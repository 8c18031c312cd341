/** Takes deliveries from platforms, which hand over a request whose body is still to be read. */
import { refuseDeclaredLength, tooLarge } from './body.js'
import type { FindSignal } from './context.js'
import type { MaybePromise } from './crypto.js'
import type { Head, ReadBody } from './delivery.js'
import { readHead } from './delivery-input.js'
import { decompress, encodingOf } from './encoding.js'
import { PublicUrlMissing } from './errors.js'
import type { HeadersInput } from './headers.js'
import type { Limits } from './limits.js'
import type { Inbound } from './pipeline.js'
import { applyPublicUrl } from './public-url.js'
import { type ReadingTime, ReadTime } from './read-time.js'
import type { FindTransport } from './transport.js'

/** What an adapter gives to `receiver.serve`. */
export interface PlatformRequest {
  readonly method: string
  /** As the platform saw it, absolute or only path and query. */
  readonly url: string
  readonly headers: HeadersInput
  /** What handlers get as `ctx.platform`. */
  readonly platform: readonly unknown[]
  /**
   * Reads the body, under the limit and in the time where it streams. Called once at most, and
   * late.
   */
  readonly read: (limit: number, time: ReadingTime) => MaybePromise<Uint8Array>
  /** Whether somebody has undone the content encoding already. */
  readonly isDecoded?: boolean
  readonly findSignal?: FindSignal
  /** What the platform knows of the connection. */
  readonly findTransport?: FindTransport | undefined
}

export interface PlatformRules {
  readonly limits: Limits
  readonly publicUrl: string | undefined
  readonly needsUrl: boolean
  /** Whether a proof reads the body as it was before its content encoding was undone. */
  readonly needsEncoded: boolean
}

/**
 * Copies the head, and leaves the body to whoever needs it.
 *
 * @throws {PublicUrlMissing} `ERR_PUBLIC_URL_MISSING`
 */
export function acceptRequest(request: PlatformRequest, rules: PlatformRules): Inbound {
  const { limits, publicUrl, needsUrl } = rules
  if (publicUrl === undefined && needsUrl) {
    throw new PublicUrlMissing(
      'the proof covers the URL, and a server cannot know under which one it was called: create the receiver with { publicUrl: "https://…" }',
    )
  }
  const url = publicUrl === undefined ? request.url : applyPublicUrl(publicUrl, request.url)
  const { method, headers } = request
  const transport = request.findTransport?.()
  const head = readHead({ method, url, headers, transport }, request.platform, limits)
  return {
    head,
    read: () => readBody(request, head, rules),
    findSignal: request.findSignal,
  }
}

async function readBody(
  request: PlatformRequest,
  { headers }: Head,
  { limits, needsEncoded }: PlatformRules,
): Promise<ReadBody> {
  const { bodyBytes, readSeconds } = limits
  refuseDeclaredLength(headers.get('content-length'), bodyBytes)
  const encodings = headers.values('content-encoding')
  const format = request.isDecoded === true ? undefined : encodingOf(encodings)
  const time = new ReadTime(readSeconds)
  const body = await time.limit(request.read(bodyBytes, time))
  if (body.length > bodyBytes) throw tooLarge(bodyBytes)
  if (format === undefined) return { body }
  const decoded = await decompress(body, format, limits)
  return { body: decoded, encoded: needsEncoded ? body : undefined }
}
