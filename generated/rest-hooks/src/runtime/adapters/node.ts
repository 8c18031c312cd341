/** Serves a receiver from `node:http`, Express or Connect. */
import { readBody } from '../delivery-input.js'
import type { Reply } from '../outcome.js'
import type { PlatformRequest } from '../platform-request.js'
import { type NodeStream, readNodeStream } from './node-stream.js'
import { type NodeSocket, SocketFacts } from './node-transport.js'

/** The part of `http.IncomingMessage` that we use; `originalUrl` and `body` are Express's. */
export interface NodeRequest extends NodeStream {
  readonly method?: string | undefined
  readonly url?: string | undefined
  readonly originalUrl?: string | undefined
  readonly rawHeaders: readonly string[]
  readonly complete?: boolean | undefined
  readonly body?: unknown
  readonly rawBody?: unknown
  readonly socket?: NodeSocket | undefined
}

/** The part of `http.ServerResponse` that we use. */
export interface NodeResponse {
  statusCode: number
  readonly destroyed: boolean
  readonly writableEnded: boolean
  readonly headersSent: boolean
  readonly setHeader: (name: string, value: string) => unknown
  readonly end: (body: string) => unknown
  readonly once: (event: 'close', listener: () => void) => unknown
}

/** Any receiver. */
export interface Serving {
  readonly serve: (request: PlatformRequest) => Promise<{ readonly response: Reply }>
}

/**
 * Makes a handler for `http.createServer`, `app.post` and the like. Raw bytes that a parser kept in
 * `req.rawBody` or `req.body` are used; a body that was parsed is refused, as its bytes are gone.
 */
export function nodeHandler(
  receiver: Serving,
): (request: NodeRequest, response: NodeResponse) => Promise<void> {
  return async function handleWebhook(request, response) {
    const kept = [request.rawBody, request.body].find(isRaw)
    const { response: reply } = await receiver.serve({
      method: request.method ?? 'GET',
      url: request.originalUrl ?? request.url ?? '/',
      headers: pairs(request.rawHeaders),
      platform: [request, response],
      read: (limit, time) =>
        kept === undefined ? readNodeStream(request, limit, time) : readBody(kept, limit),
      isDecoded: kept !== undefined,
      findSignal: () => abortOnClose(response),
      findTransport: () => request.socket && new SocketFacts(request.socket),
    })
    if (response.headersSent || response.writableEnded) return
    response.statusCode = reply.status
    for (const [name, value] of Object.entries(reply.headers)) response.setHeader(name, value)
    // What is left of the body would be read to its end, however long it is.
    if (request.complete === false) response.setHeader('connection', 'close')
    response.end(reply.body)
  }
}

function isRaw(kept: unknown): kept is ArrayBufferView | string {
  return ArrayBuffer.isView(kept) || typeof kept === 'string'
}

function pairs(rawHeaders: readonly string[]): [name: string, value: string][] {
  const list: [string, string][] = []
  for (let index = 1; index < rawHeaders.length; index += 2) {
    list.push([rawHeaders[index - 1] ?? '', rawHeaders[index] ?? ''])
  }
  return list
}

function abortOnClose(response: NodeResponse): AbortSignal {
  const controller = new AbortController()
  const abort = () => void (response.writableEnded || controller.abort())
  if (response.destroyed) abort()
  response.once('close', abort)
  return controller.signal
}
