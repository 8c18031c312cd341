/** Serves receivers over real HTTP, and talks to them byte by byte. */
import {
  createServer,
  type IncomingHttpHeaders,
  type OutgoingHttpHeaders,
  request,
} from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll } from 'vitest'
import { nodeHandler, type Serving } from '../../templates/runtime/adapters/node.js'

export interface Answer {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly body: string
}

export interface Call {
  readonly method?: string
  readonly path?: string
  readonly headers?: OutgoingHttpHeaders
  readonly body?: string
}

const closing: (() => void)[] = []
afterAll(() => {
  for (const close of closing.splice(0)) close()
})

/** Listens on a free port of the loopback address, until the test file ends. */
export async function serve(receiver: Serving): Promise<(call: Call) => Promise<Answer>> {
  const server = createServer(nodeHandler(receiver))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  closing.push(() => server.close())
  // Sound: a server that listens on a port has an address with one.
  const { port } = server.address() as AddressInfo
  return (call) => send(port, call)
}

function send(port: number, { method = 'POST', path = '/', headers, body }: Call): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const options = { host: '127.0.0.1', port, method, path, headers, agent: false }
    const outgoing = request(options, (response) => {
      const chunks: Buffer[] = []
      response.on('data', (chunk: Buffer) => chunks.push(chunk))
      response.on('end', () => {
        const { statusCode = 0, headers: given } = response
        resolve({ status: statusCode, headers: given, body: Buffer.concat(chunks).toString() })
      })
    })
    outgoing.on('error', reject)
    outgoing.end(body)
  })
}

/** One request that a receiver or its SDK made. */
export interface Outgoing {
  readonly url: string
  readonly method: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string | undefined
  readonly redirect: string | undefined
}

/** The provider's API: a `fetch` that notes what it is asked, and answers in turn. */
export function api(...answers: readonly (Response | Error)[]) {
  const asked: Outgoing[] = []
  const left = [...answers]
  const fetch: typeof globalThis.fetch = async (input, init) => {
    asked.push({
      url: String(input),
      method: init?.method ?? 'GET',
      headers: Object.fromEntries(new Headers(init?.headers)),
      body: typeof init?.body === 'string' ? init.body : undefined,
      redirect: init?.redirect,
    })
    const answer = left.shift() ?? new Response(null, { status: 204 })
    if (answer instanceof Error) throw answer
    return answer
  }
  return { asked, fetch }
}
