/** Asks a server for a key or a token's state, under limits: what it answers is not trusted yet. */
import { readStream } from '../body.js'
import { SecretUnavailable } from '../errors.js'
import type { Remote } from '../remote.js'

const TIMEOUT_MILLISECONDS = 5000
const MAX_BYTES = 262_144

export interface Question {
  readonly method?: string
  readonly url: URL
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string | undefined
}

export interface Answer {
  /** Absent where the server says that there is no such thing (404 or 410). */
  readonly body: Uint8Array | undefined
  /** Seconds for which the server lets the answer be kept; undefined where it does not say. */
  readonly maxAge: number | undefined
}

/**
 * One request: no redirect is followed, it ends after five seconds, and of the answer 256 KiB are
 * read at most.
 *
 * @throws {SecretUnavailable} `ERR_SECRET_UNAVAILABLE` where there is no usable answer
 */
export async function ask(question: Question, remote: Remote): Promise<Answer> {
  const { method = 'GET', url, headers = {}, body = null } = question
  const signal = AbortSignal.timeout(TIMEOUT_MILLISECONDS)
  try {
    // Not 'error', which Workers do not have: a redirect comes back, and is no success.
    const request = { method, headers, body, signal, redirect: 'manual' } as const
    const response = await within(signal, remote.fetch(url.href, request))
    if (response.status !== 200) return refused(response, url)
    const stream = response.body
    const bytes =
      stream === null ? new Uint8Array() : await within(signal, readStream(stream, MAX_BYTES))
    return { body: bytes, maxAge: readMaxAge(response.headers.get('cache-control')) }
  } catch (cause) {
    if (cause instanceof SecretUnavailable) throw cause
    throw new SecretUnavailable(`${url.hostname} could not be asked for a key`, { cause })
  }
}

function refused({ body, status }: Response, { hostname }: URL): Answer {
  body?.cancel().catch(() => undefined)
  if (status === 404 || status === 410) return { body: undefined, maxAge: undefined }
  throw new SecretUnavailable(`${hostname} answered ${status} where a key was asked for`)
}

// A `fetch` that the consumer gave may ignore its signal.
function within<T>(signal: AbortSignal, work: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true })
    work.then(resolve, reject)
  })
}

function readMaxAge(header: string | null): number | undefined {
  if (header === null) return undefined
  if (/(?:^|[\s,])no-(?:store|cache)(?:$|[\s,=])/i.test(header)) return 0
  const seconds = /(?:^|[\s,])max-age="?(\d{1,9})/i.exec(header)?.[1]
  return seconds === undefined ? undefined : Number(seconds)
}
