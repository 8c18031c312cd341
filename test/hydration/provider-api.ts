/** The provider's API as a TLS server: it answers by the path, and notes what it was asked. */
import { once } from 'node:events'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { createServer, type Server } from 'node:https'
import type { AddressInfo } from 'node:net'
import { gzipSync } from 'node:zlib'
import type { Identity } from '../transport/certificates.js'

export interface Asked {
  readonly host: string | undefined
  readonly path: string | undefined
  readonly authorization: string | undefined
  readonly key: string | undefined
}

export interface ProviderApi {
  readonly server: Server
  readonly port: number
  readonly asked: Asked[]
  /** Resolves to the bytes that went out when the answer ended, or was cut off by the client. */
  readonly sent: () => Promise<number>
}

type Answer = (response: ServerResponse) => void

const ACCEPTED: readonly string[] = ['Basic YW5uOnBhOnNz', 'Bearer t0ken', 'ApiKey k3y']

const MEGABYTE = Buffer.alloc(1_000_000, 0x20)
const json = (text: string, status = 200): Answer => {
  return (response) => {
    response.writeHead(status, { 'content-type': 'application/json' }).end(text)
  }
}

const ANSWERS: Readonly<Record<string, Answer>> = {
  '/contacts/1': json('{"name":"Ada"}'),
  '/invalid': json('{"name":7}'),
  '/text': json('<html>'),
  '/latin': (response) => void response.end(Buffer.from([0x22, 0xe4, 0x22])),
  '/none': json('{"name":"nobody"}', 404),
  '/failed': json('{"name":"nobody"}', 500),
  '/moved': (response) => void response.writeHead(302, { location: '/contacts/1' }).end(),
  '/elsewhere': (response) =>
    void response.writeHead(307, { location: 'https://evil.test/contacts/1' }).end(),
  '/large': (response) => pour(response, 10),
  '/bomb': (response) => {
    const body = gzipSync(Buffer.alloc(10_000_000, 0x20))
    response.writeHead(200, { 'content-encoding': 'gzip' }).end(body)
  },
  '/silent': () => undefined,
  '/slow': (response) => {
    response.write('{"name":')
    const timer = setInterval(() => response.write(' '), 50)
    response.once('close', () => clearInterval(timer))
  },
  '/broken': (response) => {
    response.writeHead(200, { 'content-length': '100' }).write('{"name":"Ada"}', () => {
      response.destroy()
    })
  },
}

/** Writes as fast as the client reads. */
function pour(response: ServerResponse, megabytes: number): void {
  let left = megabytes
  const more = () => {
    while (left > 0) {
      left -= 1
      if (!response.write(MEGABYTE)) return void response.once('drain', more)
    }
    response.end('{"name":"Ada"}')
  }
  more()
}

/** Listens on a free port of the loopback address. */
export async function providerApi({ key, cert }: Identity): Promise<ProviderApi> {
  const asked: Asked[] = []
  let last: Promise<number> = Promise.resolve(0)
  const server = createServer({ key, cert }, (request, response) => {
    asked.push(describe(request))
    last = once(response, 'close').then(() => request.socket.bytesWritten)
    const { authorization = '', 'x-api-key': apiKey } = request.headers
    const isKnown = ACCEPTED.includes(authorization) || apiKey === 'k3y'
    const answer = isKnown ? ANSWERS[request.url ?? ''] : json('{"name":"nobody"}', 401)
    if (answer === undefined) response.writeHead(410).end()
    else answer(response)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  // Sound: a server that listens on TCP has a port.
  const { port } = server.address() as AddressInfo
  return { server, port, asked, sent: () => last }
}

function describe({ headers, url }: IncomingMessage): Asked {
  const { host, authorization, 'x-api-key': key } = headers
  return { host, path: url, authorization, key: Array.isArray(key) ? key.join() : key }
}
