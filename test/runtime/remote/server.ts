/** A server on the loopback that counts what it is asked, and answers as a test says. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { onTestFinished } from 'vitest'
import { createRemote } from '../../../templates/runtime/remote/origins.js'
import type { Remote } from '../../../templates/runtime/remote.js'

export const PROVIDER = 'https://keys.example.com'

export interface KeyServer {
  readonly origin: string
  /** Asks the server in the place of the provider's own host. */
  readonly remote: Remote
  readonly requests: readonly string[]
  answer: (request: IncomingMessage, response: ServerResponse) => void
}

export async function keyServer(answer: KeyServer['answer']): Promise<KeyServer> {
  const requests: string[] = []
  const server = createServer((request, response) => {
    requests.push(`${request.method} ${request.url}`)
    found.answer(request, response)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  // Sound: a server that listens on TCP has an address with a port.
  const { port } = server.address() as AddressInfo
  const origin = `http://127.0.0.1:${port}`
  const remote = createRemote({ keyOrigins: { [PROVIDER]: origin } }, [new URL(PROVIDER).host])
  const found: KeyServer = { origin, remote, requests, answer }
  return found
}

export function sendJson(value: unknown, headers: Readonly<Record<string, string>> = {}) {
  return (_request: unknown, response: ServerResponse): void => {
    response.writeHead(200, { 'content-type': 'application/json', ...headers })
    response.end(JSON.stringify(value))
  }
}

export function sendStatus(status: number, headers: Readonly<Record<string, string>> = {}) {
  return (_request: unknown, response: ServerResponse): void => {
    response.writeHead(status, headers)
    response.end()
  }
}
