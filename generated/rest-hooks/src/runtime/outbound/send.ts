/** Sends requests to the provider, and only to its own hosts. */
import { readStream } from '../body.js'
import { RequestFailed } from '../errors.js'
import type { HeadersInput } from '../headers.js'
import type { Fetch } from '../options.js'
import { isHost } from '../remote/hosts.js'
import { within } from '../within.js'

const TIMEOUT_MILLISECONDS = 10_000
const MAX_ANSWER_BYTES = 1_048_576
/** Visible ASCII and inner blanks, so that no value ends its header. */
const HEADER_VALUE = /^[\x21-\x7e](?:[\x20-\x7e]*[\x21-\x7e])?$/

/** A request whose parts may be absent: then it is not sent. */
export interface OutboundRequest {
  readonly method: string
  readonly url: string | undefined
  /** Host names, with a port where it is not 443; `*` stands for one label, `{region}` for one that names a region of AWS. */
  readonly hosts: readonly string[]
  readonly headers: Readonly<Record<string, string | undefined>>
  /** JSON text. */
  readonly body?: string | undefined
  /** Ten seconds and a mebibyte unless given. */
  readonly limits?: { readonly milliseconds?: number; readonly bytes?: number } | undefined
}

export interface OutboundAnswer {
  readonly status: number
  readonly headers: HeadersInput
  readonly body: Uint8Array
}

/**
 * Sends over HTTPS to one of the hosts, follows no redirect, and waits no longer than its limits say.
 *
 * @throws {RequestFailed} `ERR_REQUEST` for anything but an answer of success
 */
export async function send(request: OutboundRequest, fetch: Fetch): Promise<OutboundAnswer> {
  const url = checkUrl(request)
  const { method, body = null, limits } = request
  const headers = checkHeaders(request)
  if (body !== null) headers['content-type'] ??= 'application/json'
  const milliseconds = limits?.milliseconds ?? TIMEOUT_MILLISECONDS
  const signal = AbortSignal.timeout(milliseconds)
  // A `fetch` that the consumer gave may ignore its signal.
  const timed = <T>(work: Promise<T>) => within(work, milliseconds)
  try {
    // Not 'error', which Workers do not have: a redirect comes back as what is no success.
    const response = await timed(fetch(url, { method, headers, body, signal, redirect: 'manual' }))
    const content = response.body
    if (!response.ok) {
      content?.cancel().catch(() => undefined)
      throw new RequestFailed(`${url.hostname} answered a ${method} with ${response.status}`)
    }
    const most = limits?.bytes ?? MAX_ANSWER_BYTES
    const bytes = content === null ? new Uint8Array() : await timed(readStream(content, most))
    return { status: response.status, headers: response.headers, body: bytes }
  } catch (cause) {
    if (cause instanceof RequestFailed) throw cause
    throw new RequestFailed(`a ${method} to ${url.hostname} failed`, { cause })
  }
}

function checkUrl({ url: text, hosts }: OutboundRequest): URL {
  if (text === undefined) throw new RequestFailed('a part of the URL to call is absent')
  let url: URL
  try {
    url = new URL(text)
  } catch {
    throw new RequestFailed('the URL to call is none')
  }
  const isPlain = url.username === '' && url.password === ''
  if (
    url.protocol !== 'https:' ||
    !isPlain ||
    !hosts.some((host) => isHost(url.host, host.toLowerCase()))
  ) {
    throw new RequestFailed('the URL to call is not one of the provider')
  }
  return url
}

function checkHeaders({ headers }: OutboundRequest): Record<string, string> {
  const checked: Record<string, string> = {}
  for (const [name, value] of Object.entries(headers)) {
    if (value === undefined || !HEADER_VALUE.test(value)) {
      throw new RequestFailed(`the value of the header ${name} is absent or cannot be sent`)
    }
    checked[name] = value
  }
  return checked
}
