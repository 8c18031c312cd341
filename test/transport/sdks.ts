/** SDKs whose proofs look at the connection, generated in one run. */

import { once } from 'node:events'
import { createServer as createHttp, type Server } from 'node:http'
import {
  createServer as createHttps,
  type RequestOptions,
  request as requestHttps,
} from 'node:https'
import type { AddressInfo } from 'node:net'
import { nodeHandler } from '../../templates/runtime/adapters/node.js'
import type { ReceiverOptions } from '../../templates/runtime/options.js'
import { generateOrThrow, loadSdk } from '../support/sdk.js'
import { authority, pinOf, sender, server as serverIdentity } from './certificates.js'

const HMAC = {
  type: 'signature',
  alg: 'hmac-sha256',
  key: { secret: 'KEY' },
  content: '{body}',
  signature: { from: '{header:x-signature}', encoding: 'hex' },
}

const AUTH: Readonly<Record<string, unknown>> = {
  pinned: { type: 'clientCert', fingerprints: [pinOf(sender)] },
  issued: { type: 'clientCert', ca: 'AUTHORITY', san: ['hooks.acme.test'] },
  named: { type: 'clientCert', san: ['hooks.acme.test'] },
  listed: { type: 'ipAllowlist', cidrs: ['127.0.0.0/8', '::1'], from: 'socket' },
  forwarded: { type: 'ipAllowlist', cidrs: ['127.0.0.2'], from: 'trustedProxy' },
  encrypted: {
    schemes: { hmac: HMAC, basic: { type: 'basic' } },
    require: [{ type: 'transport', https: true }],
  },
  segment: { type: 'apiKey', in: 'path', segment: 2 },
  judged: { allOf: [HMAC, { type: 'custom', name: 'paypal', secrets: ['ID'] }] },
  choice: { schemes: { hmac: HMAC, own: { type: 'custom', name: 'own' } } },
  message: {
    type: 'httpsig',
    algs: ['hmac-sha256'],
    key: { secret: 'KEY' },
    require: ['@method', '"content-digest"', 'x-event'],
    digest: true,
    created: { past: 60 },
  },
}

const EVENTS: Readonly<Record<string, unknown>> = { message: { type: '{header:x-event}' } }

/** Generates all of them; `create` makes a receiver that handles every event. */
export async function generateAll() {
  const files = Object.entries(AUTH).flatMap(([name, auth]) => [
    [`${name}/webhooks.json`, { auth, events: EVENTS[name] ?? { type: 'any' } }],
    [`${name}/events/any.json`, true],
  ])
  const { out, report } = await generateOrThrow(Object.fromEntries(files))
  const create = async (name: string, options: ReceiverOptions) => {
    const { createReceiver } = await loadSdk(out, name)
    const receiver = createReceiver({
      logger: { warn: () => undefined, error: () => undefined },
      ...options,
    })
    receiver.onAny(() => undefined)
    return receiver
  }
  return { out, report, create }
}

export type Receiving = Parameters<typeof nodeHandler>[0]

const servers: Server[] = []

export function closeAll(): void {
  for (const one of servers.splice(0)) {
    one.closeAllConnections()
    one.close()
  }
}

/** Serves over plain HTTP, or over TLS where a client may present a certificate. */
export async function serve(receiver: Receiving, tls: boolean): Promise<number> {
  const options = {
    key: serverIdentity.key,
    cert: serverIdentity.cert,
    ca: authority.cert,
    requestCert: true,
    rejectUnauthorized: false,
  }
  const handle = nodeHandler(receiver)
  const server = tls ? createHttps(options, handle) : createHttp(handle)
  servers.push(server)
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  // Sound: a server that listens on TCP has a port.
  return (server.address() as AddressInfo).port
}

/** Sends `{}` over TLS, and gives the status of the answer. */
export async function post(
  port: number,
  options: RequestOptions = {},
): Promise<number | undefined> {
  const request = requestHttps({
    host: '127.0.0.1',
    servername: 'localhost',
    port,
    method: 'POST',
    path: '/hook',
    ca: authority.cert,
    agent: false,
    ...options,
    headers: { 'content-type': 'application/json', ...options.headers },
  })
  request.end('{}')
  const [response] = await once(request, 'response')
  response.resume()
  return response.statusCode
}
