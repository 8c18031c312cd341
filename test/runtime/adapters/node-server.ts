/** A node:http server around a receiver, and a client that sends headers exactly as given. */
import { once } from 'node:events'
import {
  createServer,
  request as httpRequest,
  type IncomingMessage,
  type ServerResponse,
} from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, vi } from 'vitest'
import { nodeHandler } from '../../../templates/runtime/adapters/node.js'
import type { Context } from '../../../templates/runtime/events.js'
import { createReceiverFrom } from '../../../templates/runtime/receiver.js'
import { type AcmeEvents, acme, paid, SECRET, sign, silent } from '../acme.js'

export type Middleware = (
  request: IncomingMessage & { body?: unknown; rawBody?: unknown },
  response: ServerResponse,
) => unknown

export const text = JSON.stringify(paid)
export const signed = { 'content-type': 'application/json', 'x-signature': sign(text) }

const closers: (() => void)[] = []
const unhandled = vi.fn()
process.on('unhandledRejection', unhandled)

/** Ends every server of a test, none of which may have left a rejection behind. */
export function closeServers(): void {
  for (const close of closers.splice(0)) close()
  expect(unhandled).not.toHaveBeenCalled()
}

/** Serves until `closeServers`; `before` is what other middleware does to the request. */
export async function serve(options = {}, before: Middleware = () => undefined, provider = acme()) {
  const receiver = createReceiverFrom<AcmeEvents>(provider, {
    secret: SECRET,
    logger: silent,
    ...options,
  })
  const handler = vi.fn<(payload: unknown, context: Context) => unknown>()
  const onError = vi.fn()
  receiver.onEvent('invoice.paid', handler)
  receiver.onError(onError)
  const handle = nodeHandler(receiver)
  const answers: Promise<void>[] = []
  const server = createServer(async (request: IncomingMessage, response: ServerResponse) => {
    await before(request, response)
    answers.push(handle(request, response))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  closers.push(() => {
    server.closeAllConnections()
    server.close()
  })
  // Sound: a server that listens on TCP has a port.
  const { port } = server.address() as AddressInfo
  return { port, handler, onError, answers }
}

/** Sends headers exactly as given, repeated ones included. */
export async function send(
  port: number,
  headers: string[] | Record<string, string>,
  ...chunks: (string | Uint8Array)[]
) {
  const request = httpRequest({
    port,
    host: '127.0.0.1',
    method: 'POST',
    path: '/hook?a=%20b',
    headers,
  })
  for (const chunk of chunks) request.write(chunk)
  request.end()
  // Sound: what Node passes to the listeners of `response`.
  const [response] = (await once(request, 'response')) as [IncomingMessage]
  let body = ''
  for await (const chunk of response.setEncoding('utf8')) body += chunk
  const { date: _date, ...rest } = response.headers
  return { status: response.statusCode, headers: rest, body }
}

/** What a body parser does. */
export async function drain(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk)
  return Buffer.concat(chunks)
}
